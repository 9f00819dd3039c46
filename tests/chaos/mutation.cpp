#include "tests/chaos/mutation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "audit/facts/facts.h"
#include "audit/facts/offsets.h"
#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr char kAcked[] = "outcome = 0";

// Rows of the final pass that are one span each: before version 6 of the store all of them.
std::string FinalSpans(MutableStore& store) {
  const bool packs = store.database().Number(
                         "SELECT count(*) FROM pragma_table_info('read') WHERE name = 'parts'") > 0;
  return packs ? "pass = 1 AND parts IS NULL" : "pass = 1";
}

// The final pass's row that is longest, and the record in its middle.
struct Middle {
  Middle(MutableStore& store, const char* of_table, const std::string& condition)
      : table(of_table),
        row(store.LongestRow(table, condition)),
        records(store.Records(table, row)),
        at(records.size() / 2) {}

  std::string table;
  std::int64_t row;
  std::vector<SpanRecord> records;
  std::size_t at;
};

void Drop(MutableStore& store) {
  Middle middle(store, "read", FinalSpans(store));
  middle.records.erase(middle.records.begin() + static_cast<std::ptrdiff_t>(middle.at));
  store.Put("read", middle.row, middle.records);
  store.Remove("read", middle.row);
}

// At the end of its partition, which is one offset longer then.
std::int64_t Lengthen(MutableStore& store, std::int64_t row) {
  const auto bounds =
      store.database().Number(fmt::format("SELECT bounds.rowid FROM bounds JOIN read ON read.actor "
                                          "= bounds.actor AND read.partition = bounds.partition "
                                          "JOIN stream ON stream.id = read.stream AND stream.topic "
                                          "= bounds.topic WHERE read.rowid = {}",
                                          row));
  const auto end = store.database().Number(
      fmt::format("SELECT end_offset FROM bounds WHERE rowid = {}", bounds));
  store.database().Execute(
      fmt::format("UPDATE bounds SET end_offset = {} WHERE rowid = {}", end + 1, bounds));
  return end;
}

void Double(MutableStore& store) {
  const Middle middle(store, "read", FinalSpans(store));
  const auto offset = Lengthen(store, middle.row);
  store.Put("read", middle.row, {{middle.records[middle.at].sequence, offset}});
}

void Invent(MutableStore& store) {
  const Middle middle(store, "read", FinalSpans(store));
  const auto offset = Lengthen(store, middle.row);
  const auto sent = store.database().Number(fmt::format(
      "SELECT sent FROM stream WHERE id = (SELECT stream FROM read WHERE rowid = {})", middle.row));
  store.Put("read", middle.row, {{static_cast<std::uint64_t>(sent), offset}});
}

void Swap(MutableStore& store) {
  Middle middle(store, "read", FinalSpans(store));
  std::swap(middle.records[middle.at].offset, middle.records[middle.at + 1].offset);
  store.Put("read", middle.row, middle.records);
  store.Remove("read", middle.row);
}

void Damage(MutableStore& store) {
  const Middle middle(store, "read", FinalSpans(store));
  store.database().Execute(fmt::format(
      "INSERT INTO corrupt(stream, actor, pass, isolation, partition, offset, sequence) "
      "SELECT stream, actor, pass, isolation, partition, {}, {} "
      "FROM read WHERE rowid = {}",
      middle.records[middle.at].offset, middle.records[middle.at].sequence, middle.row));
}

// The record's settle is gone, or says otherwise.
void Unsettle(MutableStore& store, const std::string& instead) {
  Middle middle(store, "settled", kAcked);
  const SpanRecord record{middle.records[middle.at].sequence, -1};
  middle.records.erase(middle.records.begin() + static_cast<std::ptrdiff_t>(middle.at));
  store.Put("settled", middle.row, middle.records);
  if (!instead.empty()) store.Put("settled", middle.row, {record}, instead);
  store.Remove("settled", middle.row);
}

}  // namespace

std::int64_t MutableStore::LongestRow(const std::string& table, const std::string& condition) {
  const auto row = database_.Number(fmt::format(
      "SELECT rowid FROM {} WHERE {} AND count > 2 ORDER BY count DESC LIMIT 1", table, condition));
  if (row == 0) throw Error(database_.path() + " has no " + table + " of three records");
  return row;
}

std::vector<SpanRecord> MutableStore::Records(const std::string& table, std::int64_t row) {
  Statement select(database_,
                   fmt::format("SELECT first_sequence, count, first_offset, last_offset, "
                               "offsets FROM {} WHERE rowid = {}",
                               table, row));
  select.Step();
  const auto offsets = OffsetRun::Unpack(select.Int(2), select.Int(3),
                                         static_cast<std::uint64_t>(select.Int(1)), select.Blob(4))
                           .Decode();
  std::vector<SpanRecord> records;
  for (const auto offset : offsets)
    records.push_back({static_cast<std::uint64_t>(select.Int(0)) + records.size(), offset});
  return records;
}

void MutableStore::Put(const std::string& table, std::int64_t row,
                       const std::vector<SpanRecord>& records, const std::string& also_set) {
  std::vector<SpanRecord> run;
  for (const auto& record : records) {
    if (!run.empty() &&
        (record.sequence != run.back().sequence + 1 || record.offset <= run.back().offset)) {
      PutRun(table, row, run, also_set);
      run.clear();
    }
    run.push_back(record);
  }
  if (!run.empty()) PutRun(table, row, run, also_set);
}

void MutableStore::PutRun(const std::string& table, std::int64_t row,
                          const std::vector<SpanRecord>& records, const std::string& also_set) {
  OffsetRun offsets;
  Digest digest;
  for (const auto& record : records) {
    if (record.offset >= 0) offsets.Push(record.offset);
    digest.Add(record.sequence, record.offset);
  }
  database_.Execute(
      fmt::format("CREATE TEMP TABLE span AS SELECT * FROM {} WHERE rowid = {}", table, row));
  const auto number = [&](std::int64_t offset) {
    return offsets.empty() ? "NULL" : std::to_string(offset);
  };
  const std::string packed = offsets.Pack();
  Statement(database_,
            fmt::format("UPDATE span SET first_sequence=?, count=?, offsets=?, digest=?, "
                        "first_offset={}, last_offset={}{}",
                        number(offsets.first()), number(offsets.last()), also_set))
      .Bind(records.front().sequence, static_cast<std::int64_t>(records.size()), AsBlob(packed),
            digest.sum)
      .Run();
  database_.Execute(fmt::format("INSERT INTO {} SELECT * FROM span; DROP TABLE span", table));
}

void MutableStore::Remove(const std::string& table, std::int64_t row) {
  database_.Execute(fmt::format("DELETE FROM {} WHERE rowid = {}", table, row));
}

const std::vector<Mutation>& Mutations() {
  static const std::vector<Mutation> kMutations = {
      {"nothing", [](MutableStore&) {}, {}},
      {"a record is gone from the log", Drop, {{"lost", 1}, {"read", -1}}},
      {"a record stands in the log twice", Double, {{"duplicated", 1}, {"read", 1}}},
      {"two records change places", Swap, {{"reordered", 1}, {"misplaced", 2}}},
      {"a value is damaged", Damage, {{"corrupt", 1}}},
      {"a record that nobody sent", Invent, {{"phantom", 1}, {"read", 1}}},
      {"an ack was never told",
       [](MutableStore& store) { Unsettle(store, ""); },
       {{"acked", -1}, {"unknown", 1}}},
      {"an ack is a certain failure",
       [](MutableStore& store) { Unsettle(store, ", outcome=1"); },
       {{"acked", -1}, {"failed", 1}, {"ghost", 1}}},
  };
  return kMutations;
}

// Whether it has readers whose assignments are known.
static bool HasMembers(const std::string& store) {
  const auto runs = StoreReader::Open(store)->Runs();
  return std::any_of(runs.begin(), runs.end(),
                     [](const RunRow& row) { return row.run.assignment.has_value(); });
}

void ExpectEachMutationIsSaid(const std::string& store, const std::string& scratch) {
  const auto before = Judge(*StoreReader::Open(store)).counts;
  for (const auto& mutation : Mutations()) {
    const std::string copy = scratch + "/mutated.db";
    std::filesystem::remove(copy);
    std::filesystem::copy_file(store, copy);
    std::filesystem::permissions(copy, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);  // the store is sealed
    mutation.apply(*std::make_unique<MutableStore>(copy));
    auto expected = before;
    for (const auto& [count, by] : mutation.changes)
      expected[count] += static_cast<std::uint64_t>(by);  // wraps for negative ones, and back
    const auto counts = Judge(*StoreReader::Open(copy)).counts;
    // What stood where two records changed places was returned to members of groups too, and then
    // it was overwritten below them: as many as read on from there.
    if (expected.at("reordered") > before.at("reordered") && HasMembers(copy))
      expected["stale"] = counts.at("stale");
    EXPECT_EQ(counts, expected) << mutation.name << " in " << store;
  }
}

}  // namespace kproof

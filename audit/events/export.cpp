#include "audit/events/export.h"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>

#include "audit/events/exporter.h"
#include "audit/store/open.h"
#include "audit/store/run_keys.h"
#include "harness/base/error.h"
#include "harness/base/output_target.h"
#include "harness/base/sqlite.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

template <typename Row>
const Row& Find(const std::map<std::int64_t, Row>& rows, std::int64_t id, const char* what) {
  const auto found = rows.find(id);
  if (found == rows.end())
    throw Error(ErrorKind::kCorrupt, fmt::format("the audit store has no {} {}", what, id));
  return found->second;
}

}  // namespace

Exporter::Exporter(const std::string& path, LineSorter& sorter)
    : store_(StoreReader::Open(path)), sorter_(sorter) {
  for (auto& row : store_->Actors()) actors_[row.id] = row;
  for (auto& row : store_->Topics()) topics_[row.id] = row;
  for (auto& row : store_->Streams()) streams_[row.id] = row;
  for (const auto& [id, stream] : streams_) {
    if (stream.actor) origins_.try_emplace(stream.key.origin, Actor(*stream.actor).name);
  }
  LoadCorrupt(path);
  LoadAssignments();
  LoadContents();
}

std::string Exporter::TopicIdOf(std::optional<std::int64_t> topic) const {
  return topic ? Topic(*topic).topic_id : std::string();
}

void Exporter::LoadCorrupt(const std::string& path) {
  Database database(path, ReadMode(path));
  Statement rows(database, "SELECT stream, actor, pass, isolation, partition, offset FROM corrupt");
  while (rows.Step()) {
    corrupt_.insert({rows.Int(0), rows.Int(1), rows.Int(2), rows.Int(3), rows.Int(4), rows.Int(5)});
  }
}

void Exporter::LoadTxns() {
  std::map<std::int64_t, const TxnRow*> by_id;
  const auto txns = store_->Txns();
  for (const auto& row : txns) by_id[row.id] = &row;
  for (const auto& row : store_->TxnRecords()) {
    const auto found = by_id.find(row.txn);
    if (found == by_id.end()) continue;
    auto& of = txns_[row.stream];
    const TxnOfRecords txn{row.first_sequence + row.count, Actor(found->second->actor).name,
                           found->second->txn.name};
    const auto next = of.lower_bound(row.first_sequence);
    if ((next != of.end() && next->first < txn.end) ||
        (next != of.begin() && std::prev(next)->second.end > row.first_sequence)) {
      const auto& stream = Stream(row.stream);
      throw Error(
          ErrorKind::kUsage,
          fmt::format("seq {} of {} to {}/{} was sent in two transactions, which an events.jsonl "
                      "can't express",
                      row.first_sequence, OriginOf(stream), stream.key.topic, stream.key.partition),
          Hint("keep the audit.db: check and query read it as it is"));
    }
    of.emplace(row.first_sequence, txn);
  }
}

const ActorRow& Exporter::Actor(std::int64_t id) const { return Find(actors_, id, "actor"); }
const TopicRow& Exporter::Topic(std::int64_t id) const { return Find(topics_, id, "topic"); }
const StreamRow& Exporter::Stream(std::int64_t id) const { return Find(streams_, id, "stream"); }

// As the judge names it; a stream that nobody is known to have sent to may be of a known origin.
std::string Exporter::OriginOf(const StreamRow& stream) const {
  const auto name = origins_.find(stream.key.origin);
  return name != origins_.end() ? name->second : fmt::format("{:08x}", stream.key.origin);
}

void Exporter::Add(std::int64_t at, const EventLine& line) {
  ++counts_[line.event()];
  sorter_.Add(at, ++lines_, line.str());
}

void Exporter::Put(std::optional<RunMicros> at, const ActorRow* actor, EventLine line) {
  if (at && (actor == nullptr || actor->timed)) line.Seconds("t", at);
  Add(at.value_or(LineSorter::kNoTime), line);
}

std::string Exporter::End() const {
  std::string counts;
  for (const auto& [event, count] : counts_)
    counts += fmt::format("{}\"{}\":{}", counts.empty() ? "" : ",", event, count);
  return EventLine("end").Raw("counts", "{" + counts + "}").str();
}

bool IsExport(const std::string& file) {
  EventLine line("run");
  auto head = line.Text(run_key::kMadeBy, made_by::kExport).str();
  head.pop_back();  // more follows in its place
  return FirstBytes(file).starts_with(head);
}

std::uint64_t ExportEvents(const std::string& store,
                           const std::function<void(std::string_view line)>& write) {
  LineSorter sorter(fs::temp_directory_path().string());
  std::string end;
  {
    Exporter exporter(store, sorter);
    // What promises and expects, before all that is told.
    exporter.AddRun();
    exporter.AddOpenings();
    exporter.AddRequirements();
    exporter.AddSettings();
    exporter.AddSends();
    // What was told, in the order of its times.
    exporter.AddNotes();
    exporter.AddStates();
    exporter.AddLog();
    exporter.AddReplicas();
    exporter.AddSettles();
    exporter.AddReads();
    exporter.AddRuns();
    exporter.AddForeign();
    exporter.AddTxns();
    exporter.AddProcessed();
    exporter.AddCommits();
    exporter.AddResets();
    // What is claimed of it.
    exporter.AddFaults();
    exporter.AddBounds();
    exporter.AddClosings();
    exporter.AddEnded();
    end = exporter.End();
  }
  std::uint64_t lines = 0;
  std::string line;
  for (std::uint64_t number = 0; sorter.Next(line, number); ++lines) write(line);
  write(end);
  return lines + 1;
}

}  // namespace kproof

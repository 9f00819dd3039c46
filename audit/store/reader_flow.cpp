// The reading side of runs, transactions and groups.
#include <fmt/format.h>

#include "audit/store/columns.h"
#include "audit/store/reader.h"
#include "harness/base/sqlite.h"

namespace kproof {

const char* StoreReader::TopicIdColumn() const { return version_ < 4 ? "''" : "topic_id"; }

std::vector<RunRow> StoreReader::Runs() const {
  std::vector<RunRow> rows;
  if (version_ < 2) return rows;
  Each(
      fmt::format("SELECT read_run.id, actor, topic, number, assignment, cluster, name, partition, "
                  "isolation, group_name, cause, position, at_us, {} FROM read_run JOIN topic ON "
                  "topic.id = topic ORDER BY read_run.id",
                  TopicIdColumn()),
      [&](Statement& row) {
        RunRow run{row.Int(0), row.Int(1), row.Int(2), {}};
        run.run.number = static_cast<std::uint64_t>(row.Int(3));
        if (const auto assignment = row.MaybeInt(4))
          run.run.assignment = static_cast<std::uint64_t>(*assignment);
        run.run.cluster = row.Text(5);
        run.run.topic = row.Text(6);
        run.run.partition = static_cast<std::int32_t>(row.Int(7));
        run.run.isolation = AsEnum(row.Int(8), Isolation::kCommitted, "read_run.isolation");
        run.run.group = row.Text(9);
        run.run.cause = AsEnum(row.Int(10), RunCause::kUnassigned, "read_run.cause");
        run.run.position = row.MaybeInt(11);
        run.run.at = row.Int(12);
        run.run.topic_id = row.Text(13);
        rows.push_back(std::move(run));
      });
  return rows;
}

std::vector<TxnRow> StoreReader::Txns() const {
  std::vector<TxnRow> rows;
  if (version_ < 2) return rows;
  Each(
      "SELECT id, actor, name, begin_us, commit_us, abort_us, end_us, outcome FROM txn ORDER BY id",
      [&](Statement& row) {
        TxnRow txn{row.Int(0), row.Int(1), {}};
        txn.txn = {row.Text(2),     row.MaybeInt(3), row.MaybeInt(4),
                   row.MaybeInt(5), row.MaybeInt(6), std::nullopt};
        if (const auto outcome = row.MaybeInt(7))
          txn.txn.outcome = AsEnum(*outcome, TxnOutcome::kUnknown, "txn.outcome");
        rows.push_back(std::move(txn));
      });
  return rows;
}

std::vector<TxnRecordsRow> StoreReader::TxnRecords() const {
  std::vector<TxnRecordsRow> rows;
  if (version_ < 2) return rows;
  Each("SELECT txn, stream, first_sequence, count FROM txn_records ORDER BY rowid", [&](Statement&
                                                                                            row) {
    rows.push_back({row.Int(0), row.Int(1), static_cast<std::uint64_t>(row.Int(2)), Count(row, 3)});
  });
  return rows;
}

void StoreReader::EachProcessed(const std::function<void(const ProcessedRow&)>& take) const {
  if (version_ < 2) return;
  Each(
      fmt::format("SELECT actor, topic, cluster, group_name, name, partition, count, first_offset, "
                  "last_offset, offsets, from_us, to_us, {} FROM processed JOIN topic ON topic.id "
                  "= topic ORDER BY processed.rowid",
                  TopicIdColumn()),
      [&](Statement& row) {
        take({row.Int(0),
              row.Int(1),
              {row.Text(2), row.Text(3), row.Text(4), static_cast<std::int32_t>(row.Int(5)),
               OffsetRun::Unpack(row.Int(7), row.Int(8), Count(row, 6), row.Blob(9)), row.Int(10),
               row.Int(11), row.Text(12)}});
      });
}

std::vector<CommitRow> StoreReader::Commits() const {
  std::vector<CommitRow> rows;
  if (version_ < 2) return rows;
  const bool old = version_ < 4;
  Each(fmt::format(
           "SELECT group_commit.actor, topic, cluster, group_name, topic.name, partition, offset, "
           "group_commit.outcome, at_us, {}, {} FROM group_commit JOIN topic ON topic.id = topic{} "
           "ORDER BY group_commit.rowid",
           old ? "NULL, 0, ''" : "asked_us, store, coalesce(txn.name, '')", TopicIdColumn(),
           old ? "" : " LEFT JOIN txn ON txn.id = txn"),
       [&](Statement& row) {
         CommitRow commit{row.Int(0), row.Int(1), {}};
         commit.commit.cluster = row.Text(2);
         commit.commit.group = row.Text(3);
         commit.commit.topic = row.Text(4);
         commit.commit.partition = Int32(row, 5);
         commit.commit.offset = row.Int(6);
         commit.commit.outcome = AsEnum(row.Int(7), Outcome::kUnknown, "group_commit.outcome");
         commit.commit.at = row.Int(8);
         commit.commit.asked = row.MaybeInt(9);
         commit.commit.store = AsEnum(row.Int(10), CommitStore::kExternal, "group_commit.store");
         commit.commit.txn = row.Text(11);
         commit.commit.topic_id = row.Text(12);
         rows.push_back(std::move(commit));
       });
  return rows;
}

std::vector<ResetRow> StoreReader::Resets() const {
  std::vector<ResetRow> rows;
  if (version_ < 4) return rows;
  Each(
      "SELECT actor, topic, cluster, group_name, name, partition, offset, at_us, topic_id FROM "
      "group_reset JOIN topic ON topic.id = topic ORDER BY group_reset.rowid",
      [&](Statement& row) {
        rows.push_back({row.Int(0),
                        row.Int(1),
                        {row.Text(2), row.Text(3), row.Text(4), Int32(row, 5), row.Int(6),
                         row.Int(7), row.Text(8)}});
      });
  return rows;
}

std::vector<AssignmentRow> StoreReader::Assignments() const {
  std::vector<AssignmentRow> rows;
  if (version_ < 4) return rows;
  std::int64_t last = -1;
  Each(
      "SELECT assignment.id, actor, assignment.cluster, group_name, how, generation, at_us, topic, "
      "topic.cluster, name, partition, position, topic_id FROM assignment "
      "LEFT JOIN assigned ON assignment = assignment.id LEFT JOIN topic ON topic.id = topic "
      "ORDER BY assignment.id, assigned.rowid",
      [&](Statement& row) {
        if (row.Int(0) != last) {
          last = row.Int(0);
          auto& fresh = rows.emplace_back();
          fresh.actor = row.Int(1);
          fresh.assignment.cluster = row.Text(2);
          fresh.assignment.group = row.Text(3);
          if (const auto how = row.MaybeInt(4))
            fresh.assignment.how = AsEnum(*how, AssignHow::kManual, "assignment.how");
          if (row.MaybeInt(5)) fresh.assignment.generation = Int32(row, 5);
          fresh.assignment.at = row.Int(6);
        }
        if (!row.MaybeInt(7)) return;
        rows.back().topics.push_back(row.Int(7));
        rows.back().assignment.places.push_back(
            {{row.Text(8), row.Text(9), Int32(row, 10)}, row.MaybeInt(11), row.Text(12)});
      });
  return rows;
}

}  // namespace kproof

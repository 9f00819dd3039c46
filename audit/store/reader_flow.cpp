// The reading side of runs, transactions and groups.
#include "audit/store/columns.h"
#include "audit/store/reader.h"
#include "audit/store/sqlite.h"

namespace kproof {

std::vector<RunRow> StoreReader::Runs() const {
  std::vector<RunRow> rows;
  if (version_ < 2) return rows;
  Each(
      "SELECT read_run.id, actor, topic, number, assignment, cluster, name, partition, isolation, "
      "group_name, cause, position, at_us FROM read_run JOIN topic ON topic.id = topic "
      "ORDER BY read_run.id",
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
      "SELECT actor, topic, cluster, group_name, name, partition, count, first_offset, "
      "last_offset, offsets, from_us, to_us FROM processed JOIN topic ON topic.id = topic "
      "ORDER BY processed.rowid",
      [&](Statement& row) {
        take({row.Int(0),
              row.Int(1),
              {row.Text(2), row.Text(3), row.Text(4), static_cast<std::int32_t>(row.Int(5)),
               OffsetRun::Unpack(row.Int(7), row.Int(8), Count(row, 6), row.Blob(9)), row.Int(10),
               row.Int(11)}});
      });
}

std::vector<CommitRow> StoreReader::Commits() const {
  std::vector<CommitRow> rows;
  if (version_ < 2) return rows;
  Each(
      "SELECT actor, topic, cluster, group_name, name, partition, offset, outcome, at_us FROM "
      "group_commit JOIN topic ON topic.id = topic ORDER BY group_commit.rowid",
      [&](Statement& row) {
        rows.push_back(
            {row.Int(0),
             row.Int(1),
             {row.Text(2), row.Text(3), row.Text(4), static_cast<std::int32_t>(row.Int(5)),
              row.Int(6), AsEnum(row.Int(7), Outcome::kUnknown, "group_commit.outcome"),
              row.Int(8)}});
      });
  return rows;
}

}  // namespace kproof

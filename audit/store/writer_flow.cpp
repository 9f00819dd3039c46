// Facts about readers, groups and transactions.
#include <fmt/format.h>

#include "audit/store/writer_impl.h"
#include "harness/base/error.h"

namespace kproof {

std::int64_t StoreWriter::Impl::TxnNumber(std::int64_t actor, const std::string& name) {
  database
      .Use(
          "INSERT INTO txn VALUES(NULL,?,?,NULL,NULL,NULL,NULL,NULL) ON CONFLICT(actor,name) DO "
          "NOTHING")
      .Bind(actor, name)
      .Run();
  auto& select = database.Use("SELECT id FROM txn WHERE actor=? AND name=?").Bind(actor, name);
  select.Step();
  const auto number = select.Int(0);
  select.Reset();
  return number;
}

void StoreWriter::MarkUntimed(const std::string& actor) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("UPDATE actor SET timed=0 WHERE id=?").Bind(impl_->ActorNumber(actor)).Run();
}

std::int64_t StoreWriter::AddRun(const std::string& actor, const ReadRun& run) {
  const std::lock_guard lock(impl_->mutex);
  const auto number = impl_->ActorNumber(actor);
  const auto topic = impl_->TopicNumber(run.cluster, run.topic, run.topic_id);
  impl_->database
      .Use(
          "INSERT INTO read_run VALUES(NULL,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(actor,number) DO "
          "NOTHING")
      .Bind(number, run.number, run.assignment, topic, run.partition,
            static_cast<std::int64_t>(run.isolation), run.group,
            static_cast<std::int64_t>(run.cause), run.position, run.at)
      .Run();
  return FindRun(actor, run.number);
}

std::int64_t StoreWriter::FindRun(const std::string& actor, std::uint64_t number) {
  const std::lock_guard lock(impl_->mutex);
  auto& select = impl_->database.Use("SELECT id FROM read_run WHERE actor=? AND number=?")
                     .Bind(impl_->ActorNumber(actor), number);
  const bool found = select.Step();
  const auto id = found ? select.Int(0) : 0;
  select.Reset();
  if (!found)
    throw Error(ErrorKind::kCorrupt,
                fmt::format("{} read in a run {} that it never began", actor, number));
  return id;
}

void StoreWriter::Put(const std::string& actor, const TxnFact& txn) {
  const std::lock_guard lock(impl_->mutex);
  std::optional<std::int64_t> outcome;
  if (txn.outcome) outcome = static_cast<std::int64_t>(*txn.outcome);
  impl_->database
      .Use(
          "UPDATE txn SET begin_us=coalesce(begin_us,?2), commit_us=coalesce(commit_us,?3), "
          "abort_us=coalesce(abort_us,?4), end_us=coalesce(?5,end_us), "
          "outcome=coalesce(?6,outcome) "
          "WHERE id=?1")
      .Bind(impl_->TxnNumber(impl_->ActorNumber(actor), txn.name), txn.began, txn.commit_asked,
            txn.abort_asked, txn.ended, outcome)
      .Run();
}

void StoreWriter::AddTxnRecords(const std::string& actor, const std::string& txn,
                                const StreamId& stream, std::uint64_t first_sequence,
                                std::uint64_t count) {
  const std::lock_guard lock(impl_->mutex);
  if (count == 0) throw Error("a transaction's range of no records was handed to the audit store");
  const auto stream_number = impl_->StreamNumber(stream);
  impl_->database.Use("INSERT INTO txn_records VALUES(?,?,?,?)")
      .Bind(impl_->TxnNumber(impl_->ActorNumber(actor), txn), stream_number, first_sequence, count)
      .Run();
}

void StoreWriter::Add(const std::string& actor, const Processed& processed) {
  const std::lock_guard lock(impl_->mutex);
  if (processed.offsets.empty()) throw Error("effects at no offset were handed to the audit store");
  const auto offsets = processed.offsets.Pack();
  impl_->database.Use("INSERT INTO processed VALUES(?,?,?,?,?,?,?,?,?,?)")
      .Bind(impl_->ActorNumber(actor), processed.group,
            impl_->TopicNumber(processed.cluster, processed.topic, processed.topic_id),
            processed.partition, processed.offsets.count(), processed.offsets.first(),
            processed.offsets.last(), AsBlob(offsets), processed.from, processed.to)
      .Run();
}

void StoreWriter::Add(const std::string& actor, const GroupCommit& commit) {
  const std::lock_guard lock(impl_->mutex);
  const auto number = impl_->ActorNumber(actor);
  std::optional<std::int64_t> txn;
  if (!commit.txn.empty()) txn = impl_->TxnNumber(number, commit.txn);
  const auto topic = impl_->TopicNumber(commit.cluster, commit.topic, commit.topic_id);
  impl_->database.Use("INSERT INTO group_commit VALUES(?,?,?,?,?,?,?,?,?,?)")
      .Bind(number, commit.group, topic, commit.partition, commit.offset,
            static_cast<std::int64_t>(commit.outcome), commit.at, commit.asked, txn,
            static_cast<std::int64_t>(commit.store))
      .Run();
}

void StoreWriter::Add(const std::string& actor, const GroupReset& reset) {
  const std::lock_guard lock(impl_->mutex);
  const auto number = impl_->ActorNumber(actor);
  const auto topic = impl_->TopicNumber(reset.cluster, reset.topic, reset.topic_id);
  impl_->database.Use("INSERT INTO group_reset VALUES(?,?,?,?,?,?)")
      .Bind(number, reset.group, topic, reset.partition, reset.offset, reset.at)
      .Run();
}

void StoreWriter::Add(const std::string& actor, const Assignment& assignment) {
  Transaction transaction(*this);
  const auto number = impl_->ActorNumber(actor);
  std::optional<std::int64_t> how;
  if (assignment.how) how = static_cast<std::int64_t>(*assignment.how);
  impl_->database.Use("INSERT INTO assignment VALUES(NULL,?,?,?,?,?,?)")
      .Bind(number, assignment.cluster, assignment.group, how, assignment.generation, assignment.at)
      .Run();
  const auto id = impl_->database.LastRowId();
  for (const auto& [place, position, topic_id] : assignment.places) {
    const auto topic = impl_->TopicNumber(place.cluster, place.topic, topic_id);
    impl_->database.Use("INSERT INTO assigned VALUES(?,?,?,?)")
        .Bind(id, topic, place.partition, position)
        .Run();
  }
  transaction.Commit();
}

}  // namespace kproof

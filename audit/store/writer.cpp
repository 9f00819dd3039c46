// The store's file and what it keeps about the run. Facts about records are in writer_records.cpp.
#include "audit/store/writer.h"

#include <fmt/format.h>

#include <filesystem>

#include "audit/store/open.h"
#include "audit/store/schema.h"
#include "audit/store/seal.h"
#include "audit/store/writer_impl.h"
#include "harness/base/error.h"
#include "harness/base/json_list.h"

namespace kproof {
namespace {

// "[1,2,3]": what SQLite's json_each reads.
std::string AsJson(const std::vector<std::int32_t>& numbers) {
  return fmt::format("[{}]", fmt::join(numbers, ","));
}

std::optional<std::int64_t> AsInt(std::optional<bool> flag) {
  if (!flag) return std::nullopt;
  return *flag ? 1 : 0;
}

}  // namespace

StoreWriter::StoreWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  // WAL: readers of the live run never block the writer; NORMAL: a killed process loses nothing
  // that was committed.
  impl_->database.Execute("PRAGMA journal_mode=WAL");
  impl_->database.Execute("PRAGMA synchronous=NORMAL");
  impl_->database.Execute("PRAGMA cache_size=-16000");
}

// One file without a -wal beside it can be read from a folder that may not be written. Fails
// harmlessly while others read.
StoreWriter::~StoreWriter() {
  try {
    impl_->database.Execute("PRAGMA busy_timeout=0");
    impl_->database.Execute("PRAGMA journal_mode=DELETE");
  } catch (...) {  // NOLINT: the facts are safe in the -wal
  }
}

std::unique_ptr<StoreWriter> StoreWriter::Create(const std::string& path,
                                                 const std::string& made_by) {
  if (std::filesystem::exists(std::filesystem::symlink_status(path))) {
    throw Error(ErrorKind::kUsage, fmt::format("audit store {} exists already", path),
                Hint("choose another folder"));
  }
  auto impl = std::make_unique<Impl>(path, Database::Mode::kCreate);
  impl->database.Execute(
      fmt::format("BEGIN; PRAGMA application_id={}; PRAGMA user_version={};", kStoreApplicationId,
                  kStoreVersion) +
      kSchema + kFlowSchema + kKeySchema + kReplicaSchema +
      fmt::format("INSERT INTO run VALUES('{}','{}'); COMMIT;", run_key::kMadeBy, made_by));
  return std::unique_ptr<StoreWriter>(new StoreWriter(std::move(impl)));
}

// A writer that was killed while it changed the journal's mode leaves a journal that only a writer
// can roll back.
std::unique_ptr<StoreWriter> StoreWriter::Open(const std::string& path) {
  if (IsSealed(path))
    throw Error(ErrorKind::kUsage, fmt::format("audit store {} is sealed", path),
                Hint("a finished store is never written to again"));
  if (std::filesystem::exists(path) && std::filesystem::exists(path + "-journal"))
    Database(path, Database::Mode::kWrite).Number("PRAGMA schema_version");
  CheckStore(path, Database::Mode::kWrite);
  return std::unique_ptr<StoreWriter>(
      new StoreWriter(std::make_unique<Impl>(path, Database::Mode::kWrite)));
}

void StoreWriter::Begin() {
  std::unique_lock lock(impl_->mutex);
  if (impl_->depth == 0) impl_->database.Execute("BEGIN IMMEDIATE");
  ++impl_->depth;
  lock.release();  // until the transaction ends
}

void StoreWriter::RollBack() noexcept {
  const std::unique_lock lock(impl_->mutex, std::adopt_lock);
  --impl_->depth;
  impl_->Forget();
  if (impl_->depth > 0) {
    impl_->doomed = true;  // the outer one cannot be committed without this part
    return;
  }
  impl_->doomed = false;
  try {
    impl_->database.Execute("ROLLBACK");
  } catch (...) {  // NOLINT: SQLite has rolled back by itself (disk full)
  }
}

void StoreWriter::Commit() {
  if (impl_->depth == 1) {
    if (impl_->doomed)
      throw Error("audit store " + impl_->database.path() +
                  ": a part of this transaction was rolled back");
    impl_->FlushReads();
    impl_->database.Execute("COMMIT");
  }
  --impl_->depth;
  impl_->mutex.unlock();
}

void StoreWriter::SetRun(const std::string& key, const std::string& value) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database
      .Use("INSERT INTO run VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value")
      .Bind(key, value)
      .Run();
}

void StoreWriter::AddTopic(const TopicFact& topic) {
  const std::lock_guard lock(impl_->mutex);
  const auto number = impl_->TopicNumber(topic.cluster, topic.name);
  impl_->database.Use("UPDATE topic SET partitions=?, replication=? WHERE id=?")
      .Bind(topic.partitions, topic.replication, number)
      .Run();
}

void StoreWriter::Add(const EventFact& event) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("INSERT INTO event VALUES(?,?,?,?,?,?)")
      .Bind(event.at, event.kind, event.cluster, event.subject, event.detail, event.node)
      .Run();
}

void StoreWriter::Add(const LogLine& line) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("INSERT INTO log_line VALUES(?,?,?,?)")
      .Bind(line.at, line.cluster, line.node, line.line)
      .Run();
}

void StoreWriter::Add(const PartitionState& state) {
  const std::lock_guard lock(impl_->mutex);
  const auto replicas = AsJson(state.replicas);
  const auto isr = AsJson(state.isr);
  const auto elr = AsJson(state.elr);
  impl_->database.Use("INSERT INTO partition_state VALUES(?,?,?,?,?,?,?,?,?,?,?)")
      .Bind(state.at, state.node, state.cluster, state.topic, state.partition, state.leader,
            state.leader_epoch, replicas, isr, elr, state.topic_id)
      .Run();
}

void StoreWriter::Add(const QuorumState& state) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("INSERT INTO quorum_state VALUES(?,?,?,?,?)")
      .Bind(state.at, state.node, state.cluster, state.active, state.epoch)
      .Run();
}

void StoreWriter::Add(const SettingFact& setting) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database
      .Use(
          "INSERT INTO setting VALUES(?,?,?,?,?,?) ON CONFLICT(cluster,scope,subject,key) DO "
          "UPDATE SET value=excluded.value, origin=excluded.origin")
      .Bind(setting.cluster, setting.scope, setting.subject, setting.key, setting.value,
            setting.origin)
      .Run();
}

void StoreWriter::Put(FaultFact& fault) {
  const std::lock_guard lock(impl_->mutex);
  const auto nodes = AsJson(fault.nodes);
  const auto topics = JsonList(fault.topics);
  impl_->database.Use("INSERT OR REPLACE INTO fault VALUES(nullif(?,0),?,?,?,?,?,?,?,?,?,?,?,?,?)")
      .Bind(fault.id, fault.step, fault.cluster, fault.fault, fault.failure_class, fault.target,
            nodes, fault.from, fault.to, AsInt(fault.bit), fault.proof, AsInt(fault.healed),
            fault.problem, topics)
      .Run();
  if (fault.id == 0) fault.id = impl_->database.LastRowId();
}

std::uint64_t StoreWriter::SpoolPosition(const std::string& spool) {
  const std::lock_guard lock(impl_->mutex);
  auto& select = impl_->database.Use("SELECT bytes FROM spool WHERE name=?").Bind(spool);
  const auto bytes = select.Step() ? static_cast<std::uint64_t>(select.Int(0)) : 0;
  select.Reset();
  return bytes;
}

void StoreWriter::SetSpoolPosition(const std::string& spool, std::uint64_t bytes) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database
      .Use("INSERT INTO spool VALUES(?,?) ON CONFLICT(name) DO UPDATE SET bytes=excluded.bytes")
      .Bind(spool, bytes)
      .Run();
}

void StoreWriter::Add(const ReplicaFact& replica) {
  Transaction transaction(*this);
  impl_->database.Use("INSERT INTO replica_read VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?)")
      .Bind(replica.at, impl_->TopicNumber(replica.cluster, replica.topic, replica.topic_id),
            replica.partition, replica.node, replica.leader, replica.leader_epoch,
            static_cast<std::int64_t>(replica.in_isr), replica.start, replica.end, replica.position,
            replica.problem)
      .Run();
  const auto id = impl_->database.LastRowId();
  for (const auto& difference : replica.differences) {
    impl_->database.Use("INSERT INTO replica_difference VALUES(?,?,?,?,?)")
        .Bind(id, static_cast<std::int64_t>(difference.kind), difference.first_offset,
              difference.count, difference.detail)
        .Run();
  }
  transaction.Commit();
}

}  // namespace kproof

#include "audit/store/reader.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "audit/store/columns.h"
#include "audit/store/open.h"
#include "audit/store/seal.h"
#include "harness/base/error.h"
#include "harness/base/json_list.h"
#include "harness/base/sqlite.h"
#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

std::vector<std::int32_t> FromJson(const std::string& text) {
  std::vector<std::int32_t> numbers;
  const auto damaged = [&] {
    return Error(ErrorKind::kCorrupt, "the audit store holds '" + text + "' as a list");
  };
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') throw damaged();
  if (text.size() == 2) return numbers;
  for (const auto& part : Split(text.substr(1, text.size() - 2), ',')) {
    const auto number = ParseInt(part);
    if (!number) throw damaged();
    numbers.push_back(static_cast<std::int32_t>(*number));
  }
  return numbers;
}

std::vector<std::string> TextsOf(const std::string& text) {
  auto texts = ParseJsonList(text);
  if (!texts)
    throw Error(ErrorKind::kCorrupt, "the audit store holds '" + text + "' as a list of names");
  return std::move(*texts);
}

std::optional<bool> MaybeBool(const Statement& row, int column) {
  const auto value = row.MaybeInt(column);
  return value ? std::optional(*value != 0) : std::nullopt;
}

ReplicaFact::Difference DifferenceOf(const Statement& row, int column) {
  using Kind = ReplicaFact::Difference::Kind;
  const auto kind = row.Int(column);
  if (kind < 0 || kind > static_cast<std::int64_t>(Kind::kDeleted) || row.Int(column + 2) <= 0) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("the audit store holds {} offsets of kind {} in replica_difference",
                            row.Int(column + 2), kind));
  }
  return {static_cast<Kind>(kind), row.Int(column + 1), row.Int(column + 2), row.Text(column + 3)};
}

}  // namespace

std::unique_ptr<StoreReader> StoreReader::Open(const std::string& path) {
  return Open(path, IsSealed(path));
}

std::unique_ptr<StoreReader> StoreReader::Open(const std::string& path, bool sealed) {
  CheckStore(path, sealed ? Database::Mode::kSealed : Database::Mode::kRead);
  return std::unique_ptr<StoreReader>(new StoreReader(path, sealed));
}

// One read transaction for as long as the reader lives: what it sees is one moment of a store that
// may still grow.
StoreReader::StoreReader(const std::string& path, bool sealed)
    : database_(std::make_unique<Database>(
          path, sealed ? Database::Mode::kSealed : Database::Mode::kRead)),
      sealed_(sealed) {
  database_->Execute("BEGIN");
  version_ = database_->Number("PRAGMA user_version");
}

StoreReader::~StoreReader() = default;

// Without a write-ahead log, nobody can write while this one has its read transaction
// (sqlite.org/lockingv3.html: a writer needs the file for itself).
std::unique_ptr<FactReader> StoreReader::Second(std::uint64_t from_bytes) const {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(database_->path(), failed);
  if (failed || bytes < from_bytes) return nullptr;
  if (!sealed_ && database_->Text("PRAGMA journal_mode") != "delete") return nullptr;
  try {
    return std::unique_ptr<FactReader>(new StoreReader(database_->path(), sealed_));
  } catch (const Error&) {  // a writer waits for readers to end, or files are used up: one will do
    return nullptr;
  }
}

void StoreReader::Each(const std::string& sql, const std::function<void(Statement&)>& take) const {
  auto rows = Prepared(sql);
  while (rows->Step()) take(*rows);
  Keep(sql, std::move(rows));
}

std::unique_ptr<Statement> StoreReader::Prepared(const std::string& sql) const {
  auto& idle = idle_[sql];
  if (!idle) return std::make_unique<Statement>(*database_, sql);
  return std::move(idle);
}

void StoreReader::Keep(const std::string& sql, std::unique_ptr<Statement> statement) const {
  idle_[sql] = std::move(statement);
}

std::map<std::string, std::string> StoreReader::Run() const {
  std::map<std::string, std::string> run;
  Each("SELECT key, value FROM run", [&](Statement& row) { run[row.Text(0)] = row.Text(1); });
  return run;
}

std::vector<ActorRow> StoreReader::Actors() const {
  std::vector<ActorRow> actors;
  std::map<std::int64_t, std::vector<std::string>> holes;
  Each("SELECT actor, why FROM hole",
       [&](Statement& row) { holes[row.Int(0)].push_back(row.Text(1)); });
  const auto* timed = version_ < 2 ? "1" : "timed";
  Each(
      fmt::format(
          "SELECT id, name, cluster, client, kind, opened_us, closed_us, {} FROM actor ORDER BY id",
          timed),
      [&](Statement& row) {
        ActorRow actor;
        actor.id = row.Int(0);
        actor.name = row.Text(1);
        actor.cluster = row.Text(2);
        actor.client = row.Text(3);
        if (const auto kind = row.MaybeInt(4))
          actor.kind = AsEnum(*kind, LastActorKind(), "actor.kind");
        actor.opened = row.MaybeInt(5);
        actor.closed = row.MaybeInt(6);
        actor.holes = holes[actor.id];
        actor.timed = row.Int(7) != 0;
        actors.push_back(std::move(actor));
      });
  return actors;
}

std::vector<TopicRow> StoreReader::Topics() const {
  std::vector<TopicRow> topics;
  Each(fmt::format("SELECT id, cluster, name, partitions, replication, {} FROM topic ORDER BY id",
                   TopicIdColumn()),
       [&](Statement& row) {
         topics.push_back(
             {row.Int(0), row.Text(1), row.Text(2), row.MaybeInt(3), row.MaybeInt(4), row.Text(5)});
       });
  return topics;
}

std::vector<StreamRow> StoreReader::Streams() const {
  std::vector<StreamRow> streams;
  const auto* largest = version_ < 4 ? "NULL, NULL" : "largest, headers";
  Each(fmt::format("SELECT stream.id, actor, topic, cluster, origin, life, name, partition, sent, "
                   "{} FROM stream JOIN topic ON topic.id = stream.topic ORDER BY stream.id",
                   largest),
       [&](Statement& row) {
         StreamRow stream;
         stream.id = row.Int(0);
         stream.actor = row.MaybeInt(1);
         stream.topic = row.Int(2);
         stream.key.cluster = row.Text(3);
         stream.key.origin = static_cast<std::uint32_t>(row.Int(4));
         stream.key.life = static_cast<std::uint32_t>(row.Int(5));
         stream.key.topic = row.Text(6);
         stream.key.partition = Int32(row, 7);
         stream.sent = static_cast<std::uint64_t>(row.Int(8));
         if (const auto bytes = row.MaybeInt(9)) {
           stream.largest = Largest{static_cast<std::uint64_t>(*bytes),
                                    static_cast<std::uint64_t>(row.MaybeInt(10).value_or(0))};
         }
         streams.push_back(std::move(stream));
       });
  return streams;
}

std::vector<FaultFact> StoreReader::Faults() const {
  std::vector<FaultFact> faults;
  const auto* topics = version_ < 4 ? "'[]'" : "topics";
  Each(fmt::format("SELECT id, step, cluster, fault, failure_class, target, nodes, from_us, to_us, "
                   "bit, proof, healed, problem, {} "
                   "FROM fault ORDER BY from_us IS NULL, from_us, step, id",
                   topics),
       [&](Statement& row) {
         FaultFact fault;
         fault.id = row.Int(0);
         fault.step = Int32(row, 1);
         fault.cluster = row.Text(2);
         fault.fault = row.Text(3);
         fault.failure_class = row.Text(4);
         fault.target = row.Text(5);
         fault.nodes = FromJson(row.Text(6));
         fault.from = row.MaybeInt(7);
         fault.to = row.MaybeInt(8);
         fault.bit = MaybeBool(row, 9);
         fault.proof = row.Text(10);
         fault.healed = MaybeBool(row, 11);
         fault.problem = row.Text(12);
         fault.topics = TextsOf(row.Text(13));
         faults.push_back(std::move(fault));
       });
  return faults;
}

std::vector<PartitionState> StoreReader::PartitionStates() const {
  std::vector<PartitionState> states;
  const auto* topic_id = version_ < 4 ? "''" : "topic_id";
  Each(
      fmt::format("SELECT at_us, node, topic, partition, leader, leader_epoch, replicas, isr, elr, "
                  "cluster, {} FROM partition_state ORDER BY at_us, rowid",
                  topic_id),
      [&](Statement& row) {
        states.push_back({row.Int(0), Int32(row, 1), row.Text(2), Int32(row, 3), Int32(row, 4),
                          Int32(row, 5), FromJson(row.Text(6)), FromJson(row.Text(7)),
                          FromJson(row.Text(8)), row.Text(9), row.Text(10)});
      });
  return states;
}

std::vector<QuorumState> StoreReader::QuorumStates() const {
  std::vector<QuorumState> states;
  Each("SELECT at_us, node, active, epoch, cluster FROM quorum_state ORDER BY at_us, rowid",
       [&](Statement& row) {
         states.push_back({row.Int(0), Int32(row, 1), Int32(row, 2), Int32(row, 3), row.Text(4)});
       });
  return states;
}

std::vector<EventFact> StoreReader::Events() const {
  std::vector<EventFact> events;
  const std::string cluster = version_ < 3 ? "''" : "cluster";
  const std::string node = version_ < 5 ? "NULL" : "node";
  Each("SELECT at_us, kind, subject, detail, " + cluster + ", " + node +
           " FROM event ORDER BY at_us, rowid",
       [&](Statement& row) {
         EventFact event{row.Int(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4)};
         const auto told = row.MaybeInt(5);
         if (told) event.node = static_cast<std::int32_t>(*told);
         if (version_ < 5) event.node = NodeOf(event.kind, event.subject);
         events.push_back(std::move(event));
       });
  return events;
}

std::vector<LogLine> StoreReader::LogLines() const {
  std::vector<LogLine> lines;
  const std::string cluster = version_ < 3 ? "''" : "cluster";
  Each("SELECT at_us, node, line, " + cluster + " FROM log_line ORDER BY at_us, rowid",
       [&](Statement& row) {
         lines.push_back({row.Int(0), row.Text(1), row.Text(2), row.Text(3)});
       });
  return lines;
}

std::vector<SettingFact> StoreReader::Settings() const {
  std::vector<SettingFact> settings;
  Each("SELECT scope, subject, key, value, origin, cluster FROM setting", [&](Statement& row) {
    settings.push_back(
        {row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5)});
  });
  return settings;
}

std::vector<ReplicaRow> StoreReader::Replicas() const {
  std::vector<ReplicaRow> rows;
  if (version_ < 2) return rows;
  std::int64_t last = -1;
  const auto* topic_id = version_ < 4 ? "''" : "topic_id";
  Each(fmt::format("SELECT replica_read.id, topic, at_us, cluster, name, partition, node, leader, "
                   "leader_epoch, "
                   "in_isr, start_offset, end_offset, position, problem, kind, first_offset, "
                   "count, detail, {} "
                   "FROM replica_read JOIN topic ON topic.id = topic "
                   "LEFT JOIN replica_difference ON replica = replica_read.id "
                   "ORDER BY replica_read.id, replica_difference.rowid",
                   topic_id),
       [&](Statement& row) {
         if (rows.empty() || row.Int(0) != last) {
           last = row.Int(0);
           ReplicaRow replica{.topic = row.Int(1), .fact = {}};
           auto& fact = replica.fact;
           fact.at = row.Int(2);
           fact.cluster = row.Text(3);
           fact.topic = row.Text(4);
           fact.partition = static_cast<std::int32_t>(row.Int(5));
           fact.node = static_cast<std::int32_t>(row.Int(6));
           fact.leader = static_cast<std::int32_t>(row.Int(7));
           fact.leader_epoch = static_cast<std::int32_t>(row.Int(8));
           fact.in_isr = row.Int(9) != 0;
           fact.start = row.Int(10);
           fact.end = row.Int(11);
           fact.position = row.Int(12);
           fact.problem = row.Text(13);
           fact.topic_id = row.Text(18);
           rows.push_back(std::move(replica));
         }
         if (row.MaybeInt(14)) rows.back().fact.differences.push_back(DifferenceOf(row, 14));
       });
  return rows;
}

}  // namespace kproof

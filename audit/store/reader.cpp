#include "audit/store/reader.h"

#include <fmt/format.h>

#include "audit/store/open.h"
#include "audit/store/sqlite.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

// An enumerator whose values run from 0 to `last`; anything else was written by nobody that we
// know.
template <typename Enum>
Enum AsEnum(std::int64_t value, Enum last, const char* column) {
  if (value < 0 || value > static_cast<std::int64_t>(last)) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("the audit store holds {} in column {}", value, column));
  }
  return static_cast<Enum>(value);
}

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

std::optional<bool> MaybeBool(const Statement& row, int column) {
  const auto value = row.MaybeInt(column);
  return value ? std::optional(*value != 0) : std::nullopt;
}

std::int32_t Int32(const Statement& row, int column) {
  return static_cast<std::int32_t>(row.Int(column));
}

std::uint64_t Count(const Statement& row, int column) {
  const auto count = row.Int(column);
  if (count <= 0) throw Error(ErrorKind::kCorrupt, "the audit store holds a span of no records");
  return static_cast<std::uint64_t>(count);
}

}  // namespace

OffsetRun SettledRow::Offsets() const {
  if (!first_offset || !last_offset) return {};
  return OffsetRun::Unpack(*first_offset, *last_offset, count, packed_offsets);
}

OffsetRun ReadRow::Offsets() const {
  return OffsetRun::Unpack(first_offset, last_offset, count, packed_offsets);
}

std::unique_ptr<StoreReader> StoreReader::Open(const std::string& path) {
  CheckStore(path, StoreUse::kRead);
  return std::unique_ptr<StoreReader>(new StoreReader(path));
}

// One read transaction for as long as the reader lives: what it sees is one moment of a store that
// may still grow.
StoreReader::StoreReader(const std::string& path)
    : database_(std::make_unique<Database>(path, Database::Mode::kRead)) {
  database_->Execute("BEGIN");
  version_ = database_->Number("PRAGMA user_version");
}

StoreReader::~StoreReader() = default;

void StoreReader::Each(const std::string& sql, const std::function<void(Statement&)>& take) const {
  Statement rows(*database_, sql);
  while (rows.Step()) take(rows);
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
          actor.kind = AsEnum(*kind, ActorKind::kConsumer, "actor.kind");
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
  Each("SELECT id, cluster, name, partitions, replication FROM topic ORDER BY id",
       [&](Statement& row) {
         topics.push_back({row.Int(0), row.Text(1), row.Text(2), row.MaybeInt(3), row.MaybeInt(4)});
       });
  return topics;
}

std::vector<StreamRow> StoreReader::Streams() const {
  std::vector<StreamRow> streams;
  Each(
      "SELECT stream.id, actor, topic, cluster, origin, life, name, partition, sent FROM stream "
      "JOIN topic ON topic.id = stream.topic ORDER BY stream.id",
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
        streams.push_back(std::move(stream));
      });
  return streams;
}

void StoreReader::EachSettled(const std::function<void(const SettledRow&)>& take) const {
  Each(
      "SELECT stream, outcome, first_sequence, count, first_offset, last_offset, offsets, latency, "
      "from_us, to_us, "
      "pulse_low, pulse_high, digest FROM settled ORDER BY rowid",
      [&](Statement& row) {
        SettledRow span;
        span.stream = row.Int(0);
        span.outcome = AsEnum(row.Int(1), Outcome::kUnknown, "settled.outcome");
        span.first_sequence = static_cast<std::uint64_t>(row.Int(2));
        span.count = Count(row, 3);
        span.first_offset = row.MaybeInt(4);
        span.last_offset = row.MaybeInt(5);
        span.packed_offsets = row.Blob(6);
        span.packed_latency = row.Blob(7);
        span.from = row.Int(8);
        span.to = row.Int(9);
        span.pulse = {static_cast<std::uint64_t>(row.Int(10)),
                      static_cast<std::uint64_t>(row.Int(11))};
        span.digest.sum = static_cast<std::uint64_t>(row.Int(12));
        take(span);
      });
}

void StoreReader::EachRead(const std::function<void(const ReadRow&)>& take) const {
  const auto* run = version_ < 2 ? "NULL" : "run";
  Each(fmt::format(
           "SELECT stream, actor, pass, isolation, partition, first_sequence, count, first_offset, "
           "last_offset, offsets, from_us, to_us, pulse_low, pulse_high, digest, {} FROM read "
           "ORDER BY rowid",
           run),
       [&](Statement& row) {
         ReadRow span;
         span.stream = row.Int(0);
         span.actor = row.Int(1);
         span.pass = AsEnum(row.Int(2), Pass::kFinal, "read.pass");
         span.isolation = AsEnum(row.Int(3), Isolation::kCommitted, "read.isolation");
         span.partition = Int32(row, 4);
         span.first_sequence = static_cast<std::uint64_t>(row.Int(5));
         span.count = Count(row, 6);
         span.first_offset = row.Int(7);
         span.last_offset = row.Int(8);
         span.packed_offsets = row.Blob(9);
         span.from = row.Int(10);
         span.to = row.Int(11);
         span.pulse = {static_cast<std::uint64_t>(row.Int(12)),
                       static_cast<std::uint64_t>(row.Int(13))};
         span.digest.sum = static_cast<std::uint64_t>(row.Int(14));
         span.run = row.MaybeInt(15);
         take(span);
       });
}

std::vector<CorruptRow> StoreReader::Corrupt() const {
  std::vector<CorruptRow> reads;
  Each("SELECT stream, partition, offset, sequence FROM corrupt", [&](Statement& row) {
    reads.push_back(
        {row.Int(0), {Int32(row, 1), row.Int(2), static_cast<std::uint64_t>(row.Int(3))}});
  });
  return reads;
}

std::vector<UnstampedRow> StoreReader::Unstamped() const {
  std::vector<UnstampedRow> rows;
  Each(
      "SELECT actor, topic, pass, isolation, partition, first_offset, last_offset, count, offsets "
      "FROM unstamped",
      [&](Statement& row) {
        rows.push_back({row.Int(0), row.Int(1), AsEnum(row.Int(2), Pass::kFinal, "unstamped.pass"),
                        AsEnum(row.Int(3), Isolation::kCommitted, "unstamped.isolation"),
                        Int32(row, 4),
                        OffsetRun::Unpack(row.Int(5), row.Int(6), Count(row, 7), row.Blob(8))});
      });
  return rows;
}

std::vector<BoundsRow> StoreReader::AllBounds() const {
  std::vector<BoundsRow> rows;
  Each(
      "SELECT actor, topic, isolation, name, partition, start_offset, end_offset, position FROM "
      "bounds "
      "JOIN topic ON topic.id = bounds.topic",
      [&](Statement& row) {
        rows.push_back({row.Int(0),
                        row.Int(1),
                        AsEnum(row.Int(2), Isolation::kCommitted, "bounds.isolation"),
                        {row.Text(3), Int32(row, 4), row.Int(5), row.Int(6), row.MaybeInt(7)}});
      });
  return rows;
}

std::vector<FaultFact> StoreReader::Faults() const {
  std::vector<FaultFact> faults;
  Each(
      "SELECT id, step, cluster, fault, failure_class, target, nodes, from_us, to_us, bit, proof, "
      "healed, problem "
      "FROM fault ORDER BY id",
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
        faults.push_back(std::move(fault));
      });
  return faults;
}

std::vector<PartitionState> StoreReader::PartitionStates() const {
  std::vector<PartitionState> states;
  Each(
      "SELECT at_us, node, topic, partition, leader, leader_epoch, replicas, isr, elr, cluster "
      "FROM partition_state "
      "ORDER BY at_us, rowid",
      [&](Statement& row) {
        states.push_back({row.Int(0), Int32(row, 1), row.Text(2), Int32(row, 3), Int32(row, 4),
                          Int32(row, 5), FromJson(row.Text(6)), FromJson(row.Text(7)),
                          FromJson(row.Text(8)), row.Text(9)});
      });
  return states;
}

std::vector<EventFact> StoreReader::Events() const {
  std::vector<EventFact> events;
  Each("SELECT at_us, kind, subject, detail FROM event ORDER BY at_us, rowid", [&](Statement& row) {
    events.push_back({row.Int(0), row.Text(1), row.Text(2), row.Text(3)});
  });
  return events;
}

std::vector<LogLine> StoreReader::LogLines() const {
  std::vector<LogLine> lines;
  Each("SELECT at_us, node, line FROM log_line ORDER BY at_us, rowid", [&](Statement& row) {
    lines.push_back({row.Int(0), row.Text(1), row.Text(2)});
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

}  // namespace kproof

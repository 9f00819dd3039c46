// Sends, settles, reads and bounds. A span tells when its first and its last record were settled or
// read, and in which hundredths of that second something was: the rest is spread over those.
#include <algorithm>
#include <iterator>

#include "audit/events/event.h"
#include "audit/events/exporter.h"
#include "audit/facts/histogram.h"

namespace kproof {
namespace {

constexpr RunMicros kSlot = 10'000;

const char* Word(Isolation isolation) {
  return WordOf(EventType::kRead, Field::kIsolation, isolation);
}

// The fields that name a record.
EventLine& PutIdentity(EventLine& line, const StreamRow& stream, const std::string& origin,
                       std::uint64_t sequence) {
  return line.Text("origin", origin)
      .IntUnless(0, "life", stream.key.life)
      .Int("seq", sequence)
      .Text("topic", stream.key.topic)
      .Int("partition", stream.key.partition)
      .TextUnless("main", "cluster", stream.key.cluster);
}

// Latencies of a span in ascending order, one a record; empty where the histogram does not say.
std::vector<std::int64_t> Latencies(const SettledRow& row) {
  std::vector<std::int64_t> latencies;
  for (const auto& [bucket, times] : Histogram::Unpack(row.packed_latency).buckets()) {
    if (times > row.count - latencies.size()) return {};
    latencies.insert(latencies.end(), times, Histogram::UpperEnd(bucket));
  }
  if (latencies.size() != row.count) latencies.clear();
  return latencies;
}

}  // namespace

std::vector<RunMicros> TimesWithin(std::uint64_t count, RunMicros from, RunMicros to,
                                   const Pulse& pulse) {
  const auto rest = from % kSecond;
  const auto second = from - (rest < 0 ? rest + kSecond : rest);
  std::vector<RunMicros> slots;
  for (unsigned slot = 0; slot < 100; ++slot) {
    const bool marked = ((slot < 64 ? pulse.low : pulse.high) >> (slot % 64) & 1U) != 0;
    const auto at = std::clamp(second + static_cast<RunMicros>(slot) * kSlot, from, to);
    if (marked) slots.push_back(at);
  }
  if (slots.empty() || slots.size() > count) slots = {from};
  std::vector<RunMicros> times;
  times.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) times.push_back(slots[i * slots.size() / count]);
  times.front() = from;
  times.back() = to;
  return times;
}

void Exporter::AddSends() {
  LoadTxns();
  for (const auto& [id, stream] : streams_) {
    const auto origin = OriginOf(stream);
    const auto txns = txns_.find(id);
    for (std::uint64_t sequence = 0; sequence < stream.sent; ++sequence) {
      const TxnOfRecords* txn = nullptr;
      if (txns != txns_.end()) {
        const auto next = txns->second.upper_bound(sequence);
        if (next != txns->second.begin() && sequence < std::prev(next)->second.end)
          txn = &std::prev(next)->second;
      }
      EventLine line("send");
      PutIdentity(line.Text("actor", txn != nullptr ? txn->actor : origin), stream, origin,
                  sequence);
      if (txn != nullptr) line.Text("txn", txn->name);
      PutContents(line, stream, sequence);
      PutFirst(line);
    }
  }
}

void Exporter::AddSettles() {
  store_->EachSettled([&](const SettledRow& row) {
    const auto& stream = Stream(row.stream);
    const auto origin = OriginOf(stream);
    const auto* actor = stream.actor ? &Actor(*stream.actor) : nullptr;
    const auto offsets = row.Offsets().Decode();
    const auto latencies = Latencies(row);
    const auto times = TimesWithin(row.count, row.from, row.to, row.pulse);
    for (std::uint64_t i = 0; i < row.count; ++i) {
      EventLine line("settle");
      PutIdentity(line.Text("actor", origin), stream, origin, row.first_sequence + i);
      line.Text("outcome", WordOf(EventType::kSettle, Field::kOutcome, row.outcome))
          .IntUnless(0, "error", row.error)
          .TextUnless("", "topic_id", TopicIdOf(row.topic));
      if (!offsets.empty()) line.Int("offset", offsets[i]);
      if (!latencies.empty()) line.Int("latency_us", latencies[i]);
      Put(times[i], actor, std::move(line));
    }
  });
}

void Exporter::PutRead(const ReadRow& row, std::int64_t offset, std::uint64_t sequence,
                       RunMicros at, const std::string& group) {
  const auto& stream = Stream(row.stream);
  const auto& actor = Actor(row.actor);
  const auto& found = Topic(row.topic.value_or(stream.topic));
  EventLine line("read");
  line.Text("actor", actor.name)
      .Text("topic", found.name)
      .TextUnless("", "topic_id", found.topic_id)
      .TextUnless(found.name, "sent_topic", stream.key.topic)
      .TextUnless(found.cluster, "sent_cluster", stream.key.cluster)
      .Int("partition", row.partition)
      .Int("offset", offset)
      .Text("origin", OriginOf(stream))
      .IntUnless(0, "life", stream.key.life)
      .Int("seq", sequence)
      .IntUnless(row.partition, "sent_partition", stream.key.partition)
      .TextUnless("main", "cluster", found.cluster)
      .TextUnless("uncommitted", "isolation", Word(row.isolation))
      .TextUnless("", "group", group);
  PutFoundKey(line, found.id, row.partition, offset);
  if (row.pass == Pass::kFinal) line.Text("pass", "final");
  if (corrupt_.contains({row.stream, row.actor, static_cast<std::int64_t>(row.pass),
                         static_cast<std::int64_t>(row.isolation), row.partition, offset}))
    line.Text("crc", "bad");
  Put(at, &actor, std::move(line));
}

void Exporter::AddReads() {
  store_->EachRead([&](const ReadRow& row) {
    if (row.run) {
      auto& owned =
          run_reads_[*row.run].emplace_back(OwnedRead{row, std::string(row.packed_offsets)});
      owned.row.packed_offsets = {};
      return;
    }
    const auto offsets = row.Offsets().Decode();
    const auto times = TimesWithin(row.count, row.from, row.to, row.pulse);
    for (std::uint64_t i = 0; i < row.count; ++i)
      PutRead(row, offsets[i], row.first_sequence + i, times[i], "");
  });
}

// When they were read is not known; it matters for nothing.
void Exporter::AddForeign() {
  for (const auto& row : store_->Unstamped()) {
    const auto& actor = Actor(row.actor);
    const auto& topic = Topic(row.topic);
    for (const auto offset : row.offsets.Decode()) {
      EventLine line("read");
      line.Text("actor", actor.name)
          .Text("topic", topic.name)
          .Int("partition", row.partition)
          .Int("offset", offset)
          .Raw("origin", "null")
          .TextUnless("", "topic_id", topic.topic_id)
          .TextUnless("main", "cluster", topic.cluster)
          .TextUnless("uncommitted", "isolation", Word(row.isolation));
      PutFoundKey(line, row.topic, row.partition, offset);
      if (row.pass == Pass::kFinal) line.Text("pass", "final");
      Put(actor.opened.value_or(0), &actor, std::move(line));
    }
  }
}

// When they were asked for is when their reader lived, or at the latest when the history ended.
void Exporter::AddBounds() {
  const auto told_until = ToldUntil(store_->Run());
  for (const auto& row : store_->AllBounds()) {
    const auto& topic = Topic(row.topic);
    const auto& actor = Actor(row.actor);
    EventLine line("bounds");
    if (told_until && actor.timed && !actor.opened) line.Seconds("t", told_until);
    line.Text("actor", actor.name)
        .Text("topic", topic.name)
        .Int("partition", row.bounds.partition)
        .Int("start", row.bounds.start)
        .Int("end", row.bounds.end)
        .TextUnless("", "topic_id", topic.topic_id)
        .TextUnless("main", "cluster", topic.cluster)
        .Text("isolation", Word(row.isolation));
    if (row.bounds.position) line.Int("position", *row.bounds.position);
    PutLast(line);
  }
}

}  // namespace kproof

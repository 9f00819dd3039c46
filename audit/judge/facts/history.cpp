#include "audit/judge/facts/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <limits>

#include "audit/judge/consumers/groups.h"
#include "audit/judge/consumers/read_logs.h"
#include "audit/judge/records/compaction.h"
#include "audit/judge/records/log_size.h"
#include "audit/judge/run/timeline.h"
#include "audit/judge/topics/vague.h"
#include "audit/judge/transactions/committed_log.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr auto kEndless = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

RangeSet& SetOf(Outcome outcome, StreamHistory& stream) {
  switch (outcome) {
    case Outcome::kAcked:
      return stream.acked;
    case Outcome::kFailed:
      return stream.failed;
    case Outcome::kUnknown:
      break;
  }
  return stream.unknown;
}

Range Sequences(const SettledRow& row) {
  return {row.first_sequence, row.first_sequence + row.count};
}

}  // namespace

struct History::Digests {
  // One reader of one stream. Its reads are in order while sequences and offsets ascend in one
  // partition.
  struct Source {
    std::uint64_t count = 0;
    Digest digest;
    std::uint64_t next_sequence = 0;
    std::int64_t last_offset = -1;
    bool in_order = true;
  };

  struct Settled {
    std::uint64_t records = 0, acked = 0;
    Digest acked_digest;
  };
  struct Read {
    std::uint64_t records = 0;
    std::map<std::pair<std::int64_t, Isolation>, Source> sources;  // of what stands in the log
    bool suspect = false;
  };

  explicit Digests(std::size_t streams) : settled(streams), read(streams) {}
  std::vector<Settled> settled;  // of each stream; apart from `read`, which another thread changes
  std::vector<Read> read;

  bool Clean(std::size_t stream) const {
    const auto acked = settled[stream].acked;
    const auto& acked_digest = settled[stream].acked_digest;
    const auto& sources = read[stream].sources;
    const bool suspect = read[stream].suspect;
    return !suspect && (acked == 0 || !sources.empty()) &&
           std::all_of(sources.begin(), sources.end(), [&](const auto& entry) {
             const auto& source = entry.second;
             return source.in_order && source.count == acked && source.digest == acked_digest;
           });
  }
};

History::History(const FactReader& store, Timeline& timeline, const Parallel& parallel)
    : store_(store) {
  LoadNames();
  vague_ = std::make_unique<Vague>(*this);
  LoadBounds();
  Digests digests(streams_.size());
  LoadRows(digests, timeline, parallel);
  timeline.EndAt(last_at_);
  LoadNow();
  transactions_ = std::make_unique<Transactions>(*this);
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    auto& stream = streams_[i];
    RangeSet settled = stream.acked;
    settled.Add(stream.failed);
    settled.Add(stream.unknown);
    if (!settled.empty()) stream.sent = std::max(stream.sent, settled.ranges().back().end);
    stream.settled_twice = settled.size() != digests.settled[i].records;
    stream.records = digests.settled[i].records + digests.read[i].records;
    // What was acked in transactions is not what each pass has to return.
    // What went with a topic is expired, whoever found it before.
    stream.clean = transactions_->Of(i) == nullptr && digests.Clean(i) &&
                   !(topic(stream.row.topic).incarnation.deleted && !stream.acked.empty());
  }
  LoadLastWords(timeline);
  if (without_final_pass_) LoadExtents();
  committed_ = std::make_unique<CommittedLog>(*this);
  torn_ = FindTorn(*this);
}

History::~History() = default;

void History::LoadNames() {
  actors_ = store_.Actors();
  topics_ = store_.Topics();
  unstamped_ = store_.Unstamped();
  for (const auto& actor : actors_) actor_by_id_[actor.id] = &actor;
  for (const auto& topic : topics_) topic_by_id_[topic.id] = &topic;
  for (const auto& event : store_.Events()) {
    if (event.kind == "client") troubles_[event.subject].push_back(event.at);
  }
  retention_ = RetentionOf(store_, topics_);
  for (auto& row : store_.Streams()) {
    StreamHistory stream;
    stream.sent = row.sent;
    for (const auto& [first, end] : row.elsewhere) stream.elsewhere.Add(Range{first, end});
    if (row.actor) stream.actor = actor(*row.actor);
    stream.origin =
        stream.actor != nullptr ? stream.actor->name : fmt::format("{:08x}", row.key.origin);
    index_[row.id] = streams_.size();
    stream.row = std::move(row);
    streams_.push_back(std::move(stream));
  }
}

// A reader that may lack facts proves nothing by what it did not return: it covers nothing.
void History::LoadBounds() {
  for (const auto& row : store_.AllBounds()) {
    const auto& bounds = row.bounds;
    const PartitionKey key{row.topic, bounds.partition};
    auto& partition = partitions_[key];
    partition.final_pass = true;
    partition.start = std::min(partition.start.value_or(bounds.start), bounds.start);
    partition.end = std::max(partition.end.value_or(bounds.end), bounds.end);
    in_bounds_[{key, row.isolation}].Add(Range{Natural(bounds.start), Natural(bounds.end)});
    if (MayLackFacts(row.actor)) continue;
    const bool to_the_end = !bounds.position || *bounds.position >= bounds.end;
    const bool uncommitted = row.isolation == Isolation::kUncommitted;
    const auto end =
        to_the_end ? (uncommitted ? kEndless : Natural(bounds.end)) : Natural(*bounds.position);
    partition.covered.Add(Range{Natural(bounds.start), end});
  }
  for (auto& [key, partition] : partitions_)
    partition.covered_whole =
        partition.covered.Outside({Natural(*partition.start), kEndless}).empty();
}

// Passes that returned nothing leave no other time than when their readers closed, or what the
// history says of its end.
void History::LoadNow() {
  now_ = last_at_;
  const auto take = [&](std::optional<RunMicros> at) { now_ = std::max(now_, at.value_or(now_)); };
  for (const auto& actor : actors_) {
    if (!actor.timed) continue;
    take(actor.opened);
    take(actor.closed);
  }
  take(ToldUntil(store_.Run()));
  for (const auto& event : store_.Events()) take(event.at);
  for (const auto& fault : store_.Faults()) {
    take(fault.from);
    take(fault.to);
  }
  for (const auto& row : store_.Commits()) take(row.commit.at);
  for (const auto& row : store_.Replicas()) take(row.fact.at);
}

const ConsumerGroups& History::groups() const {
  if (!groups_) groups_ = std::make_unique<ConsumerGroups>(GroupsOf(*this));
  return *groups_;
}

void History::DropReadLogs() const { read_logs_.reset(); }

const ReadLogs& History::read_logs() const {
  if (!read_logs_) read_logs_ = std::make_unique<ReadLogs>(*this);
  return *read_logs_;
}

const Compaction& History::compaction() const {
  if (!compaction_) compaction_ = std::make_unique<Compaction>(*this);
  return *compaction_;
}

const LogSizes& History::log_sizes() const {
  if (!log_sizes_) log_sizes_ = std::make_unique<LogSizes>(*this);
  return *log_sizes_;
}

const PartitionHistory& History::Partition(PartitionKey key) const {
  static const PartitionHistory kUnknown;
  const auto found = partitions_.find(key);
  return found == partitions_.end() ? kUnknown : found->second;
}

std::size_t History::IndexOf(std::int64_t stream) const {
  const auto found = index_.find(stream);
  if (found == index_.end())
    throw Error(ErrorKind::kCorrupt, fmt::format("the audit store has no stream {}", stream));
  return found->second;
}

const ActorRow* History::actor(std::int64_t id) const {
  const auto found = actor_by_id_.find(id);
  return found == actor_by_id_.end() ? nullptr : found->second;
}

bool History::MayLackFacts(std::int64_t id) const {
  const auto* who = actor(id);
  return who != nullptr && who->MayLackFacts();
}

bool History::HasClock(std::int64_t id) const {
  const auto* who = actor(id);
  return who == nullptr || who->timed;
}

const std::string& History::NameOf(std::int64_t id) const {
  static const std::string kNobody;
  const auto* who = actor(id);
  return who == nullptr ? kNobody : who->name;
}

const std::vector<RunMicros>& History::TroublesOf(std::int64_t id) const {
  static const std::vector<RunMicros> kNone;
  const auto found = troubles_.find(NameOf(id));
  return found == troubles_.end() ? kNone : found->second;
}

const Retention& History::retention(std::int64_t topic_id) const {
  return retention_.at(topic(topic_id).id);
}

const TopicRow& History::topic(std::int64_t id) const {
  const auto found = topic_by_id_.find(id);
  if (found == topic_by_id_.end())
    throw Error(ErrorKind::kCorrupt, fmt::format("the audit store has no topic {}", id));
  return *found->second;
}

// In the same partition of another incarnation of its topic a record is no copy, and not misplaced:
// a stream goes on there, and who reads it late may have it from either.
bool History::InAnotherIncarnation(const ReadRow& row) const {
  const auto& home = streams_[IndexOf(row.stream)].row;
  if (!row.topic || *row.topic == home.topic || row.partition != home.key.partition) return false;
  const auto& there = topic(*row.topic);
  return there.name == home.key.topic && there.cluster == home.key.cluster;
}

const RangeSet& History::LogOffsets(const ReadRow& row) const {
  static const RangeSet kNowhere;
  return InAnotherIncarnation(row) ? kNowhere : LogOffsets(PlaceOf(row), row.pass, row.isolation);
}

const RangeSet& History::LogOffsets(PartitionKey key, Pass pass, Isolation isolation) const {
  static const RangeSet kEverywhere({{0, kEndless}}), kNowhere;
  if (!Partition(key).final_pass) return kEverywhere;
  const auto bounds = in_bounds_.find({key, isolation});
  return pass != Pass::kFinal || bounds == in_bounds_.end() ? kNowhere : bounds->second;
}

// What was settled is loaded here, what was read in a thread of its own where there is one to be
// had, else afterwards.
void History::LoadRows(Digests& digests, Timeline& timeline, const Parallel& parallel) {
  const auto second = parallel.threads > 1 ? store_.Second(parallel.from_bytes) : nullptr;
  const FactReader& reader = second ? *second : store_;
  auto reads =
      std::async(second ? std::launch::async | std::launch::deferred : std::launch::deferred,
                 [&] { return LoadReads(reader, digests, timeline); });
  const auto settled_until = LoadSettled(store_, digests, timeline);
  last_at_ = std::max({last_at_, settled_until, reads.get()});
}

RunMicros History::LoadSettled(const FactReader& store, Digests& digests, Timeline& timeline) {
  RunMicros until = 0;
  store.EachSettled([&](const SettledRow& row) {
    const auto index = IndexOf(row.stream);
    auto& stream = streams_[index];
    auto& digest = digests.settled[index];
    SetOf(row.outcome, stream).Add(Sequences(row));
    if (row.error != 0) stream.last_error = row.error;
    digest.records += row.count;
    until = std::max(until, row.to);
    if (row.outcome != Outcome::kAcked) return;
    digest.acked += row.count;
    digest.acked_digest.Add(row.digest);
    timeline.TakeAcked(row, {stream.row.topic, stream.row.key.partition});
  });
  return until;
}

// Where several words were said of one record, the last counts.
void History::LoadLastWords(Timeline& timeline) {
  std::map<std::int64_t, std::vector<SettledRow>> words;  // by stream
  for (const auto& stream : streams_) {
    if (stream.settled_twice) words[stream.row.id];
  }
  if (words.empty()) return;
  store_.EachSettled([&](const SettledRow& row) {
    const auto found = words.find(row.stream);
    if (found == words.end()) return;
    found->second.push_back(row);
    found->second.back().packed_offsets = found->second.back().packed_latency = {};  // would dangle
  });
  for (const auto& [id, of_stream] : words) {
    auto& stream = streams_[IndexOf(id)];
    stream.acked = stream.failed = stream.unknown = {};
    RangeSet settled;
    for (auto word = of_stream.rbegin(); word != of_stream.rend(); ++word) {
      auto& set = SetOf(word->outcome, stream);
      std::uint64_t kept = 0;
      settled.EachOutside(Sequences(*word), [&](Range part) {
        set.Add(part);
        kept += part.size();
      });
      settled.Add(Sequences(*word));
      if (word->outcome == Outcome::kAcked) timeline.TakeBack(*word, kept);
    }
  }
}

RunMicros History::LoadReads(const FactReader& store, Digests& digests, Timeline& timeline) {
  RunMicros until = 0;
  store.EachRead([&](const ReadRow& row) {
    const auto index = IndexOf(row.stream);
    auto& stream = streams_[index];
    auto& digest = digests.read[index];
    reads_ += row.count;
    digest.records += row.count;
    until = std::max(until, row.to);
    if (row.pass == Pass::kLive) timeline.TakeLiveRead(row);
    stream.read.Add({row.first_sequence, row.first_sequence + row.count});
    if (row.isolation == Isolation::kCommitted)
      stream.read_committed.Add({row.first_sequence, row.first_sequence + row.count});
    const auto place = PlaceOf(row);
    without_final_pass_ = without_final_pass_ || !Partition(place).final_pass;
    const Range offsets{Natural(row.first_offset), Natural(row.last_offset) + 1};
    std::uint64_t in_log = 0;
    LogOffsets(row).EachInside(offsets, [&](Range part) { in_log += part.size(); });
    if (in_log == 0) return;
    const PartitionKey home{stream.row.topic, stream.row.key.partition};
    digest.suspect = digest.suspect || in_log != offsets.size() || place != home;
    auto& source = digest.sources[{row.actor, row.isolation}];
    source.in_order = source.in_order && row.first_sequence >= source.next_sequence &&
                      row.first_offset > source.last_offset;
    source.next_sequence = row.first_sequence + row.count;
    source.last_offset = row.last_offset;
    source.count += row.count;
    source.digest.Add(row.digest);
  });
  return until;
}

}  // namespace kproof

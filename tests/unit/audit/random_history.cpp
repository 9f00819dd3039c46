#include "tests/unit/audit/random_history.h"

#include <algorithm>
#include <utility>

#include "harness/base/random.h"
#include "tests/unit/audit/random_flow.h"
#include "tests/unit/audit/random_keys.h"
#include "tests/unit/audit/random_topics.h"

namespace kproof {
namespace {

constexpr std::int32_t kPartitions = 2;
constexpr std::uint32_t kOrigins[] = {0xa, 0xb};

using Slot = LogSlot;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed), noise_(1 + random_.Below(12)) {
    events_.calm = calm_ = Chance(15);
    transactions_ = random_.Below(100) < 50;
    consumers_ = random_.Below(100) < 60;
  }

  EventList Make() {
    events_.compacted = random_.Below(100) < 25;
    events_.tombstones_may_be_gone = Chance(60);
    events_.retention_explains = Chance(50);
    events_.names_assignments = true;
    for (const auto origin : kOrigins) {
      if (Chance(15)) events_.hidden_origins.insert(origin);
    }
    for (const char* reader : {"monitor-0", "monitor-1", "final", "final-2", "c-0", "c-1", "c-2"}) {
      if (Chance(10)) events_.never_closed.insert(reader);
      if (Chance(4)) events_.untimed.insert(reader);
    }
    for (const auto origin : kOrigins) {
      if (Chance(6)) events_.untimed_origins.insert(origin);
    }
    if (random_.Below(100) < 20) topics_.emplace(random_, calm_, events_);
    if (Chance(10)) events_.records_deleted = true;
    if (!topics_ && Chance(15)) events_.added.push_back({1'500'000, 1'600'000});
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      Send(partition);
      Overtake(partition);
    }
    Stray();
    const auto before_harm = logs_;
    if (topics_) ReadFirstTopic();
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      const auto before = logs_[partition];
      Harm(partition);
      if (events_.compacted) compaction_.Compact(random_, events_, logs_[partition]);
      ReadLive("monitor-0", partition, Chance(50) ? before : logs_[partition]);
      ReadLive("monitor-1", partition, Chance(20) ? before : logs_[partition]);
      if (transactions_ && Chance(60))
        ReadLive("monitor-c", partition, logs_[partition], Isolation::kCommitted);
      ReadFinally(partition);
    }
    GoAstray();
    SetTimes();
    EndTransactions();
    if (Chance(30)) LimitSize();
    Notes();
    if (consumers_) {
      std::vector<ConsumerEra> eras;
      if (topics_) eras.push_back({first_topic_, first_topic_, 2'000'000, 1'000});
      eras.push_back({before_harm, logs_, 5'000'000, 30'000});
      AddConsumers(random_, eras, events_);
    }
    if (topics_) RandomTopics::Name(random_, events_);
    return std::move(events_);
  }

 private:
  bool Chance(std::uint64_t percent) {
    return (!calm_ || percent >= 50) && random_.Below(100) < percent;
  }
  bool Noise() { return Chance(noise_); }

  // Every stream's records in turn, in order, with gaps between them as control records leave.
  void Send(std::int32_t partition) {
    std::vector<Identity> next;
    std::vector<std::uint64_t> left;
    for (const auto origin : kOrigins) {
      for (std::uint32_t life = 0; life < 1 + random_.Below(2); ++life) {
        next.push_back({origin, life, partition, 0});
        left.push_back(random_.Below(14));
        events_.sent[{origin, life, partition}] = left.back();
      }
    }
    std::int64_t end = 0;
    if (topics_) now_ = 1'000'000 + 500'000 * partition;
    if (!events_.added.empty() && partition == 1) now_ = std::max(now_, events_.added[0].to);
    auto until_deleted = topics_ ? static_cast<std::int64_t>(random_.Below(12)) : -1;
    for (;; Advance(until_deleted, partition, end)) {
      std::vector<std::size_t> alive;
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i] > 0) alive.push_back(i);
      }
      if (alive.empty()) break;
      const auto at = alive[random_.Below(alive.size())];
      for (auto batch = std::min<std::uint64_t>(left[at], 1 + random_.Below(3)); batch > 0;
           --batch, --left[at], ++next[at].sequence)
        SendOne(next[at], end);
    }
    while (until_deleted >= 0) Advance(until_deleted, partition, end);
  }

  // A batch further, and at last (`batches` is -1 then) the topic is another one.
  void Advance(std::int64_t& batches, std::int32_t partition, std::int64_t& end) {
    if (batches < 0 || batches-- > 0) return;
    first_topic_[partition] = std::exchange(logs_[partition], {});
    foreign_[partition].clear();
    end = 0;
    now_ = std::max(now_, RandomTopics::Second(random_));
  }

  void SendOne(const Identity& record, std::int64_t& end) {
    auto& log = logs_[record.partition];
    if (transactions_) Enlist(record);
    if (events_.compacted) compaction_.GiveKey(random_, record, events_);
    if (events_.compacted && Chance(4))
      foreign_[record.partition].push_back({end++, compaction_.Foreign(random_)});
    if (Chance(6)) end += 1 + static_cast<std::int64_t>(random_.Below(2));
    const bool written = !Noise();
    const auto offset = end;
    if (written) log.push_back({end++, record});
    if (written && Noise()) log.push_back({end++, record});
    if (Noise()) {  // never settled, or not acked
      if (!Chance(60)) return;
      const bool failed = Chance(50);
      const bool told = !failed && Chance(30);
      Settle(record, failed ? Outcome::kFailed : Outcome::kUnknown, told ? offset : -1);
      return;
    }
    if (Noise()) Settle(record, Chance(50) ? Outcome::kFailed : Outcome::kAcked, offset + 3);
    Settle(record, Outcome::kAcked, Noise() ? -1 : Noise() ? offset + 1 : offset);
    if (Noise()) Settle(record, Outcome::kUnknown, -1);
  }

  // Three records of a life and partition at a time, and those of the same number in other ones.
  void Enlist(const Identity& record) {
    const auto key = std::tuple(record.origin, record.life, record.sequence / 3);
    const auto [known, fresh] = enlisted_.try_emplace(key, std::nullopt);
    if (fresh && Chance(65)) {
      known->second = events_.txns.size();
      TxnEvents txn{record.origin, "t" + std::to_string(events_.txns.size()), 1'000'000};
      if (Chance(65)) {
        txn.outcome = TxnOutcome::kCommitted;
      } else if (Chance(70)) {
        txn.outcome = Chance(60) ? TxnOutcome::kAborted : TxnOutcome::kUnknown;
      }
      if (Chance(20) || (txn.outcome == TxnOutcome::kAborted && Chance(70)))
        txn.commit_asked.reset();
      if (Chance(15))
        txn.commit_asked = 5'000'000 + 30'000 * static_cast<std::int64_t>(random_.Below(30));
      events_.txns.push_back(std::move(txn));
    }
    if (known->second) events_.txns[*known->second].sends.insert(record);
    if (Noise() && !events_.txns.empty()) {  // sent again
      auto& other = events_.txns[random_.Below(events_.txns.size())];
      if (other.origin == record.origin) other.sends.insert(record);
    }
  }

  // Each reader, pass and isolation reads in steps of 30 ms; what the first topic held in steps of
  // 2 ms, before that was deleted.
  void SetTimes() {
    std::map<std::tuple<bool, std::string, Pass, Isolation>, RunMicros> now;
    for (auto& read : events_.reads) {
      const bool first = &read < events_.reads.data() + first_reads_;
      auto& at = now.try_emplace({first, read.reader, read.pass, read.isolation},
                                 first ? 2'000'000 : 5'000'000)
                     .first->second;
      read.at = at += first ? 2'000 : 30'000;
    }
    for (auto& read : events_.foreign)
      read.at = now.try_emplace({false, read.reader, read.pass, read.isolation}, 5'000'000)
                    .first->second += 30'000;
  }

  void ReadFirstTopic() {
    for (const auto& [partition, log] : first_topic_) {
      ReadLive("monitor-0", partition, log);
      ReadLive("monitor-1", partition, log);
      if (transactions_ && Chance(60)) ReadLive("monitor-c", partition, log, Isolation::kCommitted);
    }
    first_reads_ = events_.reads.size();
  }

  // Most of them before any final pass began.
  void EndTransactions() {
    for (auto& txn : events_.txns) {
      const auto asked = txn.commit_asked.value_or(0) + 1'000;
      if (!txn.outcome || Chance(10)) continue;
      txn.ended = std::max<RunMicros>(
          asked, Chance(15) ? 5'000'000 + 30'000 * static_cast<std::int64_t>(random_.Below(30))
                            : 4'500'000);
    }
  }

  void LimitSize() {
    constexpr std::int64_t kLimits[] = {3'000, 10'000, 30'000, 100'000, 1'000'000};
    events_.retention_bytes = kLimits[random_.Below(5)];
    events_.compressed = Chance(30);
    const bool all = Chance(70);
    for (const auto& [stream, mark] : events_.sent) {
      if (all || Chance(80))
        events_.largest[stream] = {100 + static_cast<std::int64_t>(random_.Below(900)),
                                   static_cast<std::int32_t>(random_.Below(3))};
    }
  }

  void Notes() {
    for (const char* reader : {"monitor-0", "monitor-1", "c-0", "c-1", "c-2"}) {
      if (Chance(4))
        events_.client_notes.push_back(
            {reader, 5'000'000 + 10'000 * static_cast<std::int64_t>(random_.Below(200))});
    }
  }

  // Records that the broker wrote in another order, as their acks say.
  void Overtake(std::int32_t partition) {
    auto& log = logs_[partition];
    for (std::size_t i = 1; i < log.size(); ++i) {
      auto& one = log[i - 1];
      auto& other = log[i];
      if (!Noise() || one.record == other.record) continue;
      for (auto& settle : events_.settles) {
        if (settle.record == one.record && settle.offset == one.offset) {
          settle.offset = other.offset;
        } else if (settle.record == other.record && settle.offset == other.offset) {
          settle.offset = one.offset;
        }
      }
      std::swap(one.record, other.record);
    }
  }

  void Settle(const Identity& record, Outcome outcome, std::int64_t offset) {
    now_ += topics_ ? 2'000 : 30'000;
    if (topics_ && now_ > 3'000'000 && Chance(30)) now_ = std::max<RunMicros>(now_, 4'000'000);
    if (outcome == Outcome::kFailed) offset = -1;
    events_.settles.push_back({record, outcome, offset, now_, {}});
  }

  // Records in a partition that they were not sent to, and records that nobody sent.
  void Stray() {
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      auto& log = logs_[partition];
      const auto end = [&] { return log.empty() ? 0 : log.back().offset + 1; };
      const auto& other = logs_[1 - partition];
      if (Noise() && !other.empty())
        log.push_back({end(), other[random_.Below(other.size())].record});
      while (Noise()) {
        const std::uint32_t origins[] = {0xa, 0xb, 0xdead};
        log.push_back({end(), {origins[random_.Below(3)], 0, partition, 10 + random_.Below(6)}});
      }
    }
  }

  // Records in a topic that they were not sent to.
  void GoAstray() {
    for (std::int64_t offset = 0; Noise(); ++offset) {
      const auto& log = logs_[static_cast<std::int32_t>(random_.Below(kPartitions))];
      if (log.empty()) return;
      const auto& record = log[random_.Below(log.size())].record;
      events_.reads.push_back(
          {"monitor-0", Pass::kLive, Isolation::kUncommitted, 0, offset, record});
      events_.reads.back().in_refunds = true;
    }
  }

  // Drops, swaps, and an end that was cut off and written anew.
  void Harm(std::int32_t partition) {
    auto& log = logs_[partition];
    for (std::size_t i = 0; i < log.size(); ++i) {
      if (Noise()) log.erase(log.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (std::size_t i = 1; i < log.size(); ++i) {
      if (Noise()) std::swap(log[i - 1].record, log[i].record);
    }
    if (log.empty() || !Chance(25)) return;
    const auto keep = random_.Below(log.size());
    auto end = log[keep].offset;
    std::erase_if(foreign_[partition], [&](const auto& slot) { return slot.first >= end; });
    std::vector<Slot> tail(log.begin() + static_cast<std::ptrdiff_t>(keep), log.end());
    log.resize(keep);
    for (const auto& slot : tail) {
      if (Chance(50)) log.push_back({end++, slot.record});
    }
  }

  void Read(const std::string& reader, Pass pass, Isolation isolation, std::int32_t partition,
            const Slot& slot) {
    if (isolation == Isolation::kCommitted && !GivenToCommitted(events_, slot.record) && !Noise())
      return;
    events_.reads.push_back({reader, pass, isolation, partition, slot.offset, slot.record});
  }

  // From somewhere on, now and then with a jump ahead or a step back.
  void ReadLive(const std::string& reader, std::int32_t partition, const std::vector<Slot>& log,
                Isolation isolation = Isolation::kUncommitted) {
    if (log.empty() || Chance(30)) return;
    auto at = Chance(70) ? 0 : random_.Below(log.size());
    if (Chance(15)) {  // from its middle on, then a part of what stands before
      for (auto late = at; late < log.size(); ++late)
        Read(reader, Pass::kLive, isolation, partition, log[late]);
      const auto back = random_.Below(at + 1);
      for (auto early = back; early < back + random_.Below(at - back + 1); ++early)
        Read(reader, Pass::kLive, isolation, partition, log[early]);
      return;
    }
    const auto stop = Chance(70) ? log.size() : random_.Below(log.size() + 1);
    for (bool stepped = false; at < stop; ++at) {
      if (Noise()) continue;
      Read(reader, Pass::kLive, isolation, partition, log[at]);
      if (!stepped && Chance(3)) {
        stepped = true;
        at = random_.Below(at + 1);
      }
    }
  }

  void ReadFinally(std::int32_t partition) {
    if (Chance(25)) return;  // no final pass
    if (Chance(85)) Pass_("final", Isolation::kUncommitted, partition);
    if (Chance(20)) Pass_("final", Isolation::kCommitted, partition);
    if (Chance(15)) Pass_("final-2", Isolation::kUncommitted, partition);
    if (Chance(8)) Pass_("final-2", Isolation::kCommitted, partition);
  }

  void Pass_(const std::string& reader, Isolation isolation, std::int32_t partition) {
    const auto& log = logs_[partition];
    Bounds bounds{"payments", partition, 0, log.empty() ? 0 : log.back().offset + 1, std::nullopt};
    const bool begins_later = calm_ && events_.retention_explains && random_.Below(100) < 20;
    if (begins_later || Chance(20)) bounds.start = static_cast<std::int64_t>(random_.Below(6));
    if (Chance(10)) bounds.end -= static_cast<std::int64_t>(random_.Below(4));
    bounds.end = std::max(bounds.end, bounds.start);
    if (Chance(20))
      bounds.position =
          bounds.start + static_cast<std::int64_t>(random_.Below(
                             static_cast<std::uint64_t>(bounds.end - bounds.start) + 2));
    for (const auto& slot : log) {
      if (slot.offset < bounds.start && !Noise()) continue;
      if (bounds.position && slot.offset >= *bounds.position) continue;
      if (!Chance(1)) Read(reader, Pass::kFinal, isolation, partition, slot);
    }
    for (const auto& [offset, key] : foreign_[partition]) {
      if (offset >= bounds.start && offset < bounds.position.value_or(bounds.end))
        events_.foreign.push_back({reader, Pass::kFinal, isolation, partition, offset, 0, key});
    }
    if (!Chance(4)) events_.bounds.push_back({reader, isolation, bounds, {}});
  }

  Random random_;
  std::uint64_t noise_;  // percent
  bool calm_ = false;    // whatever is not likely does not happen
  bool transactions_ = false, consumers_ = false;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>, std::optional<std::size_t>>
      enlisted_;
  std::optional<RandomTopics> topics_;  // it is deleted and made again
  RandomKeys compaction_;
  LogSlots logs_, first_topic_;
  std::map<std::int32_t, std::vector<std::pair<std::int64_t, std::optional<RecordKey>>>>
      foreign_;                  // offsets
  std::size_t first_reads_ = 0;  // reads of the first topic: they come first
  RunMicros now_ = 1'000'000;    // of settles
  EventList events_;
};

}  // namespace

EventList RandomEvents(std::uint64_t seed) { return Maker(seed).Make(); }

}  // namespace kproof

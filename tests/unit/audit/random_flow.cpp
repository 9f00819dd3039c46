#include "tests/unit/audit/random_flow.h"

#include <algorithm>
#include <utility>

namespace kproof {
namespace {

class RandomConsumers {
 public:
  RandomConsumers(Random& random, EventList& events) : random_(random), events_(events) {
    for (const char* name : {"c-0", "c-1", "c-2"}) {
      const auto isolation = Chance(40) ? Isolation::kCommitted : Isolation::kUncommitted;
      consumers_.push_back({name, name[2] == '2' ? "h" : "g", isolation, {}, {}});
    }
    consumers_.push_back({"admin", "g", Isolation::kUncommitted, {}, {}});
  }

  void Begin(const ConsumerEra& era) {
    era_ = &era;
    now_ = era.start;
    late_ = false;
  }

  // What is delivered, done or committed twice here is no loss.
  void Calm() {
    late_ = true;
    const auto scene = random_.Below(4);
    if (scene == 0) AllInOrder();
    for (const std::int32_t partition : {0, 1}) {
      if (scene == 1) Swing(partition);
      if (scene == 2) ResetToTheEnd(partition);
      if (scene == 3) JoinAtTheEnd(partition);
    }
    for (std::size_t i = 0; i < 2; ++i) Assign(consumers_[i], {});
  }

  // The group has the first partition before the other one is there.
  void BeforeAdded() {
    const auto now = std::exchange(now_, 1'000'000);
    for (auto& consumer : consumers_) {
      if (consumer.name != "admin" && Chance(50)) Assign(consumer, {{0, 0}});
    }
    now_ = now;
  }

  void Wild() {
    if (!events_.added.empty()) BeforeAdded();
    const auto steps = 10 + random_.Below(60);
    for (std::uint64_t i = 0; i < steps; ++i) {
      late_ = i > steps / 2;
      auto& consumer = consumers_[random_.Below(3)];
      const auto partition = static_cast<std::int32_t>(random_.Below(2));
      const auto dice = random_.Below(100);
      if (dice < 12 || (i < 3 && dice < 80)) {
        AssignAny(consumer);
      } else if (dice < 16) {
        const auto offset = Somewhere(partition);
        if (consumer.assigned.contains(partition) || Chance(20)) {
          Put(consumer, ConsumerStep::kSeek, partition, offset);
          consumer.cursor[partition] = offset;
        }
      } else if (dice < 79) {
        if (consumer.assigned.contains(partition) || Chance(10)) ReadNext(consumer, partition);
      } else if (dice < 82) {
        Reset(consumer, partition, Somewhere(partition));
      } else if (dice < 86) {
        Process(consumer, partition, Somewhere(partition));
      } else {
        const auto offset = Chance(70) ? consumer.cursor[partition] : Somewhere(partition);
        Commit(consumer, partition, offset,
               Chance(80)   ? Outcome::kAcked
               : Chance(50) ? Outcome::kFailed
                            : Outcome::kUnknown);
        Embellish(events_.steps.back());
      }
    }
    for (std::size_t i = 0; i < 3; ++i) Assign(consumers_[i], {});
  }

 private:
  struct Consumer {
    std::string name, group;
    Isolation isolation;
    std::set<std::int32_t> assigned;
    std::map<std::int32_t, std::int64_t> cursor;
  };

  bool Chance(std::uint64_t percent) { return random_.Below(100) < percent; }
  const std::vector<LogSlot>& Log(std::int32_t partition) {
    return (late_ ? era_->after : era_->before).at(partition);
  }
  std::int64_t End(std::int32_t partition) {
    return Log(partition).empty() ? 0 : Log(partition).back().offset + 1;
  }
  std::int64_t Somewhere(std::int32_t partition) {
    return static_cast<std::int64_t>(random_.Below(static_cast<std::uint64_t>(End(partition)) + 2));
  }

  ConsumerStep& Put(const Consumer& consumer, ConsumerStep::Kind kind, std::int32_t partition,
                    std::int64_t offset) {
    now_ += era_->pace;
    ConsumerStep step;
    step.consumer = consumer.name;
    step.group = consumer.group;
    step.kind = kind;
    step.at = now_;
    step.partition = partition;
    step.offset = offset;
    step.isolation = consumer.isolation;
    return events_.steps.emplace_back(std::move(step));
  }

  void Assign(Consumer& consumer,
              const std::vector<std::pair<std::int32_t, std::optional<std::int64_t>>>& partitions) {
    auto& step = Put(consumer, ConsumerStep::kAssign, 0, 0);
    step.assigned = partitions;
    if (generation_) step.generation = generation_;
    consumer.assigned.clear();
    for (const auto& [partition, position] : partitions) {
      consumer.assigned.insert(partition);
      if (position) consumer.cursor[partition] = *position;
    }
  }

  void AssignAny(Consumer& consumer) {
    std::vector<std::pair<std::int32_t, std::optional<std::int64_t>>> partitions;
    for (const std::int32_t partition : {0, 1}) {
      if (Chance(25)) continue;
      std::optional<std::int64_t> position;
      if (Chance(60)) position = Chance(60) ? consumer.cursor[partition] : Somewhere(partition);
      partitions.emplace_back(partition, position);
    }
    if (Chance(70)) ++generation_;
    Assign(consumer, partitions);
    if (Chance(30)) events_.steps.back().generation.reset();
    events_.steps.back().manual = Chance(10);
  }

  void Reset(const Consumer& member, std::int32_t partition, std::int64_t offset) {
    auto by = consumers_.back();
    by.group = member.group;
    Put(by, ConsumerStep::kReset, partition, offset);
  }

  // What a commit may say besides.
  void Embellish(ConsumerStep& commit) {
    if (Chance(25)) {
      const auto back = static_cast<std::int64_t>(random_.Below(6));
      commit.asked = commit.at - era_->pace * back - era_->pace / 3;
    }
    commit.external = Chance(10);
    if (!Chance(25)) return;
    commit.txn = "x" + std::to_string(random_.Below(3));
    const bool told = std::any_of(events_.txns.begin(), events_.txns.end(), [&](const auto& txn) {
      return txn.actor == commit.consumer && txn.name == commit.txn;
    });
    if (told || Chance(5)) return;
    TxnEvents txn;
    txn.name = commit.txn;
    txn.actor = commit.consumer;
    if (Chance(85)) {
      txn.outcome = Chance(60)   ? TxnOutcome::kCommitted
                    : Chance(70) ? TxnOutcome::kAborted
                                 : TxnOutcome::kUnknown;
    }
    events_.txns.push_back(std::move(txn));
  }

  // The readable slots of a partition at or above `from`.
  std::vector<LogSlot> Readable(const Consumer& consumer, std::int32_t partition,
                                std::int64_t from) {
    std::vector<LogSlot> slots;
    for (const auto& slot : Log(partition)) {
      if (slot.offset >= from &&
          (consumer.isolation == Isolation::kUncommitted || GivenToCommitted(events_, slot.record)))
        slots.push_back(slot);
    }
    return slots;
  }

  void Consume(Consumer& consumer, std::int32_t partition, std::int64_t from, std::int64_t to) {
    for (const auto& slot : Readable(consumer, partition, from)) {
      if (slot.offset >= to) return;
      Read(consumer, partition, slot);
      Process(consumer, partition, slot.offset);
    }
  }

  void AllInOrder() {
    auto& consumer = consumers_[0];
    Assign(consumer, {{0, 0}, {1, 0}});
    for (const std::int32_t partition : {0, 1}) {
      Consume(consumer, partition, 0, End(partition));
      if (End(partition) > 0) Commit(consumer, partition, End(partition), Outcome::kAcked);
    }
  }

  // Commits 40, 30, 35, 60, with an assignment in between, and all is done.
  void Swing(std::int32_t partition) {
    const auto end = End(partition);
    generation_ = 1 + 2 * partition;
    Assign(consumers_[0], {{partition, 0}});
    Consume(consumers_[0], partition, 0, end * 2 / 3);
    Commit(consumers_[0], partition, end * 2 / 3, Outcome::kAcked);
    ++generation_;
    Assign(consumers_[0], {});
    Assign(consumers_[1], {{partition, end / 2}});
    Commit(consumers_[1], partition, end / 2, Outcome::kAcked);
    Consume(consumers_[1], partition, end / 2, end * 3 / 5);
    Commit(consumers_[1], partition, end * 3 / 5, Outcome::kAcked);
    Consume(consumers_[1], partition, end * 3 / 5, end);
    Commit(consumers_[1], partition, end, Outcome::kAcked);
    Assign(consumers_[1], {});
  }

  void ResetToTheEnd(std::int32_t partition) {
    const auto end = End(partition);
    auto& consumer = consumers_[0];
    Assign(consumer, {{partition, 0}});
    Consume(consumer, partition, 0, end / 2);
    Commit(consumer, partition, end / 2, Outcome::kAcked);
    Assign(consumer, {});
    Reset(consumer, partition, end);
    Assign(consumer, {{partition, end}});
    Commit(consumer, partition, end, Outcome::kAcked);
    Assign(consumer, {});
  }

  // Two members that join with auto.offset.reset=latest, in one generation.
  void JoinAtTheEnd(std::int32_t partition) {
    const auto end = End(partition);
    generation_ = 1;
    auto& consumer = consumers_[static_cast<std::size_t>(partition)];
    Assign(consumer, {{partition, end}});
    Commit(consumer, partition, end, Outcome::kAcked);
  }

  void Read(Consumer& consumer, std::int32_t partition, const LogSlot& slot) {
    auto& step = Put(consumer, ConsumerStep::kRead, partition, slot.offset);
    step.record = slot.record;
    events_.reads.push_back({consumer.name, Pass::kLive, consumer.isolation, partition, slot.offset,
                             slot.record, step.at, true});
    consumer.cursor[partition] = slot.offset + 1;
  }

  void ReadNext(Consumer& consumer, std::int32_t partition) {
    const auto& log = Log(partition);
    auto from = consumer.cursor[partition];
    if (Chance(8)) from += 1 + static_cast<std::int64_t>(random_.Below(3));
    if (Chance(6)) from -= 1 + static_cast<std::int64_t>(random_.Below(4));
    for (auto batch = 1 + random_.Below(4); batch > 0; --batch) {
      const auto next = std::find_if(log.begin(), log.end(), [&](const LogSlot& slot) {
        return slot.offset >= from &&
               (consumer.isolation == Isolation::kUncommitted ||
                GivenToCommitted(events_, slot.record) || slot.offset % 11 == 10);
      });
      if (next == log.end()) return;
      Read(consumer, partition, *next);
      from = next->offset + 1;
      if (Chance(88)) Process(consumer, partition, next->offset);
      if (Chance(6)) Process(consumer, partition, next->offset);
    }
  }

  void Process(Consumer& consumer, std::int32_t partition, std::int64_t offset) {
    Put(consumer, ConsumerStep::kProcess, partition, offset);
  }
  void Commit(Consumer& consumer, std::int32_t partition, std::int64_t offset, Outcome outcome) {
    Put(consumer, ConsumerStep::kCommit, partition, offset).outcome = outcome;
  }

  Random& random_;
  EventList& events_;
  std::vector<Consumer> consumers_;
  const ConsumerEra* era_ = nullptr;
  std::int32_t generation_ = 0;
  bool late_ = false;
  RunMicros now_ = 0;
};

}  // namespace

bool GivenToCommitted(const EventList& events, const Identity& record) {
  return std::all_of(events.txns.begin(), events.txns.end(), [&](const TxnEvents& txn) {
    return !txn.sends.contains(record) || txn.outcome == TxnOutcome::kCommitted;
  });
}

void AddConsumers(Random& random, const std::vector<ConsumerEra>& eras, EventList& events) {
  RandomConsumers consumers(random, events);
  for (const auto& era : eras) {
    consumers.Begin(era);
    events.calm ? consumers.Calm() : consumers.Wild();
  }
}

}  // namespace kproof

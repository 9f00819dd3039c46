#include "tests/unit/audit/random_flow.h"

#include <algorithm>
#include <memory>

#include "audit/facts/run_tracker.h"
#include "audit/facts/tracker.h"

namespace kproof {
namespace {

class RandomConsumers {
 public:
  RandomConsumers(Random& random, const LogSlots& before, const LogSlots& after, EventList& events)
      : random_(random), before_(before), after_(after), events_(events) {
    for (const char* name : {"c-0", "c-1", "c-2"}) {
      const auto isolation = Chance(40) ? Isolation::kCommitted : Isolation::kUncommitted;
      consumers_.push_back({name, name[2] == '2' ? "h" : "g", isolation, {}, {}});
    }
  }

  void Calm() {
    auto& consumer = consumers_[0];
    Assign(consumer, {{0, 0}, {1, 0}});
    for (const auto& [partition, log] : after_) {
      for (const auto& slot : log) {
        if (consumer.isolation == Isolation::kUncommitted ||
            GivenToCommitted(events_, slot.record)) {
          Read(consumer, partition, slot);
          Process(consumer, partition, slot.offset);
        }
      }
      if (!log.empty()) Commit(consumer, partition, log.back().offset + 1, Outcome::kAcked);
    }
  }

  void Wild() {
    const auto steps = 10 + random_.Below(60);
    for (std::uint64_t i = 0; i < steps; ++i) {
      late_ = i > steps / 2;
      auto& consumer = consumers_[random_.Below(consumers_.size())];
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
      } else if (dice < 82) {
        if (consumer.assigned.contains(partition) || Chance(10)) ReadNext(consumer, partition);
      } else if (dice < 86) {
        Process(consumer, partition, Somewhere(partition));
      } else {
        const auto offset = Chance(70) ? consumer.cursor[partition] : Somewhere(partition);
        Commit(consumer, partition, offset,
               Chance(80)   ? Outcome::kAcked
               : Chance(50) ? Outcome::kFailed
                            : Outcome::kUnknown);
      }
    }
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
    return (late_ ? after_ : before_).at(partition);
  }
  std::int64_t Somewhere(std::int32_t partition) {
    const auto& log = Log(partition);
    const auto end = log.empty() ? 0 : log.back().offset + 1;
    return static_cast<std::int64_t>(random_.Below(static_cast<std::uint64_t>(end) + 2));
  }

  ConsumerStep& Put(const Consumer& consumer, ConsumerStep::Kind kind, std::int32_t partition,
                    std::int64_t offset) {
    now_ += 30'000;
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
    Put(consumer, ConsumerStep::kAssign, 0, 0).assigned = partitions;
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
    Assign(consumer, partitions);
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
  const LogSlots& before_;
  const LogSlots& after_;
  EventList& events_;
  std::vector<Consumer> consumers_;
  bool late_ = false;
  RunMicros now_ = 5'000'000;
};

// One consumer's facts, as an agent would write them.
class Writer {
 public:
  Writer(std::string name, StoreWriter& store) : name_(std::move(name)), store_(store) {}

  void Take(const ConsumerStep& step) {
    const PlaceId place{"main", "payments", step.partition};
    switch (step.kind) {
      case ConsumerStep::kAssign: {
        std::vector<AssignedPlace> places;
        for (const auto& [partition, position] : step.assigned)
          places.push_back({{"main", "payments", partition}, position});
        return runs_.Assign(places, step.at);
      }
      case ConsumerStep::kSeek:
        return runs_.Seek(place, step.offset, step.at);
      case ConsumerStep::kRead:
        return Read(step, place);
      case ConsumerStep::kProcess:
        return processed_.Effect(place, step.group, step.offset, step.at);
      case ConsumerStep::kCommit:
        store_.Add(name_, GroupCommit{"main", step.group, "payments", step.partition, step.offset,
                                      step.outcome, step.at});
    }
  }

  void End() {
    runs_.End();
    reads_.Flush();
    processed_.Flush();
  }

 private:
  void Read(const ConsumerStep& step, const PlaceId& place) {
    isolation_ = step.isolation;
    const auto run = runs_.Read(place, step.isolation, step.group, step.offset, step.at).value();
    places_[run] = step.partition;
    reads_.Read(static_cast<std::uint32_t>(run),
                {step.record.origin, step.record.life, step.record.partition}, step.record.sequence,
                step.offset, 0, step.at);
  }

  std::string name_;
  StoreWriter& store_;
  Isolation isolation_ = Isolation::kUncommitted;
  std::map<std::uint64_t, std::int64_t> ids_;     // of runs
  std::map<std::uint64_t, std::int32_t> places_;  // of runs
  RunTracker runs_{[this](const ReadRun& run) { ids_[run.number] = store_.AddRun(name_, run); }};
  ReadTracker reads_{[this](std::uint32_t run, const ReadSource& source, const ReadSpan& found) {
                       ReadSpan span = found;
                       span.partition = places_.at(run);
                       store_.Add(
                           name_, Pass::kLive, isolation_,
                           {"main", source.origin, source.life, "payments", source.sent_partition},
                           span, ids_.at(run));
                     },
                     true};
  ProcessedTracker processed_{[this](const Processed& row) { store_.Add(name_, row); }};
};

}  // namespace

bool GivenToCommitted(const EventList& events, const Identity& record) {
  return std::all_of(events.txns.begin(), events.txns.end(), [&](const TxnEvents& txn) {
    return !txn.sends.contains(record) || txn.outcome == TxnOutcome::kCommitted;
  });
}

void AddConsumers(Random& random, const LogSlots& before, const LogSlots& after, bool calm,
                  EventList& events) {
  RandomConsumers consumers(random, before, after, events);
  calm ? consumers.Calm() : consumers.Wild();
}

void WriteConsumers(const EventList& events, StoreWriter& writer) {
  std::map<std::string, std::unique_ptr<Writer>> writers;
  for (const char* name : {"c-0", "c-1", "c-2"}) {
    writer.OpenActor({name, "main", ActorKind::kConsumer, "by hand", "here", 1}, 0);
    if (!events.never_closed.contains(name)) writer.CloseActor(name, 20'000'000);
    writers[name] = std::make_unique<Writer>(name, writer);
  }
  for (const auto& step : events.steps) writers.at(step.consumer)->Take(step);
  for (const auto& [name, consumer] : writers) consumer->End();
}

}  // namespace kproof

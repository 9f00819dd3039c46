// How consumers of random histories get into a store.
#include <memory>

#include "audit/facts/run_tracker.h"
#include "audit/facts/tracker.h"
#include "audit/store/writer.h"
#include "tests/unit/audit/random_flow.h"

namespace kproof {
namespace {

// One consumer's facts, as an agent would write them.
class Writer {
 public:
  Writer(std::string name, StoreWriter& store) : name_(std::move(name)), store_(store) {}

  void Take(const ConsumerStep& step, bool names_assignments) {
    const PlaceId place{"main", "payments", step.partition};
    switch (step.kind) {
      case ConsumerStep::kAssign:
        return Assign(step, names_assignments);
      case ConsumerStep::kSeek:
        return runs_.Seek(place, step.offset, step.at, step.topic_id);
      case ConsumerStep::kRead:
        return Read(step, place);
      case ConsumerStep::kProcess:
        return processed_.Effect(place, step.group, step.offset, step.at, step.topic_id);
      case ConsumerStep::kCommit:
        return Commit(step);
      case ConsumerStep::kReset:
        return store_.Add(name_, GroupReset{"main", step.group, "payments", step.partition,
                                            step.offset, step.at, step.topic_id});
    }
  }

  void FlushEffects() { processed_.Flush(); }

  void End() {
    runs_.End();
    reads_.Flush();
    processed_.Flush();
  }

 private:
  void Assign(const ConsumerStep& step, bool named) {
    std::vector<AssignedPlace> places;
    for (const auto& [partition, position] : step.assigned)
      places.push_back({{"main", "payments", partition}, position, step.topic_id});
    runs_.Assign(places, step.at);
    if (!named) return;
    Assignment assignment;
    assignment.group = step.group;
    if (step.manual) assignment.how = AssignHow::kManual;
    assignment.generation = step.generation;
    assignment.at = step.at;
    assignment.places = places;
    store_.Add(name_, assignment);
  }

  void Commit(const ConsumerStep& step) {
    GroupCommit commit{"main",      step.group,   "payments", step.partition,
                       step.offset, step.outcome, step.at};
    commit.asked = step.asked;
    commit.txn = step.txn;
    if (step.external) commit.store = CommitStore::kExternal;
    commit.topic_id = step.topic_id;
    store_.Add(name_, commit);
  }

  void Read(const ConsumerStep& step, const PlaceId& place) {
    isolation_ = step.isolation;
    const auto run =
        runs_.Read(place, step.isolation, step.group, step.offset, step.at, step.topic_id).value();
    places_[run] = {step.partition, step.topic_id};
    reads_.Read(static_cast<std::uint32_t>(run),
                {step.record.origin, step.record.life, step.record.partition}, step.record.sequence,
                step.offset, 0, step.at);
  }

  std::string name_;
  StoreWriter& store_;
  Isolation isolation_ = Isolation::kUncommitted;
  std::map<std::uint64_t, std::int64_t> ids_;                             // of runs
  std::map<std::uint64_t, std::pair<std::int32_t, std::string>> places_;  // of runs, topic's ids
  RunTracker runs_{[this](const ReadRun& run) { ids_[run.number] = store_.AddRun(name_, run); }};
  ReadTracker reads_{[this](std::uint32_t run, const ReadSource& source, const ReadSpan& found) {
                       ReadSpan span = found;
                       span.partition = places_.at(run).first;
                       span.topic_id = places_.at(run).second;
                       store_.Add(
                           name_, Pass::kLive, isolation_,
                           {"main", source.origin, source.life, "payments", source.sent_partition},
                           span, ids_.at(run));
                     },
                     true};
  ProcessedTracker processed_{[this](const Processed& row) { store_.Add(name_, row); }};
};

}  // namespace

void WriteConsumers(const EventList& events, StoreWriter& writer) {
  std::map<std::string, std::unique_ptr<Writer>> writers;
  for (const char* name : {"c-0", "c-1", "c-2", "admin"}) {
    writer.OpenActor({name, "main", ActorKind::kConsumer, "by hand", "here", 1}, 0);
    if (!events.never_closed.contains(name)) writer.CloseActor(name, 20'000'000);
    writers[name] = std::make_unique<Writer>(name, writer);
  }
  for (const auto& step : events.steps) {
    // No span of effects is on both sides of a reset: nobody could tell which were done again.
    if (step.kind == ConsumerStep::kReset) {
      for (const auto& [name, consumer] : writers) consumer->FlushEffects();
    }
    // Nor on both sides of a read: nobody could tell which were of what was read.
    if (step.kind == ConsumerStep::kRead) writers.at(step.consumer)->FlushEffects();
    writers.at(step.consumer)->Take(step, events.names_assignments);
  }
  for (const auto& [name, consumer] : writers) consumer->End();
}

}  // namespace kproof

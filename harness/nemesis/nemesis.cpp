#include "harness/nemesis/nemesis.h"

#include <exception>
#include <thread>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/nemesis/cluster_watch.h"
#include "harness/nemesis/states.h"

namespace kproof {
namespace {

constexpr Duration kAbortTick = std::chrono::milliseconds(50);

// Runs a thread's work; what it throws is thrown again by whoever joins it.
class Worker {
 public:
  explicit Worker(std::function<void()> work)
      : thread_([this, work = std::move(work)] {
          try {
            work();
          } catch (...) {  // a thread ends here
            failure_ = std::current_exception();
          }
        }) {}
  ~Worker() {
    if (thread_.joinable()) thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  void Join() { thread_.join(); }
  void Rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::exception_ptr failure_;
  std::thread thread_;
};

// One state of abort_if as asked of one cluster.
struct Condition {
  const Phrase& phrase;
  const std::string& cluster;
  std::optional<State> state;  // once there was something to compare with
};

}  // namespace

Nemesis::Nemesis(const RunScope& scope, const Scenario& scenario)
    : scope_(scope), scenario_(scenario), guard_(scenario.destructive), steps_(scenario.steps) {}

void Nemesis::Run(RunMicros steady_at, const std::atomic<bool>& stop) {
  const Stop asked = [this, &stop] { return stop || aborted_; };
  std::vector<std::unique_ptr<Worker>> workers;
  // Where no further thread can be had, those that are there take back what they did.
  Undo abort("ask the steps to end", [this] { aborted_ = true; });
  for (std::size_t index = 0; index < scenario_.steps.size(); ++index) {
    workers.push_back(std::make_unique<Worker>(
        [this, index, steady_at, &asked] { RunStep(index, steady_at, asked); }));
  }
  Worker watch([this, &asked] { WatchForAbort([this, &asked] { return over_ || asked(); }); });
  abort.Dismiss();
  for (const auto& worker : workers) worker->Join();
  over_ = true;
  watch.Join();
  for (const auto& worker : workers) worker->Rethrow();
  watch.Rethrow();
}

// Each time is a step of its own, with a fact of its own; times begin `every` after one another.
void Nemesis::RunStep(std::size_t index, RunMicros steady_at, const Stop& stop) {
  const StepSpec& spec = scenario_.steps[index];
  // Whatever ends it: others may wait for that.
  const Undo over("report that the step is over", [this, &spec] { steps_.Over(spec); });
  const Step::Shared shared{
      .scope = scope_, .guard = guard_, .steps = steps_, .withhold = [this](Withheld withheld) {
        const std::lock_guard lock(mutex_);
        withheld_.push_back(std::move(withheld));
      }};
  std::optional<RunMicros> first;
  for (std::int32_t time = 0; time < spec.repeat && !(stop() && first); ++time) {
    Step step(shared, spec, {.index = index, .time = time},
              {.began = [this](const ActiveFault& fault) { Began(fault); },
               .ended = [this](const EndedFault& ended) { Ended(ended); }});
    std::optional<RunMicros> began;
    try {
      began = step.Run(first ? std::optional(*first + time * spec.every.count()) : std::nullopt,
                       steady_at, stop);
    } catch (const WouldDestroy&) {  // other steps end too, and Run throws it
      aborted_ = true;
      throw;
    }
    if (!began) break;
    if (!first) first = began;
  }
}

void Nemesis::Began(const ActiveFault& fault) {
  {
    const std::lock_guard lock(mutex_);
    active_[fault.step] = fault;
  }
  if (scope_.fault_began) scope_.fault_began(fault);
}

void Nemesis::Ended(const EndedFault& ended) {
  {
    const std::lock_guard lock(mutex_);
    active_.erase(ended.fault.step);
  }
  if (scope_.fault_ended) scope_.fault_ended(ended);
}

void Nemesis::WatchForAbort(const Stop& stop) {
  std::vector<Condition> conditions;
  for (const auto& phrase : scenario_.abort_if)
    for (const auto& [name, cluster] : scope_.clusters) conditions.push_back({phrase, name, {}});
  while (!conditions.empty() && !stop()) {
    for (auto& condition : conditions) {
      const ClusterWatch watch(scope_, condition.cluster, steps_);
      try {
        const Situation now = watch.LastSeen();
        if (!condition.state)
          condition.state = MakeState(condition.phrase, now);
        else if ((*condition.state)(now).value_or(false))
          return Abort(condition.phrase.text);
      } catch (const Error&) {  // nobody answers yet, or it can't hold: then it does not
      }
    }
    SleepFor(kAbortTick);
  }
}

void Nemesis::Abort(const std::string& state) {
  scope_.store->Add(EventFact{scope_.clock.Now(), "problem", "abort_if",
                              "'" + state + "' held: faults were undone"});
  scope_.progress("abort_if: '" + state + "' holds: faults are undone");
  aborted_ = true;
}

std::vector<ActiveFault> Nemesis::Active() const {
  const std::lock_guard lock(mutex_);
  std::vector<ActiveFault> faults;
  for (const auto& [step, fault] : active_) faults.push_back(fault);
  return faults;
}

}  // namespace kproof

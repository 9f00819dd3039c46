#include "harness/run/run_control.h"

#include <utility>

#include "harness/base/units.h"

namespace kproof {

RunControl::RunControl(Duration max_time, std::function<int()> signal, EventSink& events,
                       RunFeed& feed)
    : max_time_(max_time),
      deadline_(max_time),
      signal_(std::move(signal)),
      events_(events),
      feed_(feed),
      watch_(
          std::chrono::milliseconds(100), [this] { WatchForTheEnd(); },
          [this](const Error& error) { Fail(error); }) {}

void RunControl::Phase(const std::string& name) {
  events_.Add(EventFact{clock().Now(), "phase", name, ""});
  feed_.Report(PhaseReached{name});
  const std::lock_guard lock(mutex_);
  phase_ = name;
}

void RunControl::Problem(const std::string& subject, const std::string& what) {
  events_.Add(EventFact{clock().Now(), "problem", subject, what});
  Say("problem: " + subject + ": " + what);
}

void RunControl::Fail(const Error& error) {
  stop_ = true;
  const std::lock_guard lock(mutex_);
  if (failure_) return;
  failure_ = error;
  Say("the run can't go on: " + error.Full());
}

void RunControl::ThrowFailure() const {
  const std::lock_guard lock(mutex_);
  if (failure_) throw Error(*failure_);
}

bool RunControl::Wait(const std::function<bool()>& holds, Duration limit) const {
  bool held = false;
  WaitUntil([&] { return stop_ || (held = holds()); }, Deadline(limit),
            std::chrono::milliseconds(20));
  return held;
}

void RunControl::WatchForTheEnd() {
  if (stop_) return;
  if (signal_() != 0) {
    stop_ = true;
    Say("interrupted: faults are undone and facts are kept; interrupt again to stop at once");
  }
  if (!deadline_.Passed()) return;
  std::string phase;
  {
    const std::lock_guard lock(mutex_);
    phase = phase_;
  }
  Problem("deadline", "the run's deadline of " + HumanDuration(max_time_) +
                          " passed after phase '" + phase + "'");
  stop_ = true;
}

}  // namespace kproof

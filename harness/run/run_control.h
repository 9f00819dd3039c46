// What every part of a run shares: reporting what happens, and being asked to end.
//
// From its construction it checks the signal and the run's deadline, ten times a second.
// Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "audit/store/sinks.h"
#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/run/heartbeat.h"
#include "harness/run/run_feed.h"

namespace kproof {

class RunControl {
 public:
  // `max_time` counts from now. `signal` gives the signal that asked the run to end, 0: none yet.
  // `events` and `feed` outlive this.
  RunControl(Duration max_time, std::function<int()> signal, EventSink& events, RunFeed& feed);

  const RunClock& clock() const { return feed_.clock(); }
  RunFeed& feed() const { return feed_; }

  void Phase(const std::string& name);  // it has been reached: a fact
  // A fact that makes the verdict inconclusive.
  void Problem(const std::string& subject, const std::string& what);
  void Say(const std::string& text) { feed_.Say(text); }  // for people: something happened

  void Stop() { stop_ = true; }  // waits end, faults are taken back
  // Stops because of this error, which ThrowFailure throws. The first error counts.
  void Fail(const Error& error);
  void ThrowFailure() const;
  const std::atomic<bool>& stop() const { return stop_; }
  bool stopped() const { return stop_; }

  // Whether `holds` came true; false: the limit has passed, or the run is asked to end.
  bool Wait(const std::function<bool()>& holds, Duration limit) const;

 private:
  void WatchForTheEnd();

  const Duration max_time_;
  const Deadline deadline_;
  const std::function<int()> signal_;
  EventSink& events_;
  RunFeed& feed_;
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;  // of the next two
  std::string phase_ = "start";
  std::optional<Error> failure_;
  Heartbeat watch_;  // last: it uses the rest
};

}  // namespace kproof

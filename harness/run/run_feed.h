// Where the parts of one run report what happens, and what each second says how it stands. What
// comes in goes to sinks: the caller's, and live.jsonl in the run's folder.
//
// Thread-safe. A sink must not call back.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/run/heartbeat.h"
#include "harness/run/progress.h"
#include "harness/scenario/plan.h"

namespace kproof {

class RunFeed {
 public:
  // Fills in what is known of clients, clusters and faults.
  using Fill = std::function<void(RunSample&)>;

  // Reports that the run has started. `run` is the name of its folder; the sinks outlive this.
  RunFeed(std::string run, const Plan& plan, std::vector<ProgressSink*> sinks);

  const RunClock& clock() const { return clock_; }

  void Report(RunNews::What what);
  // Reports a last sample and the end; nothing is reported after it.
  void End(RunEnded ended);
  void Say(const std::string& text) { Report(RunLine{text}); }

  // Who fills in samples from now on, called from a thread of its own; empty: nobody, and the
  // totals stay as they are. Who filled them in before is asked a last time, and not after this.
  void SampleFrom(Fill fill);

 private:
  void Beat();
  RunSample Sample();
  RunSample Filled() const;

  const RunClock clock_;
  const std::string run_;
  const std::vector<ProgressSink*> sinks_;
  const std::optional<Duration> load_;  // expected
  std::mutex mutex_;                    // of the next three; one piece of news at a time
  bool ended_ = false;
  std::string phase_ = RunSample().phase;
  std::optional<double> expected_s_;
  std::mutex sample_mutex_;  // of the rest
  Fill fill_;
  RunSample last_;
  RunMicros next_sample_ = kSecond;
  Heartbeat heartbeat_;  // last: it uses the rest
};

}  // namespace kproof

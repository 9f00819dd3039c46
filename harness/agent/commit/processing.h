// The work of a member: how long each record takes, in the loop that polls or by workers, and what
// of it fails. The effects are the policy's matter (policy.h).
//
// Workers are lanes in time: each works on one record at once, and a record is finished when its
// time is over. So several records are in hand at once and finish in another order than they came
// in, as with threads, and facts have one writer. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "harness/agent/commit/policy.h"
#include "harness/base/clock.h"
#include "harness/scenario/scenario.h"

namespace kproof {

class Processing {
 public:
  // `finished` is called with each record whose time is over, in the order of that.
  using Finished = std::function<void(Task task)>;
  Processing(const WorkSpec& work, RunClock clock, Finished finished);

  // In the loop: works on these now, one after the other, and comes back when all are finished.
  // With workers: queues them.
  void Take(const std::vector<Task>& tasks);
  // Finishes what workers are through with by now.
  void Step();
  // Waits until everything that was taken is finished.
  void Finish();
  // There is so much in hand that nothing more should be polled.
  bool full() const { return waiting_.size() >= kMostWaiting; }
  // When a worker is through with a record next; nothing: none is at work.
  std::optional<RunMicros> next_end() const;

 private:
  static constexpr std::size_t kMostWaiting = 1'000;
  struct AtWork {
    Task task;
    RunMicros end = 0;
  };
  Duration TimeOfNext();
  void BeginWaiting(RunMicros from);
  void FinishOne(Task task);

  const WorkSpec work_;
  const RunClock clock_;
  const Finished finished_;
  std::uint64_t begun_ = 0, ended_ = 0;
  std::deque<Task> waiting_;
  std::vector<AtWork> at_work_;  // one a busy worker
};

}  // namespace kproof

#include "harness/agent/commit/processing.h"

#include <algorithm>
#include <utility>

namespace kproof {
namespace {

bool IsNth(std::uint64_t number, std::int32_t every) {
  return every > 0 && number % static_cast<std::uint64_t>(every) == 0;
}

}  // namespace

Processing::Processing(const WorkSpec& work, RunClock clock, Finished finished)
    : work_(work), clock_(clock), finished_(std::move(finished)) {}

Duration Processing::TimeOfNext() {
  return IsNth(++begun_, work_.slow_every) ? work_.slow_time : work_.time;
}

void Processing::FinishOne(Task task) {
  if (IsNth(++ended_, work_.fail_every)) task.has_effect = false;
  finished_(task);
}

void Processing::Take(const std::vector<Task>& tasks) {
  if (work_.workers > 0) {
    waiting_.insert(waiting_.end(), tasks.begin(), tasks.end());
    return BeginWaiting(clock_.Now());
  }
  for (const auto& task : tasks) {
    if (const auto time = TimeOfNext(); time > Duration(0)) SleepFor(time);
    FinishOne(task);
  }
}

void Processing::BeginWaiting(RunMicros from) {
  while (!waiting_.empty() && at_work_.size() < static_cast<std::size_t>(work_.workers)) {
    at_work_.push_back({waiting_.front(), from + TimeOfNext().count()});
    waiting_.pop_front();
  }
}

std::optional<RunMicros> Processing::next_end() const {
  const auto next =
      std::min_element(at_work_.begin(), at_work_.end(),
                       [](const AtWork& a, const AtWork& b) { return a.end < b.end; });
  return next == at_work_.end() ? std::nullopt : std::optional(next->end);
}

// A worker that is through takes the next record at the time at which it was through.
void Processing::Step() {
  for (const auto now = clock_.Now(); !at_work_.empty();) {
    const auto first =
        std::min_element(at_work_.begin(), at_work_.end(),
                         [](const AtWork& a, const AtWork& b) { return a.end < b.end; });
    if (first->end > now) return;
    const AtWork done = *first;
    at_work_.erase(first);
    BeginWaiting(done.end);
    FinishOne(done.task);
  }
}

void Processing::Finish() {
  for (; !at_work_.empty(); Step())
    SleepFor(Duration(std::max<RunMicros>(0, *next_end() - clock_.Now())));
}

}  // namespace kproof

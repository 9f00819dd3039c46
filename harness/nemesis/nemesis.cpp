#include "harness/nemesis/nemesis.h"

#include <exception>
#include <thread>

#include "harness/base/units.h"
#include "harness/nemesis/step.h"

namespace kproof {

Nemesis::Nemesis(const World& world, const std::vector<StepSpec>& steps)
    : world_(world), steps_(steps) {}

void Nemesis::Run(RunMicros steady_at, const std::atomic<bool>& stop) {
  std::vector<std::thread> threads;
  std::vector<std::exception_ptr> failures(steps_.size());
  for (std::size_t index = 0; index < steps_.size(); ++index) {
    threads.emplace_back([this, index, steady_at, &stop, &failure = failures[index]] {
      try {
        RunStep(index, steady_at, stop);
      } catch (...) {  // a thread ends here; what it could not even store is thrown below
        failure = std::current_exception();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

void Nemesis::RunStep(std::size_t index, RunMicros steady_at, const std::atomic<bool>& stop) {
  const auto show = [this, index](const std::string& what) {
    const std::lock_guard lock(mutex_);
    if (what.empty()) {
      active_.erase(index);
    } else {
      active_[index] = what;
    }
  };
  Step(world_, steps_[index], index, show).Run(steady_at, stop);
}

std::vector<std::string> Nemesis::Active() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [index, name] : active_) names.push_back(name);
  return names;
}

}  // namespace kproof

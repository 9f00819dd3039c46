// How far each step has come that others may wait for.
//
// Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "harness/nemesis/situation.h"
#include "harness/scenario/scenario.h"

namespace kproof {

class StepProgress {
 public:
  explicit StepProgress(const std::vector<StepSpec>& steps) {
    for (const auto& step : steps)
      if (!step.name.empty()) moments_[step.name] = {};
  }

  void Began(const StepSpec& step) { Note(step, &StepMoments::began); }
  void Over(const StepSpec& step) { Note(step, &StepMoments::over); }

  std::map<std::string, StepMoments> Moments() const {
    const std::lock_guard lock(mutex_);
    return moments_;
  }

 private:
  void Note(const StepSpec& step, bool StepMoments::*moment) {
    const std::lock_guard lock(mutex_);
    if (!step.name.empty()) moments_[step.name].*moment = true;
  }

  mutable std::mutex mutex_;
  std::map<std::string, StepMoments> moments_;
};

}  // namespace kproof

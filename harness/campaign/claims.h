// Which process of a campaign runs which trial, where several work at once: the first to make a
// trial's claim file has it.
//
// Thread-safe, also between processes.
#pragma once

#include <string>

#include "harness/campaign/campaign_plan.h"

namespace kproof {

class Claims {
 public:
  // In a folder that is made anew: nobody has any trial yet.
  static Claims Begin(const std::string& folder);

  // True for one of those who ask, once. Throws Error(kNotRun) when the disk refuses.
  bool Take(const Trial& trial) const;
  // Removes the folder.
  void End() const;

 private:
  explicit Claims(std::string folder) : folder_(std::move(folder)) {}
  std::string folder_;
};

}  // namespace kproof

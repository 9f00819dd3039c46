// The proof of a fault that hits many things: a sentence for each, those that speak against it
// first, and no more of them than people read.
//
// Not thread-safe.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/wording.h"
#include "harness/fault/fault.h"

namespace kproof {

class Proofs {
 public:
  void Add(bool holds, std::string text) { (holds ? for_ : against_).push_back(std::move(text)); }

  // Whether there are some and all hold.
  bool all_hold() const { return against_.empty() && !for_.empty(); }

  std::string Text(std::string_view separator = "; ") const {
    std::vector<std::string> all = against_;
    all.insert(all.end(), for_.begin(), for_.end());
    return JoinFew(all, separator);
  }

 private:
  std::vector<std::string> for_, against_;
};

}  // namespace kproof

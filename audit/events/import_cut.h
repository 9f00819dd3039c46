// Whether a history is complete, as far as that can be known: compares what its lines announce and
// count with what was read.
//
// Several `end`s come from files that were joined: their counts are added up. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "audit/events/event.h"

namespace kproof {

class CutImporter {
 public:
  // Each event that was read, `end` too.
  void Take(const Event& event);
  // The file ends in the middle of this line.
  void Torn(std::uint64_t line) { torn_ = line; }
  bool torn() const { return torn_ != 0; }
  // Why facts are known to be missing; "" if they are not.
  std::string Why() const;

 private:
  std::array<std::uint64_t, kEventTypes> read_{}, counted_{};
  std::uint64_t announced_ = 0;  // on this line first; 0: nowhere
  std::uint64_t ends_ = 0;
  std::uint64_t torn_ = 0;
};

}  // namespace kproof

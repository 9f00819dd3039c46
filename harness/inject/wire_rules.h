// What a wire decides about one frame, and what it counts. Pure: no clock, no socket.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "harness/base/random.h"
#include "harness/inject/frame.h"
#include "harness/inject/wire.h"

namespace kproof {

class WireRules {
 public:
  // A rule that applies to a frame, remembered until the frame is passed on.
  struct Hit {
    int rule = 0;
    std::uint64_t pair = 0;     // from and to
    std::uint64_t arrival = 0;  // number of the frame among those of its pair
    bool delayed = false;
  };
  struct Decision {
    Duration delay{};
    bool doubled = false;
    std::vector<Hit> hits;  // empty: pass it on at once and forget it
  };

  void Insert(int id, const WireRule& rule);
  void Remove(int id);

  // `at` is whose cable it is; `sent`: by that host, else for it. A frame between two hosts whose
  // cables both have the rule is its sender's.
  Decision Decide(const FrameEnds& ends, std::uint32_t at, bool sent);
  // The frame was passed on `waited` after it came.
  void PassedOn(const std::vector<Hit>& hits, Duration waited);
  void Overflowed(const std::vector<Hit>& hits);
  WireCount Count(int id) const;

 private:
  struct Order {
    std::uint64_t arrived = 0, passed = 0;  // numbers: of the last to come, the highest passed on
  };
  struct Way {
    std::set<std::uint32_t> from, to;
  };
  struct Rule {
    WireRule given;
    std::set<std::uint32_t> at;
    std::set<int> ports;
    std::vector<Way> ways;
    Random random;
    WireCount count;
    Duration waited{};
    std::map<std::uint64_t, Order> orders;
    bool IsAbout(const FrameEnds& ends) const;
  };
  std::map<int, Rule> rules_;
};

}  // namespace kproof

// The way of a fault through real nodes that each live test of one goes: mended before, broken and
// proven while it is active, mended and proven no more after its undo. What is permanent stays
// broken, and the nodes serve.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "harness/fault/fault.h"

namespace kproof {

constexpr Duration kBreakLimit = std::chrono::seconds(20);
constexpr Duration kMendLimit = std::chrono::seconds(40);

// How somebody sees it who does not ask the fault. Both are asked until they say yes, or the limit
// has passed.
struct Signs {
  std::function<bool()> broken;
  std::function<bool()> mended = {};  // empty: not broken
  Duration break_within = kBreakLimit;
  Duration mend_within = kMendLimit;
};

inline void BreakAndMend(const std::string& name, Fault& fault, const Target& target,
                         const Signs& signs) {
  SCOPED_TRACE(name);
  const bool permanent = FindFault(name).permanent;
  const auto mended = [&] { return signs.mended ? signs.mended() : !signs.broken(); };
  ASSERT_TRUE(WaitUntil(mended, Deadline(signs.mend_within))) << "before";
  if (permanent) {
    EXPECT_FALSE(signs.broken()) << "before";
  }
  EXPECT_FALSE(fault.Prove(target).bit) << "nothing is proven before it happened";
  Undo undo = fault.Prepare(target);
  fault.Inject(target);
  EXPECT_TRUE(WaitUntil(signs.broken, Deadline(signs.break_within))) << "broken";
  Bite bite;
  WaitUntil([&] { return (bite = fault.Prove(target)).bit; }, Deadline(signs.break_within));
  EXPECT_TRUE(bite.bit) << bite.proof;
  fmt::print("{}: {}\n", name, bite.proof);
  undo.Run();
  EXPECT_TRUE(WaitUntil(mended, Deadline(signs.mend_within))) << "mended";
  EXPECT_EQ(fault.Prove(target).bit, permanent) << "a mended fault proves nothing";
  if (permanent) {
    EXPECT_TRUE(signs.broken()) << "permanent";
  }
}

}  // namespace kproof

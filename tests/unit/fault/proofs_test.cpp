#include "harness/fault/proofs.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

TEST(Proofs, OfHundredsShowAFew) {
  Proofs proofs;
  for (int i = 0; i < 600; ++i) proofs.Add(true, "p/" + std::to_string(i) + ": leader 1 → 2");
  EXPECT_TRUE(proofs.all_hold());
  EXPECT_EQ(proofs.Text(),
            "p/0: leader 1 → 2; p/1: leader 1 → 2; p/2: leader 1 → 2; p/3: leader 1 → 2; "
            "p/4: leader 1 → 2; p/5: leader 1 → 2; and 594 more");
}

// The one that is in the way must not be among those left out.
TEST(Proofs, WhatSpeaksAgainstComesFirst) {
  Proofs proofs;
  for (int i = 0; i < 600; ++i) proofs.Add(i != 500, "p/" + std::to_string(i));
  EXPECT_FALSE(proofs.all_hold());
  EXPECT_EQ(proofs.Text(), "p/500; p/0; p/1; p/2; p/3; p/4; and 594 more");
}

TEST(Proofs, OfNothingHoldNothing) { EXPECT_FALSE(Proofs().all_hold()); }

}  // namespace
}  // namespace kproof

// Claims of a group at one place: what resets split, and what was done again for sure or maybe.
#include "audit/judge/consumers/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using testing::ElementsAre;

TEST(Again, WhatMayBeTheFirstAfterAResetIsNoDoubt) {
  Again again;
  EXPECT_EQ(again.Maybe(), 0u);
  again.Add(std::nullopt);
  EXPECT_EQ(again.Surely(), 0u);
  EXPECT_EQ(again.Maybe(), 0u);
  again.Add(std::nullopt);
  EXPECT_EQ(again.Maybe(), 1u);
  again.Add(0);
  EXPECT_EQ(again.Surely(), 0u);
  EXPECT_EQ(again.Maybe(), 2u);
  again.Add(1);
  EXPECT_EQ(again.Surely(), 0u);
  again.Add(1);
  EXPECT_EQ(again.Surely(), 1u);
}

TEST(PlaceClaims, AreSplitWhereResetsPutTheGroup) {
  PlaceClaims claims;
  claims.resets = {{{-1, 3, 3}, 6}, {{-1, 1, 1}, 2}, {{-1, 5, 5}, 6}};
  EXPECT_THAT(claims.SplitAtResets({0, 10}), ElementsAre(Range{0, 2}, Range{2, 6}, Range{6, 10}));
  EXPECT_THAT(claims.SplitAtResets({2, 6}), ElementsAre(Range{2, 6}));
  EXPECT_THAT(claims.SplitAtResets({6, 9}), ElementsAre(Range{6, 9}));
  EXPECT_EQ(claims.TimesPutBack(1, {-1, 9, 9}), 0u);
  EXPECT_EQ(claims.TimesPutBack(2, {-1, 9, 9}), 1u);
  EXPECT_EQ(claims.TimesPutBack(6, {-1, 9, 9}), 3u);
  EXPECT_EQ(claims.TimesPutBack(6, {-1, 2, 2}), 1u);
  EXPECT_EQ(claims.TimesPutBack(6, {-1, 2, 4}), std::nullopt);
  EXPECT_EQ(claims.TimesPutBack(2, {7, 9, 9}), std::nullopt);
}

}  // namespace
}  // namespace kproof

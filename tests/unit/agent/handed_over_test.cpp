#include "harness/agent/handed_over.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

TEST(HandedOver, ACommitIsAskedForOnceItsLastRecordWasThere) {
  HandedOver handed;
  handed.Record(10, 1'000'000);
  handed.Record(11, 2'000'000);
  handed.Record(15, 3'000'000);  // offsets may have gaps
  EXPECT_EQ(handed.EarliestCommit(11), 1'000'000);
  EXPECT_EQ(handed.EarliestCommit(12), 2'000'000);
  EXPECT_EQ(handed.EarliestCommit(16), 3'000'000);
}

// Never later than it was: what came within 10 ms counts as its first record.
TEST(HandedOver, RecordsOfOneMomentAreOnePart) {
  HandedOver handed;
  handed.Record(10, 1'000'000);
  handed.Record(11, 1'009'999);
  handed.Record(12, 1'010'000);
  EXPECT_EQ(handed.EarliestCommit(12), 1'000'000);
  EXPECT_EQ(handed.EarliestCommit(13), 1'010'000);
}

TEST(HandedOver, WhatWasNeverHandedOverIsNotKnown) {
  HandedOver handed;
  EXPECT_EQ(handed.EarliestCommit(5), std::nullopt);
  handed.Record(10, 1'000'000);
  EXPECT_EQ(handed.EarliestCommit(12), std::nullopt);
}

TEST(HandedOver, GoingBackBeginsAnew) {
  HandedOver handed;
  handed.Record(10, 1'000'000);
  handed.Record(3, 2'000'000);
  EXPECT_EQ(handed.EarliestCommit(4), 2'000'000);
  EXPECT_EQ(handed.EarliestCommit(11), std::nullopt);
}

}  // namespace
}  // namespace kproof

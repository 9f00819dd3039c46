#include "harness/agent/assigned.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

TEST(Assigned, NamesEachPartitionAndNoPosition) {
  const auto fact = FactOf({{{"pay", 1}, {"ship", 0}}, 7}, "west", "billing", 12);
  EXPECT_EQ(fact.cluster, "west");
  EXPECT_EQ(fact.group, "billing");
  EXPECT_EQ(fact.how, AssignHow::kSubscribe);
  EXPECT_EQ(fact.generation, 7);
  EXPECT_EQ(fact.at, 12);
  ASSERT_EQ(fact.places.size(), 2U);
  EXPECT_EQ(fact.places[0].place, IdOf("west", {"pay", 1}));
  EXPECT_EQ(fact.places[1].place, IdOf("west", {"ship", 0}));
  EXPECT_EQ(fact.places[0].position, std::nullopt);
}

TEST(Assigned, TellsNoGenerationThatTheLibraryDoesNotTell) {
  const auto fact = FactOf({{}, std::nullopt}, "main", "billing", 1);
  EXPECT_EQ(fact.generation, std::nullopt);
  EXPECT_TRUE(fact.places.empty());
}

}  // namespace
}  // namespace kproof

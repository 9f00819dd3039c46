#include "harness/base/text.h"

#include <gtest/gtest.h>

#include "harness/base/undo.h"

namespace kproof {
namespace {

TEST(Nearest, FindsATypingErrorAndNothingElse) {
  EXPECT_EQ(Nearest("partitons", {"partitions", "replication"}), "partitions");
  EXPECT_EQ(Nearest("zzz", {"partitions", "replication"}), "");
  EXPECT_EQ(Nearest("cuont", {"count", "rate"}), "count") << "neighbours changed places";
  EXPECT_EQ(Nearest("ACKS", {"acks", "retries"}), "acks");
}

TEST(Nearest, OfAShortWordMostOthersAreAsNear) {
  EXPECT_EQ(Nearest("c", {"a", "b"}), "");
  EXPECT_EQ(Nearest("man", {"main", "east"}), "main");
  EXPECT_EQ(Nearest("man", {"east", "mine"}), "");
}

TEST(Nearest, TheOnlyOneThatBeginsSo) {
  EXPECT_EQ(Nearest("dup", {"lost", "duplicated"}), "duplicated");
  EXPECT_EQ(Nearest("re", {"reset"}), "") << "too short to tell";
  EXPECT_EQ(Nearest("reass", {"reassign-all", "reassign"}), "");
}

TEST(SplitWords, FoldsWhiteSpace) {
  EXPECT_EQ(SplitWords("  leader  of payments/0 "),
            (std::vector<std::string>{"leader", "of", "payments/0"}));
}

TEST(Split, KeepsEmptyParts) {
  using Parts = std::vector<std::string>;
  EXPECT_EQ(Split("a,,b,", ','), (Parts{"a", "", "b", ""}));
  EXPECT_EQ(Split("", ','), Parts{""});
}

TEST(Trim, TakesWhiteSpaceFromBothEnds) {
  EXPECT_EQ(Trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(Trim(" \n"), "");
}

TEST(WithThousands, GroupsByThree) {
  EXPECT_EQ(WithThousands(1234567), "1,234,567");
  EXPECT_EQ(WithThousands(123), "123");
}

TEST(Undo, RunsOnceEvenWhenDestroyed) {
  int runs = 0;
  {
    Undo undo("count", [&] { ++runs; });
    undo.Run();
    undo.Run();
  }
  EXPECT_EQ(runs, 1);
  {
    Undo forgotten("count", [&] { ++runs; });
  }
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace kproof

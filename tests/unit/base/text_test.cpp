#include "harness/base/text.h"

#include <gtest/gtest.h>

#include "harness/base/undo.h"

namespace kproof {
namespace {

TEST(Nearest, FindsATypingErrorAndNothingElse) {
  EXPECT_EQ(Nearest("partitons", {"partitions", "replication"}), "partitions");
  EXPECT_EQ(Nearest("zzz", {"partitions", "replication"}), "");
}

TEST(SplitWords, FoldsWhiteSpace) {
  EXPECT_EQ(SplitWords("  leader  of payments/0 "),
            (std::vector<std::string>{"leader", "of", "payments/0"}));
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

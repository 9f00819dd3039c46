#include "harness/base/wording.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

std::vector<std::string> Numbers(int count) {
  std::vector<std::string> numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(std::to_string(i));
  return numbers;
}

TEST(Counted, OneIsSingularAndAllElseIsNot) {
  EXPECT_EQ(Counted(0, "broker"), "0 brokers");
  EXPECT_EQ(Counted(1, "broker"), "1 broker");
  EXPECT_EQ(Counted(1234, "broker"), "1,234 brokers");
  EXPECT_EQ(Counted(1, "query", "queries"), "1 query");
  EXPECT_EQ(Counted(2, "query", "queries"), "2 queries");
}

TEST(JoinFew, SaysHowManyItLeavesOut) {
  EXPECT_EQ(JoinFew(Numbers(600)), "0, 1, 2, 3, 4, 5, and 594 more");
  EXPECT_EQ(JoinFew(Numbers(3)), "0, 1, 2");
  EXPECT_EQ(JoinFew({}), "");
  EXPECT_EQ(JoinFew(Numbers(9000), "; ", 2), "0; 1; and 8,998 more");
}

TEST(JoinFew, NeverLeavesASingleOneOut) {
  EXPECT_EQ(JoinFew(Numbers(7)), "0, 1, 2, 3, 4, 5, 6");
  EXPECT_EQ(JoinFew(Numbers(8)), "0, 1, 2, 3, 4, 5, and 2 more");
}

TEST(FirstFew, NamesWhatIsLeftOut) {
  EXPECT_EQ(FirstFew(Numbers(10), 2, "doubts"),
            (std::vector<std::string>{"0", "1", "and 8 more doubts"}));
}

TEST(Instead, AGoodGuessStandsAlone) {
  EXPECT_EQ(Instead("kil", {"cut", "kill", "pause"}), "did you mean 'kill'?");
  EXPECT_EQ(Instead("kil", {"cut", "kill", "pause"}, "kproof list faults"),
            "did you mean 'kill'? 'kproof list faults' shows all");
}

TEST(Instead, WithoutAGuessTheListIsCutWhereACommandShowsIt) {
  EXPECT_EQ(Instead("zzzzz", {"cut", "kill"}, "kproof list faults"), "there are cut, kill");
  EXPECT_EQ(Instead("zzzzz", Numbers(43), "kproof list faults"),
            "there are 0, 1, 2, 3, 4, 5, and 37 more; 'kproof list faults' shows all");
  EXPECT_EQ(Instead("zzzzz", Numbers(9)), "there are 0, 1, 2, 3, 4, 5, 6, 7, 8");
  EXPECT_EQ(Instead("zzzzz", Numbers(600)), "there are 0, 1, 2, 3, 4, 5, and 594 more");
  EXPECT_EQ(Instead("zzzzz", {"cut"}), "there is only 'cut'");
  EXPECT_EQ(Instead("zzzzz", {}), "there are none");
}

}  // namespace
}  // namespace kproof

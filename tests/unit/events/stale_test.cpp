// What a reader returned and what was cut from the log afterwards: by whatever stands there now,
// and by where the log once ended. The example histories show the rest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

// Seq 0, 1 and 2 at the offsets of their numbers, and one reader that went over them in order, with
// `between` before the last of them. What stands in the log is up to the test.
std::string ReadInOrder(const std::string& policy, const std::string& key_of_1_and_2 = "",
                        const std::string& between = "") {
  const auto key = key_of_1_and_2.empty() ? std::string() : R"(,"key":")" + key_of_1_and_2 + "\"";
  const auto other = key.empty() ? key : std::string(R"(,"key":"other")");
  return R"({"event":"config","topic":"x","cleanup.policy":")" + policy + "\"}\n" +
         Sends("p", 0, 1, other) + Sends("p", 1, 2, key) + Acks("p", 0, 3, 0, R"(,"t":0.5)") +
         R"({"event":"assign","t":0.6,"actor":"m","partitions":[["x",0,0]]})"
         "\n" +
         Reads("m", "p", 0, 2, 0, R"(,"t":1)") + between + Reads("m", "p", 2, 1, 2, R"(,"t":1.2)");
}

const std::string kOffsetOneWasCut =
    Reads("f", "p", 0, 1, 0, R"(,"t":9)" + kFinal) +
    R"({"event":"read","t":9,"actor":"f","topic":"x","partition":0,"offset":1,"origin":null,)"
    R"("pass":"final"})"
    "\n" +
    Reads("f", "p", 2, 1, 2, R"(,"t":9)" + kFinal) + FinalBounds(0, 3);

std::uint64_t StaleIn(const std::string& lines) { return Judged(lines).counts.at("stale"); }

TEST(Stale, ARecordWithoutAStampTakesAPlaceToo) {
  EXPECT_EQ(StaleIn(ReadInOrder("delete") + kOffsetOneWasCut), 1u);
  EXPECT_EQ(StaleIn(ReadInOrder("delete") + Reads("f", "p", 0, 1, 0, R"(,"t":9)" + kFinal) +
                    Reads("f", "p", 2, 1, 2, R"(,"t":9)" + kFinal) + FinalBounds(0, 3)),
            0u);  // nobody knows what became of it
}

// Even if nothing that it went back over was returned again.
TEST(Stale, WhoWentBackReadItAnew) {
  const auto seek = [](int offset) {
    return R"({"event":"seek","t":1.1,"actor":"m","topic":"x","partition":0,"offset":)" +
           std::to_string(offset) + "}\n";
  };
  EXPECT_EQ(StaleIn(ReadInOrder("delete", "", seek(0)) + kOffsetOneWasCut), 0u);
  EXPECT_EQ(StaleIn(ReadInOrder("delete", "", seek(2)) + kOffsetOneWasCut), 1u);
}

TEST(Stale, ALogThatEndedBelowWasCutUnlessItIsCompacted) {
  const auto first =
      Reads("f", "p", 0, 1, 0, R"(,"t":0.7)" + kFinal) + FinalBounds(0, 1, R"(,"actor":"f")");
  const auto second = Reads("f2", "p", 0, 1, 0, R"(,"t":9)" + kFinal) +
                      Reads("f2", "p", 2, 1, 2, R"(,"t":9)" + kFinal) +
                      FinalBounds(0, 3, R"(,"actor":"f2","isolation":"uncommitted")");
  EXPECT_EQ(StaleIn(ReadInOrder("delete") + first + second), 1u);
  EXPECT_EQ(StaleIn(ReadInOrder("compact", "k") + first + second), 0u);
  // Committed readers stop at the last stable offset, and the log goes on.
  const std::string committed = R"(,"isolation":"committed")";
  const auto stable = Reads("c", "p", 0, 1, 0, R"(,"t":0.7)" + kFinal + committed) +
                      FinalBounds(0, 1, R"(,"actor":"c")" + committed);
  EXPECT_EQ(StaleIn(ReadInOrder("delete") + stable + second), 0u);
}

// Only a note of kind `client` says that its client was told of trouble.
TEST(Stale, OtherNotesOnTheReaderExcuseNothing) {
  const auto note = [](const std::string& kind) {
    return R"({"event":"note","t":1.1,"subject":"m","detail":"truncated","kind":")" + kind +
           "\"}\n";
  };
  EXPECT_EQ(StaleIn(ReadInOrder("delete", "", note("client")) + kOffsetOneWasCut), 0u);
  EXPECT_EQ(StaleIn(ReadInOrder("delete", "", note("error")) + kOffsetOneWasCut), 1u);
}

TEST(Stale, IsLookedForWhereAssignmentsAndAFinalPassAre) {
  const auto tested = [](const std::string& lines) {
    return testing::Matches(testing::Not(testing::Contains("stale")))(Judged(lines).not_tested);
  };
  EXPECT_TRUE(tested(ReadInOrder("delete") + kOffsetOneWasCut));
  EXPECT_FALSE(tested(ReadInOrder("delete")));
  EXPECT_FALSE(
      tested(Sends("p", 0, 3) + Acks("p", 0, 3, 0) + Reads("m", "p", 0, 3, 0) + kOffsetOneWasCut));
}

}  // namespace
}  // namespace kproof

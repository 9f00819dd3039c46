// Retention by size explains a log that begins later only where the partition may have been that
// large: whoever may have written to it unseen makes it so.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

const std::string kSmall = R"(,"bytes":100)";

// Four records of 100 bytes acked at 5 s, two of which are below the log's start; a partition keeps
// 1,000 bytes. `before` and `more` are further events.
std::string OneIsCut(const std::string& before = "", const std::string& more = "") {
  const int first = before.empty() ? 0 : 3;
  return R"({"event":"config","acks":"all","retention.ms":604800000,"retention.bytes":1000,)"
         R"("compression.type":"uncompressed"})"
         "\n" +
         before + Sends("p", first, 4, R"(,"t":4.5)" + kSmall) +
         Acks("p", first, 4, 0, R"(,"t":5)") + more +
         Reads("final", "p", first + 2, 2, 2, R"(,"t":9)" + kFinal) + FinalBounds(2, 4);
}

// Three records of the topic before it was deleted, from 2 to 3 s.
std::string OfTheOldTopic() {
  return Sends("p", 0, 3, R"(,"t":0.5)" + kSmall) + Acks("p", 0, 3, 0, R"(,"t":1)") +
         R"({"event":"fault","fault":"delete-topic","class":"deletion","nodes":[],"from":2,)"
         R"("to":3,"bit":true,"healed":true,"topics":["x"]})"
         "\n";
}

std::string Hole(const std::string& kind) {
  return R"({"event":"actor","t":0.1,"actor":"q","op":"open","kind":")" + kind +
         "\"}\n"
         R"({"event":"actor","t":6,"actor":"q","op":"hole"})"
         "\n";
}

std::uint64_t Lost(const std::string& lines) { return Judged(lines).counts.at("lost"); }
std::uint64_t Expired(const std::string& lines) { return Judged(lines).counts.at("expired"); }

TEST(LogSize, OfAPartitionThatAHoleMayHaveFilledIsNotKnown) {
  EXPECT_EQ(Lost(OneIsCut("", Hole("monitor"))), 2u);
  EXPECT_EQ(Lost(OneIsCut("", Hole("producer"))), 0u);
  EXPECT_EQ(Expired(OneIsCut("", Hole("producer"))), 2u);
}

// One that was acked while the topic was deleted may stand in the new one.
TEST(LogSize, OfAPartitionThatARecordMayHaveGoneToIsNotKnown) {
  const auto meanwhile =
      Sends("p", 7, 1, R"(,"t":2.4)" + kSmall) + Acks("p", 7, 1, 3, R"(,"t":2.5)");
  EXPECT_EQ(Lost(OneIsCut(OfTheOldTopic())), 2u);
  EXPECT_EQ(Expired(OneIsCut(OfTheOldTopic())), 3u);
  EXPECT_EQ(Lost(OneIsCut(OfTheOldTopic(), meanwhile)), 0u);
  EXPECT_EQ(Expired(OneIsCut(OfTheOldTopic(), meanwhile)), 5u);
}

}  // namespace
}  // namespace kproof

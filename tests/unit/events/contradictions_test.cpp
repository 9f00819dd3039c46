// Histories that contradict themselves are told with both lines and not judged; those that only
// look like it are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

using testing::HasSubstr;

// "c-0" of `group`, each in a line.
std::string AssignIn(const std::string& group, const std::string& more = "") {
  return R"({"event":"assign","actor":"c-0","group":")" + group + R"(","partitions":[["x",0,0]])" +
         more + "}\n";
}

std::string ReadIn(const std::string& group, const std::string& more = "") {
  return Reads("c-0", "p", 0, 1, 0, R"(,"group":")" + group + "\"" + more);
}

std::string EffectIn(const std::string& group) {
  return R"({"event":"process","actor":"c-0","group":")" + group +
         R"(","topic":"x","partition":0,"offset":0})"
         "\n";
}

std::string CommitIn(const std::string& group, const std::string& more = "") {
  return R"({"event":"commit","actor":"c-0","group":")" + group +
         R"(","topic":"x","partition":0,"offset":1,"outcome":"acked")" + more + "}\n";
}

std::string ResetOf(const std::string& group) {
  return R"({"event":"reset","actor":"c-0","group":")" + group +
         R"(","topic":"x","partition":0,"offset":0})"
         "\n";
}

std::string LifeOp(const std::string& op, const std::string& more = "") {
  return R"({"event":"actor","actor":"c-0","op":")" + op + "\"" + more + "}\n";
}

std::string AnswerOf(const std::string& t, int broker, int partition, const std::string& id) {
  return R"({"event":"state","t":)" + t + R"(,"topic":"x","partition":)" +
         std::to_string(partition) + R"(,"broker":)" + std::to_string(broker) +
         R"(,"replicas":[1],"isr":[1],"topic_id":")" + id + "\"}\n";
}

std::string AssignBoth(const std::string& places) {
  return R"({"event":"assign","actor":"c-0","partitions":[)" + places + "]}\n";
}

struct Contradiction {
  const char* name;
  std::string lines;
  const char* said;  // "": it is judged
};

void PrintTo(const Contradiction& history, std::ostream* out) { *out << history.name; }

class Contradictions : public testing::TestWithParam<Contradiction> {};

TEST_P(Contradictions, AreToldWithBothLines) {
  const auto sent = Sends("p", 0, 1) + Acks("p", 0, 1, 0);
  const auto errors = ErrorsOf(sent + GetParam().lines);
  if (*GetParam().said == '\0') {
    EXPECT_EQ(errors, "");
  } else {
    EXPECT_THAT(errors, HasSubstr(GetParam().said));
  }
}

const std::string kBegunTxn = R"({"event":"txn","actor":"c-0","txn":"t","op":"begin"})"
                              "\n";

INSTANTIATE_TEST_SUITE_P(
    OfMembers, Contradictions,
    testing::ValuesIn(std::vector<Contradiction>{
        {"AssignedInTwoGroups", AssignIn("g") + AssignIn("h"),
         "FILE:4: actor 'c-0' is of group 'h' here and of group 'g' on line 3; a client has one "
         "group"},
        {"CommitsForTwoGroups", CommitIn("g") + CommitIn("g") + CommitIn("h"),
         "FILE:5: actor 'c-0' is of group 'h' here and of group 'g' on line 3"},
        {"CommitThatFailed",
         ReadIn("g") + R"({"event":"commit","actor":"c-0","group":"h","topic":"x","partition":0,)"
                       R"("offset":1,"outcome":"failed"})"
                       "\n",
         "FILE:4: actor 'c-0' is of group 'h' here and of group 'g' on line 3"},
        {"ReadsInAnotherGroup", AssignIn("g") + ReadIn("h"), "FILE:4: actor 'c-0' is of group 'h'"},
        {"EffectForAnotherGroup", ReadIn("g") + EffectIn("h"),
         "FILE:4: actor 'c-0' is of group 'h'"},
        {"EffectForAnotherGroupFirst", EffectIn("h") + EffectIn("g") + ReadIn("g"),
         "FILE:4: actor 'c-0' is of group 'g' here and of group 'h' on line 3"},
        {"WithinItsSecondLife",
         LifeOp("open") + ReadIn("f") + LifeOp("close") + LifeOp("open") + ReadIn("g") +
             CommitIn("h") + LifeOp("close"),
         "FILE:8: actor 'c-0' is of group 'h' here and of group 'g' on line 7"},
        {"WithinItsFirstLife",
         LifeOp("open") + ReadIn("g") + CommitIn("h") + LifeOp("close") + LifeOp("open") +
             LifeOp("close"),
         "FILE:5: actor 'c-0' is of group 'h'"},
        {"ByHand", AssignIn("g", R"(,"how":"manual")") + CommitIn("h"),
         "FILE:4: actor 'c-0' is of group 'h'"},
        {"OneGroup", AssignIn("g") + ReadIn("g") + EffectIn("g") + CommitIn("g"), ""},
        {"OpenedAgain",
         LifeOp("open") + ReadIn("g") + CommitIn("g") + LifeOp("close") + LifeOp("open") +
             ReadIn("h") + CommitIn("h") + LifeOp("close"),
         ""},
        {"OpenedAgainWithoutAClose", LifeOp("open") + ReadIn("g") + LifeOp("open") + ReadIn("h"),
         ""},
        // The file is put in order first.
        {"OpenedAgainByTime",
         LifeOp("open", R"(,"t":3)") + ReadIn("h", R"(,"t":4)") + LifeOp("close", R"(,"t":5)") +
             LifeOp("open", R"(,"t":0)") + ReadIn("g", R"(,"t":1)") + LifeOp("close", R"(,"t":2)"),
         ""},
        {"GroupsOfTwoClusters", ReadIn("g") + CommitIn("h", R"(,"cluster":"east")"), ""},
        {"Administrator", ResetOf("g") + ResetOf("h") + CommitIn("f"), ""},
        {"OffsetsBesideTheResults", ReadIn("g") + CommitIn("h", R"(,"store":"external")"), ""},
        {"OffsetsInATransaction", kBegunTxn + ReadIn("g") + CommitIn("h", R"(,"txn":"t")"), ""},
        {"EffectsForTwoGroups", EffectIn("g") + EffectIn("h"), ""},
        {"AHoleMayHideALife", ReadIn("g") + ReadIn("h") + LifeOp("hole"), ""},
        {"ACutMayHideALife",
         ReadIn("g") + ReadIn("h") +
             R"({"event":"run","announces_end":true,"seed":1})"
             "\n",
         ""},
    }),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfTopics, Contradictions,
    testing::ValuesIn(std::vector<Contradiction>{
        {"AssignedByTwoIds", AssignBoth(R"(["x",0,0,"a"],["y",0,0,"c"],["x",1,0,"b"])"),
         "FILE:3: partition 1 of x is assigned by the topic's id 'b', and partition 0 by 'a' in "
         "the same event"},
        {"OneBrokerAnswersTwo",
         AnswerOf("1", 1, 0, "a") + AnswerOf("2", 1, 0, "a") + AnswerOf("2", 1, 1, "b"),
         "FILE:5: broker 1 answers that x has the id 'b' here and 'a' on line 4, at the same 't'"},
        {"IdsOfTwoTopics", AssignBoth(R"(["x",0,0,"a"],["y",0,0,"b"],["x",1,null])"), ""},
        {"AssignedTheNewOneLater", AssignBoth(R"(["x",0,0,"a"])") + AssignBoth(R"(["x",0,0,"b"])"),
         ""},
        {"TwoBrokersAnswer", AnswerOf("2", 1, 0, "a") + AnswerOf("2", 2, 0, "b"), ""},
        {"BrokersOfTwoClusters",
         AnswerOf("2", 1, 0, "a") +
             R"({"event":"state","t":2,"topic":"x","partition":0,"broker":1,)"
             R"("replicas":[1],"isr":[1],"topic_id":"b","cluster":"east"})"
             "\n",
         ""},
        {"OneBrokerAnswersLater", AnswerOf("2", 1, 0, "a") + AnswerOf("2.000001", 1, 0, "b"), ""},
        // What is told of the old one late: prefetched reads, late acks, effects.
        {"TheOldOneIsToldOfLate",
         AnswerOf("2", 1, 0, "b") + Reads("c-0", "p", 0, 1, 0, R"(,"topic_id":"a")") +
             Reads("c-0", "p", 0, 1, 0, R"(,"topic_id":"b")") +
             Acks("p", 0, 1, 0, R"(,"topic_id":"b")") + Acks("p", 0, 1, 0, R"(,"topic_id":"a")"),
         ""},
    }),
    [](const auto& row) { return row.param.name; });

// Of seq 0 and 1 of q.
std::string ToldOfQ(const std::string& event, const std::string& txn,
                    const std::string& actor = "c-0") {
  const auto told = [&](int seq) {
    return R"({"event":")" + event + R"(","actor":")" + actor +
           R"(","origin":"q","topic":"x","partition":0,"seq":)" + std::to_string(seq) +
           (event == "send" ? "" : R"(,"outcome":"unknown")") +
           (txn.empty() ? "" : R"(,"txn":")" + txn + "\"") + "}\n";
  };
  return told(0) + told(1);
}

INSTANTIATE_TEST_SUITE_P(
    OfTransactions, Contradictions,
    testing::ValuesIn(std::vector<Contradiction>{
        {"SettledInAnother", ToldOfQ("send", "t") + ToldOfQ("settle", "u"),
         "FILE:5: seq 0 of q, life 0, x/0 is in transaction 'u' of 'c-0' here and was in "
         "transaction 't' of 'c-0' on lines 3 to 4; a record is in one transaction"},
        {"SettledTwice", ToldOfQ("settle", "t") + ToldOfQ("settle", "u"),
         "FILE:6: seq 1 of q, life 0, x/0 is in transaction 'u'"},
        {"SettledInThatOfAnother", ToldOfQ("send", "t") + ToldOfQ("settle", "t", "c-1"),
         "FILE:5: seq 0 of q, life 0, x/0 is in transaction 't' of 'c-1' here and was in "
         "transaction 't' of 'c-0' on lines 3 to 4"},
        {"SentOutsideAndSettledInOne", ToldOfQ("send", "") + ToldOfQ("settle", "t"),
         "FILE:5: seq 0 of q, life 0, x/0 is in transaction 't' of 'c-0' here and was outside of "
         "transactions when it was named first"},
        {"SettledBeforeItWasSentInAnother", ToldOfQ("settle", "t") + ToldOfQ("send", "u"),
         "FILE:5: seq 0 of q, life 0, x/0 is in transaction 'u'"},
        {"SettledInOneAndSentOutside", ToldOfQ("settle", "t") + ToldOfQ("send", ""),
         "FILE:5: seq 0 of q, life 0, x/0 is outside of transactions here and was in"},
        {"SentAndSettledInOne", ToldOfQ("send", "t") + ToldOfQ("settle", "t"), ""},
        {"SettledWithoutSayingSo", ToldOfQ("send", "t") + ToldOfQ("settle", ""), ""},
        {"OnlySettled", ToldOfQ("settle", "t") + ToldOfQ("settle", "t"), ""},
    }),
    [](const auto& row) { return row.param.name; });

TEST(Contradictions, OfACutHistoryMakeNoVerdict) {
  const auto result = Judged(R"({"event":"run","announces_end":true})"
                             "\n" +
                             Sends("p", 0, 1) + Acks("p", 0, 1, 0) + ReadIn("g") + ReadIn("h"));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

}  // namespace
}  // namespace kproof

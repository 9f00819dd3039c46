// Whether a partition was added after its group had the topic. Then its records are owed from
// offset 0, for certain or maybe; else from where the group began.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

std::string Assigned(const std::string& actor, const std::string& places) {
  return R"({"event":"assign","generation":1,"group":"g","actor":")" + actor +
         R"(","partitions":[)" + places + "]}\n";
}

std::string Fault(const std::string& name, double from, double to) {
  return R"({"event":"fault","class":"operation","nodes":[],"bit":true,"healed":true,)"
         R"("topics":["x"],"fault":")" +
         name + R"(","from":)" + std::to_string(from) + R"(,"to":)" + std::to_string(to) + "}\n";
}

std::string Note(const std::string& kind, const std::string& detail,
                 const std::string& subject = "x/1") {
  return Timed(2, R"({"event":"note","subject":")" + subject + R"(","kind":")" + kind +
                      R"(","detail":")" + detail + "\"}\n");
}

// By `member`, at offset 1 of x/1, of which offset 0 was never done.
std::string DoneBy(const std::string& member) {
  const auto line = [&](const std::string& event, const std::string& more) {
    return R"({"event":")" + event + R"(","actor":")" + member +
           R"(","group":"g","topic":"x","partition":1,)" + more + "}\n";
  };
  return Timed(
      5, line("process", R"("offset":1)") + line("commit", R"("outcome":"acked","offset":2)"));
}

// Two records that were acked in x/1 at `acked`, and what the members and others tell.
Result JudgedAdded(const std::string& told, double acked = 3) {
  std::string lines = R"({"event":"require","guarantees":["at-least-once"]})"
                      "\n";
  for (const char* seq : {"0", "1"}) {
    const auto record = std::string(R"("topic":"x","partition":1,"origin":"p","seq":)") + seq;
    const auto there = std::string(R"("offset":)") + seq + "," + record;
    lines +=
        Timed(acked, R"({"event":"send","actor":"p",)" + record + "}\n" +
                         R"({"event":"settle","actor":"p","outcome":"acked",)" + there + "}\n") +
        Timed(9, R"({"event":"read","actor":"f","pass":"final",)" + there + "}\n");
  }
  return Judged(lines + told +
                R"({"event":"bounds","topic":"x","partition":1,"start":0,"end":2})"
                "\n");
}

enum class Owes { kNothing, kMaybe, kSurely };

void ExpectOwes(Owes owes, const Result& result, const std::string& why) {
  const auto doubt = testing::Contains(testing::HasSubstr("which may have to process"));
  EXPECT_EQ(result.counts.at("unprocessed"), owes == Owes::kSurely ? 1u : 0u) << why;
  if (owes == Owes::kMaybe) {
    EXPECT_THAT(result.doubts, doubt) << why;
  } else {
    EXPECT_THAT(result.doubts, testing::Not(doubt)) << why;
  }
}

const auto kAdds = Fault("add-partitions", 2, 2.5);
const auto kHad = Timed(1, Assigned("a", R"(["x",0,0])"));
// To the member that had the topic, and to another one.
const auto kGetsIt = Timed(4, Assigned("a", R"(["x",0,0],["x",1,1])")) + DoneBy("a");
const auto kAnotherGetsIt = Timed(4, Assigned("b", R"(["x",1,1])")) + DoneBy("b");

TEST(AddedPartition, IsKnownFromFaultsAndNotes) {
  for (const auto& added : {kAdds, Note("state", "created")}) {
    ExpectOwes(Owes::kSurely, JudgedAdded(kHad + added + kGetsIt), added);
    ExpectOwes(Owes::kMaybe, JudgedAdded(kHad + added + kAnotherGetsIt), added);
    ExpectOwes(Owes::kNothing, JudgedAdded(added + kAnotherGetsIt), "the group had no assignment");
    ExpectOwes(Owes::kNothing,
               JudgedAdded(Timed(1, Assigned("a", R"(["y",0,0])")) + added + kAnotherGetsIt),
               "the group had another topic");
  }
  for (const auto& other : {std::string(), Fault("reassign", 2, 2.5), Note("state", "offline"),
                            Note("problem", "created"), Note("state", "created", "x/2"),
                            Note("state", "created", "x"), Note("state", "created", "y/1")})
    ExpectOwes(Owes::kNothing, JudgedAdded(kHad + other + kGetsIt), other);
}

TEST(AddedPartition, MayHaveBeenThereWhenTheGroupGotTheTopic) {
  ExpectOwes(Owes::kMaybe, JudgedAdded(kHad + Fault("add-partitions", 0.5, 2) + kGetsIt), "");
  ExpectOwes(Owes::kNothing, JudgedAdded(kHad + Fault("add-partitions", 0.5, 0.7) + kGetsIt), "");
}

TEST(AddedPartition, IsNoneThatWasNamedBeforeTheFault) {
  ExpectOwes(Owes::kNothing, JudgedAdded(kHad + kAdds + kGetsIt, 1.5), "a record was acked");
  const auto state = R"({"event":"state","topic":"x","partition":1,"broker":1,"leader":1,)"
                     R"("replicas":[1],"isr":[1]})"
                     "\n";
  ExpectOwes(Owes::kNothing, JudgedAdded(kHad + Timed(1.5, state) + kAdds + kGetsIt), "answered");
  ExpectOwes(Owes::kSurely, JudgedAdded(kHad + Timed(2.7, state) + kAdds + kGetsIt), "answered");
  const auto untimed =
      R"({"event":"read","actor":"m","topic":"x","partition":1,"origin":"p","seq":0,"offset":0})"
      "\n";
  ExpectOwes(Owes::kMaybe, JudgedAdded(kHad + kAdds + kGetsIt + untimed), "nobody knows when");
}

TEST(AddedPartition, IsNoneThatTheGroupHadToDoWith) {
  const auto line = [](const std::string& event, const std::string& actor, int offset) {
    return Timed(3.5, R"({"event":")" + event + R"(","actor":")" + actor +
                          R"(","group":"g","topic":"x","partition":1,"offset":)" +
                          std::to_string(offset) + "}\n");
  };
  ExpectOwes(Owes::kNothing, JudgedAdded(kHad + kAdds + line("process", "a", 1) + kGetsIt),
             "effect");
  ExpectOwes(Owes::kNothing, JudgedAdded(kHad + kAdds + line("reset", "z", 0) + kGetsIt), "reset");
}

// Nobody says so, and the group's assignments show it.
TEST(AddedPartition, IsKnownFromWhatTheGroupHadBefore) {
  const auto without_generations = [](std::string lines) {
    const std::string generation = R"("generation":1,)";
    for (auto at = lines.find(generation); at != std::string::npos; at = lines.find(generation))
      lines.erase(at, generation.size());
    return lines;
  };
  ExpectOwes(Owes::kSurely, JudgedAdded(without_generations(kHad + kGetsIt)), "it had the topic");
  ExpectOwes(Owes::kMaybe, JudgedAdded(without_generations(kHad + kAnotherGetsIt)),
             "another one had it");
  const auto later = Timed(8, Assigned("a", R"(["x",0,0])"));
  ExpectOwes(Owes::kNothing, JudgedAdded(without_generations(later + kAnotherGetsIt)),
             "another one has it later");
  // Whoever tells of no assignment may have chosen its partitions by hand.
  const auto read = [](int partition, int offset) {
    return R"({"event":"read","actor":"a","group":"g","origin":"p","topic":"x","partition":)" +
           std::to_string(partition) + R"(,"offset":)" + std::to_string(offset) + R"(,"seq":)" +
           std::to_string(offset) + "}\n";
  };
  ExpectOwes(Owes::kNothing, JudgedAdded(Timed(1, read(0, 0)) + Timed(4, read(1, 1)) + DoneBy("a")),
             "reads alone");
}

// Later ones say nothing, and of several that may be the first the weakest counts.
TEST(AddedPartition, IsJudgedByItsFirstAssignment) {
  const auto moved = Timed(6, Assigned("a", R"(["x",0,null])") + Assigned("c", R"(["x",1,2])"));
  ExpectOwes(Owes::kSurely, JudgedAdded(kHad + kAdds + kGetsIt + moved), "it moved later");
  const auto at_once = Timed(4, Assigned("c", R"(["x",1,1])"));
  const auto added = kHad + Note("state", "created");
  ExpectOwes(Owes::kMaybe, JudgedAdded(at_once + added + kGetsIt), "two at once");
  ExpectOwes(Owes::kMaybe, JudgedAdded(added + kGetsIt + at_once), "two at once");
}

}  // namespace
}  // namespace kproof

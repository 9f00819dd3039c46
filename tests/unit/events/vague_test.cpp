// What happened while a topic was deleted and made again may have happened in either of the two.
#include "audit/judge/topics/vague.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "audit/events/import.h"
#include "audit/judge/run/timeline.h"
#include "audit/judge/topics/incarnations.h"
#include "audit/store/reader.h"
#include "tests/unit/events/judged.h"

namespace kproof {
namespace {

// Two records in each of the two topics; the old one was deleted from 2 to 3 s.
void Look(const std::string& more,
          const std::function<void(const Vague& vague, const History& history)>& look) {
  const TempFolder folder;
  WriteFile(folder.File("events.jsonl"),
            Timed(0.5, Sends("p", 0, 2)) + Timed(1, Acks("p", 0, 2, 0)) +
                Timed(4.5, Sends("p", 2, 2)) + Timed(5, Acks("p", 2, 2, 0)) +
                R"({"event":"fault","fault":"delete-topic","class":"deletion","nodes":[],)"
                R"("from":2,"to":3,"bit":true,"healed":true,"topics":["x"]})"
                "\n" +
                more);
  ImportEvents(folder.File("events.jsonl"), folder.File("audit.db"));
  const auto store = StoreReader::Open(folder.File("audit.db"));
  const Incarnations apart(*store);
  Timeline timeline(apart);
  const History history(apart, timeline);
  look(history.vague(), history);
}

// Topics x of which it is known which they are, and those of which it is not.
std::vector<std::int64_t> Xs(const History& history, bool known) {
  std::vector<std::int64_t> topics;
  for (const auto& topic : history.topics()) {
    if (topic.name == "x" && topic.incarnation.unknown != known) topics.push_back(topic.id);
  }
  return topics;
}

bool InGroup(const std::string& lines, const std::string& group) {
  bool all = true, any = false;
  Look(lines, [&](const Vague& vague, const History& history) {
    for (const auto topic : Xs(history, true)) {
      const bool in = vague.InGroup({"main", group}, {topic, 0});
      all = all && in;
      any = any || in;
      EXPECT_FALSE(vague.InGroup({"main", group}, {topic, 1}));
    }
  });
  EXPECT_EQ(all, any);
  return all;
}

const std::string kOfG = R"(,"actor":"c","group":"g","topic":"x","partition":0,"offset":0)";

TEST(Vague, WhatAGroupDidMeanwhileMayBeOfEither) {
  const std::string assign =
      R"({"event":"assign","actor":"c","group":"g","partitions":[["x",0,0]]})"
      "\n";
  const auto sent_meanwhile = Timed(2.2, Sends("q", 0, 1)) + Timed(2.5, Acks("q", 0, 1, 9));
  const auto read = Timed(6, Reads("c", "q", 0, 1, 9, R"(,"group":"g")"));
  const std::string commit = R"({"event":"commit","outcome":"acked")" + kOfG + "}\n";
  const std::string effect = R"({"event":"process")" + kOfG + "}\n";
  const std::string reset = R"({"event":"reset")" + kOfG + "}\n";
  for (const auto& line : {assign, commit, effect, reset}) {
    EXPECT_TRUE(InGroup(Timed(2.5, line), "g")) << line;
    EXPECT_FALSE(InGroup(Timed(2.5, line), "h")) << line;
    // An effect without a read is of nobody knows which, whenever it was.
    EXPECT_EQ(InGroup(Timed(4, line), "g"), line == effect) << line;
  }
  EXPECT_TRUE(InGroup(sent_meanwhile + read, "g"));
  EXPECT_FALSE(InGroup(sent_meanwhile, "g"));
}

TEST(Vague, ARecordThatWasFoundMeanwhileMayHaveGoneToEither) {
  const auto records = [](const std::string& lines) {
    bool may = false;
    Look(lines, [&](const Vague& vague, const History& history) {
      may = vague.Records({Xs(history, true).front(), 0});
    });
    return may;
  };
  EXPECT_FALSE(records(""));
  EXPECT_TRUE(records(Timed(2.2, Sends("q", 0, 1)) + Timed(2.5, Acks("q", 0, 1, 9))));
  const std::string of_y =
      R"({"event":"send","actor":"p","origin":"p","seq":0,"topic":"y","partition":0})"
      "\n"
      R"({"event":"read","actor":"m","topic":"x","partition":0,"offset":1,"origin":"p","seq":0,)"
      R"("sent_topic":"y"})"
      "\n";
  EXPECT_TRUE(records(Timed(2.5, of_y)));
  // Of records without a stamp no time is kept; a final pass finds what is there in the end.
  const std::string unstamped =
      R"({"event":"read","t":6,"actor":"m","topic":"x","partition":0,"offset":5,"origin":null)";
  EXPECT_TRUE(records(unstamped + "}\n"));
  EXPECT_FALSE(records(unstamped + kFinal + "}\n"));
}

TEST(Vague, TheUnknownTopicStandsForTheKnownOnes) {
  Look("", [](const Vague& vague, const History& history) {
    EXPECT_TRUE(vague.any());
    const auto known = Xs(history, true);
    ASSERT_EQ(known.size(), 2u);
    EXPECT_TRUE(vague.OthersOf({known[0], 0}).empty());
    for (const auto unknown : Xs(history, false)) {
      const auto others = vague.OthersOf({unknown, 3});
      ASSERT_EQ(others.size(), 2u);
      EXPECT_EQ(others[0], PartitionKey(known[0], 3));
    }
  });
}

// Only whoever tells of assignments has to have one.
TEST(Vague, WhoIsNeverAssignedReadsUnderNone) {
  const auto unassigned = [](const std::string& lines) {
    bool any = false;
    Look(lines, [&](const Vague& vague, const History& history) {
      for (const auto topic : Xs(history, true)) any = any || vague.Unassigned(topic);
    });
    return any;
  };
  const auto read = Timed(6, Reads("c", "p", 2, 1, 0, R"(,"group":"g")"));
  EXPECT_FALSE(unassigned(read));
  EXPECT_TRUE(unassigned(Timed(1.5, R"({"event":"assign","actor":"c","partitions":[["x",0,0]]})"
                                    "\n" +
                                        Reads("c", "p", 0, 1, 0)) +
                         read));
}

}  // namespace
}  // namespace kproof

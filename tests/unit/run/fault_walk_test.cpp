// A walk over the registry of faults: each has a scenario of the book, an unsafe twin or a reason
// why there is none, and a live test in which it is broken and mended. docs/faults.md has the
// table.
//
// Scenarios and twins are computed. A twin of a fault is a control that a row of docs/properties.md
// names, that has a step of it, and that either shares it with a claim of its row or stands in a
// row about its class of failure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "harness/base/text.h"
#include "harness/fault/fault.h"
#include "tests/unit/run/book.h"

namespace kproof {
namespace {

struct Shown {
  const char* fault;
  const char* live;          // the test that breaks and mends it on real nodes
  const char* no_twin = "";  // why no control shows what it costs; names faults whose twin does
};

constexpr char kOnlyLate[] =
    "TCP carries each byte once and in order, only later; what a client without patience doubles "
    "is shown under `delay-responses`";
constexpr char kSentAgain[] =
    "what was in flight gets no answer and is sent again; what that doubles is shown under "
    "`swallow-responses`";
constexpr char kNoVote[] =
    "records need no vote of a controller: without a majority nobody is elected, and nothing is "
    "lost";
constexpr char kGivesUp[] = "the broker gives its log folder up, as it does under `disk-error`";

const std::vector<Shown>& Table() {
  static const std::vector<Shown> kTable = {
      {"add-partitions", "OperationOnACluster.PartitionsAreAdded"},
      {"add-voter", "Voters.AControllerThatBeganAsAnObserverIsAddedAndRemovedAgain", kNoVote},
      {"alter-broker-config", "OperationOnACluster.BrokerSettingsChangeAndAreSetBack"},
      {"alter-topic-config", "OperationOnACluster.SettingsChangeAndAreSetBack",
       "a change loses nothing by itself; what a weak setting loses is shown under `wipe-disk`"},
      {"answer-requests", "BehindProxies.AnErrorIsAnsweredInsteadOfTheBrokerOrAfterIt"},
      {"bandwidth", "NetworkFault.ANarrowLinkToItsFollowerHoldsUpAcks", kOnlyLate},
      {"bit-flip", "DiskFault.EachBreaksProvesAndMends"},
      {"clock", "DiskFault.EachBreaksProvesAndMends"},
      {"cut", "NetworkFault.ACutClientGetsNoAnswerFromThatBrokerAlone"},
      {"delay", "NetworkFault.ADelayIsOfBothWays", kOnlyLate},
      {"delay-requests", "BehindProxies.DelaysLastAsLongAsTheySay"},
      {"delay-responses", "BehindProxies.DelaysLastAsLongAsTheySay"},
      {"delete-records", "OperationOnACluster.RecordsAreDeletedUpToWhatWasAsked",
       "what is gone was asked for, and counts as expired"},
      {"delete-segment", "DiskFault.EachBreaksProvesAndMends"},
      {"disk-error", "DiskFault.EachBreaksProvesAndMends"},
      {"disk-full", "DiskFault.EachBreaksProvesAndMends", kGivesUp},
      {"duplicate", "NetworkFault.ADuplicateIsThrownAwayByTheKernel",
       "TCP throws the second frame away; what a producer doubles is shown under "
       "`swallow-responses`"},
      {"elect-preferred", "OperationOnACluster.APreferredElectionMovesTheLeader"},
      {"elect-unclean", "OperationOnACluster.AnUncleanElectionGivesALeaderToWhatHasNone"},
      {"fsync-error", "DiskFault.EachBreaksProvesAndMends", kGivesUp},
      {"half-open", "NetworkFault.AHalfOpenConnectionIsSilentAndANewOneIsNot", kSentAgain},
      {"hide-topic", "BehindProxies.AHiddenTopicIsUnknownUntilTheEnd",
       "librdkafka has kept the sequence numbers of a topic that it does not see since 1.9.0; the "
       "default client loses nothing"},
      {"hold-fetch", "BehindProxies.AHeldFetchHasNoAnswer",
       "a reader that waits loses nothing; what retention takes meanwhile counts as expired"},
      {"kill", "FaultOnABroker.EachBreaksProvesAndMends"},
      {"late-requests", "BehindProxies.ALateRequestIsCarriedOutAfterItsConnectionHasGone"},
      {"loss", "NetworkFault.LossMakesSomeAnswersLate", kOnlyLate},
      {"out-of-memory", "MemoryFault.BreaksProvesAndMends",
       "which thread dies differs from run to run; what acks=1 loses when a leader ends is shown "
       "under `kill`"},
      {"partition", "NetworkFault.PartitionedBrokersAckNothingTogether",
       "it is several cuts at once; what acks=1 loses behind one is shown under `cut`"},
      {"pause", "FaultOnABroker.EachBreaksProvesAndMends"},
      {"power-loss", "DiskFault.EachBreaksProvesAndMends"},
      {"read-error", "DiskFault.EachBreaksProvesAndMends"},
      {"reassign", "OperationOnACluster.AMoveChangesTheReplicasAndLiftsItsThrottle"},
      {"recreate-topic", "OperationOnACluster.ATopicIsDeletedAndCreatedAgain",
       "what is gone was asked for, and counts as expired"},
      {"refuse", "NetworkFault.ARefusedClientKeepsItsOpenConnection",
       "a connection that was refused carried no record that could be written twice or lost"},
      {"remove-voter", "Voters.TheActiveControllerIsRemovedAndAddedAgain", kNoVote},
      {"reorder", "NetworkFault.WhatIsHeldBackComesLate",
       "TCP puts the frames in order; what a client reorders is shown under `swallow-requests`"},
      {"reset", "NetworkFault.AResetConnectionEndsAtOnce", kSentAgain},
      {"reset-requests", "BehindProxies.ResetRequestsEndTheirConnection"},
      {"rolling-restart", "OperationOnACluster.ARollingRestartEndsEachNodeOnceAndAllServeAgain",
       "each node ends as under `stop` or `kill`, where acks=1 loses records"},
      {"rolling-upgrade", "Upgrade.EveryNodeGetsAnotherKafkaAndTheLevelIsRaised",
       "each node ends as under `stop`, where acks=1 loses records"},
      {"shrink", "Members.OneLeavesAndANewOneTakesItsPlace",
       "partitions move as under `reassign`, where acks=1 loses records"},
      {"slow-cpu", "DiskFault.EachBreaksProvesAndMends"},
      {"slow-disk", "DiskFault.EachBreaksProvesAndMends",
       "a leader that writes slowly acks slowly; what acks=1 loses when followers lag is shown "
       "under `slow-cpu`"},
      {"slow-fsync", "DiskFault.EachBreaksProvesAndMends",
       "Kafka acks without a sync, however long it takes; what is lost without it is shown under "
       "`power-loss`"},
      {"stop", "FaultOnABroker.EachBreaksProvesAndMends"},
      {"swallow-requests", "BehindProxies.SwallowedRequestsAreNotCarriedOut"},
      {"swallow-responses", "BehindProxies.SwallowedResponsesAreOfRequestsThatWereCarriedOut"},
      {"wipe-disk", "DiskFault.EachBreaksProvesAndMends"},
  };
  return kTable;
}

// What the book has of one fault.
struct InBook {
  std::set<std::string> scenarios;  // but its twins
  std::set<std::string> twins;
};
using InBooks = std::map<std::string, InBook>;  // by fault

bool IsTwin(const Property& row, const FaultType& type) {
  const bool shared = std::any_of(row.claims.begin(), row.claims.end(), [&](const auto& claim) {
    const auto found = Book().find(claim);
    return found != Book().end() && FaultsOf(found->second).contains(type.name);
  });
  const auto failure = row.when.substr(std::min(row.when.find(';'), row.when.size()));
  return shared ||
         std::regex_search(
             failure, std::regex("[ ,]" + std::string(NameOf(type.failure_class)) + "(,|;|$)"));
}

InBooks WhatTheBookHas() {
  InBooks has;
  for (const auto& type : Faults()) {
    auto& of = has[type.name];
    for (const auto& row : PropertyTable())
      for (const auto& control : row.controls) {
        const auto found = Book().find(control);
        if (found == Book().end() || !FaultsOf(found->second).contains(type.name)) continue;
        if (IsTwin(row, type)) of.twins.insert(control);
      }
    for (const auto& [name, scenario] : Book())
      if (!name.starts_with(kControlsOfKproof) && FaultsOf(scenario).contains(type.name) &&
          !of.twins.contains(name))
        of.scenarios.insert(name);
  }
  return has;
}

// "DiskFault.EachBreaksProvesAndMends" → the text of its file.
std::map<std::string, std::string> LiveTests() {
  std::map<std::string, std::string> tests;
  const std::regex test(R"(TEST(?:_F|_P)?\((\w+), (\w+)\).*)");
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(KPROOF_SOURCE_DIR "/tests/broker")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const auto& line : Split(text, '\n')) {
      std::smatch names;
      if (line.starts_with("TEST") && std::regex_match(line, names, test))
        tests[names[1].str() + "." + names[2].str()] = text;
    }
  }
  return tests;
}

std::vector<std::string> Matches(const std::string& text, const char* pattern) {
  const std::regex wanted(pattern);
  std::vector<std::string> words;
  for (std::sregex_iterator it(text.begin(), text.end(), wanted), end; it != end; ++it)
    words.push_back((*it)[1]);
  return words;
}

// What is wrong with a table about these faults.
std::vector<std::string> Complaints(const std::vector<Shown>& table, const InBooks& book,
                                    const std::map<std::string, std::string>& tests) {
  std::vector<std::string> wrong;
  for (const auto& [fault, of] : book) {
    const auto rows = std::count_if(table.begin(), table.end(),
                                    [&name = fault](const auto& row) { return row.fault == name; });
    if (rows != 1) wrong.push_back(fault + " has " + std::to_string(rows) + " rows");
    if (of.scenarios.empty() && of.twins.empty()) wrong.push_back(fault + " has no scenario");
  }
  for (const auto& row : table) {
    const std::string fault = row.fault, reason = row.no_twin;
    const auto of = book.find(fault);
    if (of == book.end()) {
      wrong.push_back("there is no fault " + fault);
      continue;
    }
    if (of->second.twins.empty() && reason.empty())
      wrong.push_back(fault + " has neither an unsafe twin nor a reason why not");
    if (!of->second.twins.empty() && !reason.empty())
      wrong.push_back(fault + " needs no reason: " + *of->second.twins.begin() + " is its twin");
    for (const auto& other : Matches(reason, "`([^`]+)`")) {
      const auto shown = book.find(other);
      if (shown == book.end() || shown->second.twins.empty())
        wrong.push_back(fault + " points at " + other + ", which has no twin");
    }
    const auto test = tests.find(row.live);
    if (test == tests.end()) {
      wrong.push_back(fault + ": there is no live test " + row.live);
    } else if (test->second.find("\"" + fault + "\"") == std::string::npos ||
               test->second.find("BreakAndMend(") == std::string::npos) {
      wrong.push_back(fault + " is not broken and mended where " + row.live + " is");
    }
  }
  return wrong;
}

std::string Links(const std::set<std::string>& scenarios) {
  std::vector<std::string> links;
  for (const auto& name : scenarios)
    links.push_back("[" + name.substr(name.rfind('/') + 1) + "](../scenarios/" + name + ".yaml)");
  return links.empty() ? "–" : Join(links, ", ");
}

std::string MarkdownRow(const Shown& row, const InBook& of) {
  const std::string fault = row.fault;
  return "| [" + fault + "](#" + fault + ") | " + Links(of.scenarios) + " | " +
         (of.twins.empty() ? std::string("none: ") + row.no_twin : Links(of.twins)) + " | `" +
         row.live + "` |";
}

TEST(FaultWalk, EachHasAScenarioATwinOrAReasonAndALiveTest) {
  EXPECT_THAT(Complaints(Table(), WhatTheBookHas(), LiveTests()), testing::IsEmpty());
}

TEST(FaultWalk, ThePageHasTheTable) {
  std::ifstream file(KPROOF_SOURCE_DIR "/docs/faults.md");
  std::set<std::string> on_page;
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("| [")) on_page.insert(line);
  auto book = WhatTheBookHas();
  for (const auto& row : Table()) {
    const auto right = MarkdownRow(row, book[row.fault]);
    EXPECT_EQ(on_page.erase(right), 1U) << "docs/faults.md lacks this row:\n" << right;
  }
  EXPECT_THAT(on_page, testing::IsEmpty()) << "rows that are not the table's";
}

TEST(FaultWalk, WhatIsMissingIsFound) {
  const InBooks book = {{"kill", {{"durability/a"}, {"durability/a-acks1"}}},
                        {"stop", {{"durability/b"}, {}}}};
  const std::map<std::string, std::string> tests = {
      {"Live.Walks", "BreakAndMend(\"kill\", \"stop\")"}, {"Live.Looks", "\"kill\", \"stop\""}};
  const Shown kill{"kill", "Live.Walks"}, stop{"stop", "Live.Walks", "as `kill`"};
  const auto found = [&](const std::vector<Shown>& table) {
    return Complaints(table, book, tests);
  };
  EXPECT_THAT(found({kill, stop}), testing::IsEmpty());
  using testing::ElementsAre;
  EXPECT_THAT(found({kill}), ElementsAre("stop has 0 rows"));
  EXPECT_THAT(found({kill, kill, stop}), ElementsAre("kill has 2 rows"));
  EXPECT_THAT(found({kill, stop, {"burn", "Live.Walks"}}), ElementsAre("there is no fault burn"));
  EXPECT_THAT(found({kill, {"stop", "Live.Walks"}}),
              ElementsAre("stop has neither an unsafe twin nor a reason why not"));
  EXPECT_THAT(found({{"kill", "Live.Walks", "rare"}, stop}),
              ElementsAre("kill needs no reason: durability/a-acks1 is its twin"));
  EXPECT_THAT(found({kill, {"stop", "Live.Walks", "as `stop`"}}),
              ElementsAre("stop points at stop, which has no twin"));
  EXPECT_THAT(found({kill, {"stop", "Live.Gone", "as `kill`"}}),
              ElementsAre("stop: there is no live test Live.Gone"));
  EXPECT_THAT(found({kill, {"stop", "Live.Looks", "as `kill`"}}),
              ElementsAre("stop is not broken and mended where Live.Looks is"));
  EXPECT_THAT(
      Complaints({kill}, {{"kill", {}}}, tests),
      ElementsAre("kill has no scenario", "kill has neither an unsafe twin nor a reason why not"));
}

}  // namespace
}  // namespace kproof

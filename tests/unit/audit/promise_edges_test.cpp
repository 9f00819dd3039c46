// The borders of the promise's rules, what could not be read where another setting decides, and
// how settings and failures are read.
#include <gtest/gtest.h>

#include "audit/promise/promise.h"
#include "audit/promise/settings.h"

namespace kproof {
namespace {

using std::chrono::seconds;

struct PromiseEdge {
  const char* name;
  const char* guarantee;
  void (*change)(PromiseSettings&, FailureClasses&);
  const char* rule;
  std::optional<bool> holds;
};

const PromiseEdge kPromiseEdges[] = {
    {"LossByAClassThatTheTableDoesNotKnow", "no-loss", [](auto&, auto& f) { f.classes = {"fire"}; },
     "unknown-failure-loss", std::nullopt},
    {"DuplicatesByAClassThatTheTableDoesNotKnow", "no-duplicates",
     [](auto&, auto& f) { f.classes = {"fire"}; }, "unknown-failure-duplicates", std::nullopt},
    {"OrderByAClassThatTheTableDoesNotKnow", "order", [](auto&, auto& f) { f.classes = {"fire"}; },
     "unknown-failure-order", std::nullopt},
    {"AtomicByAClassThatTheTableDoesNotKnow", "atomic",
     [](auto&, auto& f) { f.classes = {"fire"}; }, "unknown-failure-atomic", std::nullopt},
    {"StoppedAndFrozenAreKnown", "no-loss",
     [](auto&, auto& f) {
       f.classes = {"stop", "pause"};
     },
     "acks-all-min-isr-2", true},
    {"TimeoutAsLongAsTheOutage", "no-duplicates",
     [](auto& s, auto&) { s.delivery_timeout = seconds(13); }, "idempotence-short-timeout", false},
    {"TimeoutAsLongAsTheOutageForOrder", "order",
     [](auto& s, auto&) { s.delivery_timeout = seconds(13); }, "idempotence-short-timeout-order",
     false},
    {"TimeoutJustLonger", "no-duplicates", [](auto& s, auto&) { s.delivery_timeout = seconds(14); },
     "idempotence", true},
    {"TimeoutUnreadable", "no-duplicates", [](auto& s, auto&) { s.delivery_timeout.reset(); },
     "unreadable-setting", std::nullopt},
    {"TimeoutUnreadableWithoutIdempotence", "no-duplicates",
     [](auto& s, auto&) {
       s.idempotence = false;
       s.delivery_timeout.reset();
     },
     "retries-without-idempotence", false},
    {"OneRetry", "no-duplicates",
     [](auto& s, auto&) {
       s.idempotence = false;
       s.retries = 1;
     },
     "retries-without-idempotence", false},
    {"OneRetryForOrder", "order",
     [](auto& s, auto&) {
       s.idempotence = false;
       s.retries = 1;
     },
     "retries-in-flight", false},
    {"TwoInFlight", "order",
     [](auto& s, auto&) {
       s.idempotence = false;
       s.in_flight = 2;
     },
     "retries-in-flight", false},
    {"FrozenWithoutRetriesAndWithoutATimeout", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.retries = 0;
       s.delivery_timeout.reset();
       f.classes = {"pause"};
     },
     "frozen-connection", false},
    {"FrozenWithAShortTimeout", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.in_flight = 1;
       s.delivery_timeout = seconds(3);
       f.classes = {"pause"};
     },
     "frozen-connection", false},
    {"FrozenWithALongTimeout", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.in_flight = 1;
       f.classes = {"pause"};
     },
     "moved-leader", false},
    {"MinIsrOfMoreThanThereAre", "no-loss",
     [](auto& s, auto& f) {
       s.unclean = true;
       s.min_isr = 3;
       s.replication = 2;
       f.nodes = 2;
     },
     "acks-all-unclean", false},
    {"MinIsrOfNone", "no-loss",
     [](auto& s, auto& f) {
       s.unclean = true;
       s.min_isr = 0;
       f.nodes = 0;
     },
     "acks-all-unclean-few-nodes", true},
    {"OneReplicaWithMinIsrUnreadable", "no-loss",
     [](auto& s, auto&) {
       s.replication = 1;
       s.min_isr.reset();
     },
     "acks-all-clean", true},
    {"MinIsr1WithReplicationUnreadable", "no-loss",
     [](auto& s, auto&) {
       s.min_isr = 1;
       s.replication.reset();
     },
     "acks-all-clean", true},
    {"MinIsrUnreadable", "no-loss", [](auto& s, auto&) { s.min_isr.reset(); }, "acks-all-clean",
     true},
    {"UncleanWithMinIsrUnreadableAndNoNodeHit", "no-loss",
     [](auto& s, auto& f) {
       s.unclean = true;
       s.min_isr.reset();
       f.nodes = 0;
     },
     "acks-all-unclean-few-nodes", true},
    {"UncleanWithMinIsrUnreadableAndANodeHit", "no-loss",
     [](auto& s, auto&) {
       s.unclean = true;
       s.min_isr.reset();
     },
     "unreadable-setting", std::nullopt},
    {"AtomicUncleanByHand", "atomic", [](auto&, auto& f) { f.classes.insert("unclean-election"); },
     "atomic-unclean-by-hand", false},
    {"AtomicUncleanByHandOneReplica", "atomic",
     [](auto& s, auto& f) {
       s.replication = 1;
       f.classes.insert("unclean-election");
     },
     "atomic-clean", true},
};

class PromiseEdges : public ::testing::TestWithParam<PromiseEdge> {};

// The same settings as in promise_test.cpp: safe ones, under the crash of one node, of 13 s.
TEST_P(PromiseEdges, AreDecidedByTheRule) {
  PromiseSettings settings;
  settings.acks = Acks::kAll;
  settings.idempotence = true;
  settings.in_flight = 5;
  settings.retries = 100;
  settings.delivery_timeout = seconds(300);
  settings.replication = 3;
  settings.min_isr = 2;
  settings.unclean = false;
  FailureClasses failures;
  failures.classes = {"crash"};
  failures.nodes = 1;
  failures.outage = seconds(13);
  GetParam().change(settings, failures);
  const auto verdict = PromiseOf(GetParam().guarantee, settings, failures);
  EXPECT_EQ(verdict.rule, GetParam().rule);
  EXPECT_EQ(verdict.holds, GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(Table, PromiseEdges, ::testing::ValuesIn(kPromiseEdges),
                         [](const auto& row) { return std::string(row.param.name); });

PromiseSettings Read(const std::string& key, const std::string& value) {
  const Effective effective({{"producer", "checkout", key, value, ""}});
  return SettingsOf(effective, "checkout-1", {1, "main", "payments", 6, 3});
}

TEST(Settings, WordsOfAcks) {
  EXPECT_EQ(Read("acks", "all").acks, Acks::kAll);
  EXPECT_EQ(Read("acks", "-1").acks, Acks::kAll);
  EXPECT_EQ(Read("acks", "1").acks, Acks::kLeader);
  EXPECT_EQ(Read("acks", "0").acks, Acks::kNone);
  EXPECT_EQ(Read("acks", "2").acks, std::nullopt);
}

TEST(Settings, WordsOfFlags) {
  EXPECT_EQ(Read("enable.idempotence", "true").idempotence, true);
  EXPECT_EQ(Read("enable.idempotence", "false").idempotence, false);
  EXPECT_EQ(Read("enable.idempotence", "?").idempotence, std::nullopt);
}

TEST(Settings, ATransactionalIdThatIsEmptyIsNone) {
  EXPECT_EQ(Read("transactional.id", "t").transactional, true);
  EXPECT_EQ(Read("transactional.id", "").transactional, false);
  EXPECT_EQ(Read("acks", "all").transactional, std::nullopt);
}

TEST(Settings, AProducersOwnComeBeforeItsGroups) {
  const Effective effective(
      {{"producer", "checkout", "acks", "all", ""}, {"producer", "checkout-1", "acks", "1", ""}});
  const TopicRow topic{1, "main", "payments", 6, 3};
  EXPECT_EQ(SettingsOf(effective, "checkout-0", topic).acks, Acks::kAll);
  EXPECT_EQ(SettingsOf(effective, "checkout-1", topic).acks, Acks::kLeader);
}

FaultFact Crash(std::int32_t node, RunMicros from, std::optional<RunMicros> to) {
  FaultFact fault;
  fault.failure_class = "crash";
  fault.nodes = {node};
  fault.from = from;
  fault.to = to;
  return fault;
}

TEST(Failures, OfOtherClustersOrOfNoClassDoNotCount) {
  auto east = Crash(2, 1'000'000, 2'000'000);
  east.cluster = "east";
  auto none = Crash(3, 1'000'000, 2'000'000);
  none.failure_class = "none";
  const auto failures = FailuresOf(Effective({}), {east, none}, "main", 9'000'000);
  EXPECT_TRUE(failures.classes.empty());
  EXPECT_EQ(failures.nodes, 0);
  EXPECT_EQ(failures.outage, Duration(0));
}

TEST(Failures, KnowWhichNodesLostData) {
  std::vector<FaultFact> faults;
  for (const char* failure_class : {"power-loss", "power-loss", "wipe", "crash"}) {
    faults.push_back(Crash(static_cast<int>(faults.size()) + 1, 1'000'000, 2'000'000));
    faults.back().failure_class = failure_class;
  }
  const auto failures = FailuresOf(Effective({}), faults, "main", 9'000'000);
  EXPECT_EQ(failures.nodes, 4);
  EXPECT_EQ(failures.lossy_nodes, 3);
}

TEST(Failures, ANodeThatWasHitTwiceIsOne) {
  const auto failures =
      FailuresOf(Effective({}), {Crash(2, 1'000'000, 2'000'000), Crash(2, 3'000'000, 4'000'000)},
                 "main", 9'000'000);
  EXPECT_EQ(failures.nodes, 1);
}

TEST(Failures, OneThatWasNeverUndoneLastsToTheEnd) {
  const auto failures =
      FailuresOf(Effective({}), {Crash(2, 1'000'000, std::nullopt)}, "main", 9'000'000);
  EXPECT_EQ(failures.outage, seconds(8) + seconds(9)) << "with the session that is Kafka's default";
}

TEST(Failures, FarApartTheyAreTwoOutages) {
  const Effective effective({{"broker", "broker-1", "broker.session.timeout.ms", "2000", ""}});
  const auto failures =
      FailuresOf(effective, {Crash(1, 1'000'000, 2'000'000), Crash(2, 9'000'000, 12'000'000)},
                 "main", 20'000'000);
  EXPECT_EQ(failures.outage, seconds(3) + seconds(2));
}

TEST(Failures, TheLongestSessionOfItsOwnClusterCounts) {
  const Effective effective(
      {{"broker", "broker-1", "broker.session.timeout.ms", "2000", "", "main"},
       {"broker", "broker-2", "broker.session.timeout.ms", "4000", "", "main"},
       {"broker", "broker-1", "broker.session.timeout.ms", "30000", "", "east"}});
  const auto failures = FailuresOf(effective, {Crash(1, 1'000'000, 2'000'000)}, "main", 20'000'000);
  EXPECT_EQ(failures.outage, seconds(1) + seconds(4));
}

}  // namespace
}  // namespace kproof

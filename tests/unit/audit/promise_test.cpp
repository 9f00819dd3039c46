// The promise as a table: settings and failures in, the rule that decides out.
#include "audit/promise/promise.h"

#include <gtest/gtest.h>

#include "audit/promise/settings.h"

namespace kproof {
namespace {

using std::chrono::seconds;

PromiseSettings Safe() {
  PromiseSettings s;
  s.acks = Acks::kAll;
  s.idempotence = true;
  s.in_flight = 5;
  s.retries = 100;
  s.delivery_timeout = seconds(300);
  s.replication = 3;
  s.min_isr = 2;
  s.unclean = false;
  s.flush_messages = 9'223'372'036'854'775'807;  // Kafka's default
  s.elr = 1;
  return s;
}

struct PromiseRow {
  const char* name;
  const char* guarantee;
  void (*change)(PromiseSettings&, FailureClasses&);
  std::optional<bool> holds;
  const char* rule;
};

const PromiseRow kPromiseRows[] = {
    {"Safe", "no-loss", [](auto&, auto&) {}, true, "acks-all-min-isr-2"},
    {"Acks1", "no-loss", [](auto& s, auto&) { s.acks = Acks::kLeader; }, false, "acks-1"},
    {"Acks0", "no-loss", [](auto& s, auto&) { s.acks = Acks::kNone; }, false, "acks-0"},
    {"Acks1WithoutFailures", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kLeader;
       f = {};
     },
     false, "acks-1"},
    {"AcksUnreadable", "no-loss",
     [](auto& s, auto&) {
       s.acks.reset();
       s.idempotence = false;
     },
     std::nullopt, "unreadable-setting"},
    {"MinIsr1", "no-loss", [](auto& s, auto&) { s.min_isr = 1; }, true, "acks-all-clean"},
    {"OneReplica", "no-loss",
     [](auto& s, auto&) {
       s.replication = 1;
       s.unclean = true;
     },
     true, "acks-all-clean"},
    {"UncleanByHand", "no-loss", [](auto&, auto& f) { f.classes.insert("unclean-election"); },
     false, "unclean-by-hand"},
    {"UncleanByHandOneReplica", "no-loss",
     [](auto& s, auto& f) {
       s.replication = 1;
       f.classes.insert("unclean-election");
     },
     true, "acks-all-clean"},
    {"Operation", "no-loss", [](auto&, auto& f) { f.classes = {"operation"}; }, true,
     "acks-all-min-isr-2"},
    {"Deletion", "no-loss", [](auto&, auto& f) { f.classes = {"deletion"}; }, true,
     "acks-all-min-isr-2"},
    {"SettingsChanged", "no-loss", [](auto&, auto& f) { f.classes = {"operator"}; }, std::nullopt,
     "unknown-failure-loss"},
    {"PowerLossOfOne", "no-loss",
     [](auto&, auto& f) {
       f.classes = {"power-loss"};
       f.lossy_nodes = 1;
     },
     true, "disk-loss-few-nodes"},
    {"PowerLossOfAll", "no-loss",
     [](auto& s, auto& f) {
       f.classes = {"power-loss"};
       f.nodes = f.lossy_nodes = 6;
       s.elr = 1;
       s.flush_messages = 10'000;
     },
     false, "disk-loss"},
    {"PowerLossOfAllFlushed", "no-loss",
     [](auto& s, auto& f) {
       f.classes = {"power-loss"};
       f.nodes = f.lossy_nodes = 6;
       s.flush_messages = 1;
     },
     true, "power-loss-flushed"},
    {"WipeOfAllFlushed", "no-loss",
     [](auto& s, auto& f) {
       f.classes = {"power-loss", "wipe"};
       f.nodes = f.lossy_nodes = 3;
       s.flush_messages = s.elr = 1;
     },
     false, "disk-loss"},
    {"LastIsrPowerLossElr", "no-loss",
     [](auto& s, auto& f) {
       f.classes = {"pause", "power-loss"};
       f.nodes = 3;
       f.lossy_nodes = 1;
       s.elr = 1;
     },
     true, "disk-loss-elr"},
    {"LastIsrPowerLossNoElr", "no-loss",
     [](auto& s, auto& f) {
       f.classes = {"pause", "power-loss"};
       f.nodes = 3;
       f.lossy_nodes = 1;
       s.elr = 0;
     },
     false, "disk-loss"},
    {"LastIsrPowerLossWhoKnows", "no-loss",
     [](auto& s, auto& f) {
       f.classes = {"pause", "power-loss"};
       f.nodes = 3;
       f.lossy_nodes = 1;
       s.elr.reset();
     },
     std::nullopt, "unreadable-setting"},
    {"WipedOneReplica", "no-loss",
     [](auto& s, auto& f) {
       f.classes = {"wipe"};
       f.lossy_nodes = 1;
       s.replication = 1;
       s.elr = 1;
     },
     false, "disk-loss"},
    {"Clock", "no-loss", [](auto&, auto& f) { f.classes = {"clock"}; }, true, "acks-all-min-isr-2"},
    {"Disk", "no-loss",
     [](auto&, auto& f) {
       f.classes = {"disk", "slow-disk"};
     },
     true, "acks-all-min-isr-2"},
    {"Corruption", "no-loss", [](auto&, auto& f) { f.classes = {"corruption"}; }, false,
     "corruption-loss"},
    {"CorruptionTwice", "no-duplicates", [](auto&, auto& f) { f.classes = {"corruption"}; }, false,
     "corruption-duplicates"},
    {"CorruptionOrder", "order", [](auto&, auto& f) { f.classes = {"corruption"}; }, false,
     "corruption-order"},
    {"ClockTwice", "no-duplicates", [](auto&, auto& f) { f.classes = {"clock"}; }, false,
     "clock-forgets-producers"},
    {"ClockOrder", "order", [](auto&, auto& f) { f.classes = {"clock"}; }, false,
     "clock-forgets-order"},
    {"PowerLossTwice", "no-duplicates",
     [](auto&, auto& f) {
       f.classes = {"power-loss"};
       f.nodes = f.lossy_nodes = 6;
     },
     true, "idempotence"},
    {"PowerLossAtomic", "atomic",
     [](auto& s, auto& f) {
       f.classes = {"power-loss"};
       f.nodes = f.lossy_nodes = 6;
       s.transactional = true;
       s.elr = 1;
     },
     false, "atomic-disk-loss"},
    {"PowerLossOfOneAtomic", "atomic",
     [](auto& s, auto& f) {
       f.classes = {"power-loss"};
       f.lossy_nodes = 1;
       s.transactional = true;
     },
     true, "atomic-clean"},
    {"ClockAtomic", "atomic",
     [](auto& s, auto& f) {
       f.classes = {"clock"};
       s.transactional = true;
     },
     false, "clock-expires-transactions"},
    {"CorruptionAtomic", "atomic",
     [](auto& s, auto& f) {
       f.classes = {"corruption"};
       s.transactional = true;
     },
     false, "corruption-atomic"},
    {"UncleanMinIsr1", "no-loss",
     [](auto& s, auto&) {
       s.min_isr = 1;
       s.unclean = true;
     },
     false, "acks-all-unclean"},
    {"UncleanMinIsr2OneNode", "no-loss", [](auto& s, auto&) { s.unclean = true; }, true,
     "acks-all-unclean-few-nodes"},
    {"UncleanMinIsr2TwoNodes", "no-loss",
     [](auto& s, auto& f) {
       s.unclean = true;
       f.nodes = 2;
     },
     false, "acks-all-unclean"},
    {"UncleanUnreadable", "no-loss",
     [](auto& s, auto& f) {
       s.unclean.reset();
       f.nodes = 2;
     },
     std::nullopt, "unreadable-setting"},
    {"PowerLoss", "no-loss", [](auto&, auto& f) { f.classes = {"power"}; }, std::nullopt,
     "unknown-failure-loss"},
    {"Atomic", "atomic", [](auto&, auto&) {}, true, "atomic-clean"},
    {"AtomicWithoutTransactions", "atomic", [](auto& s, auto&) { s.transactional = false; }, false,
     "no-transactional-id"},
    {"AtomicPowerLoss", "atomic", [](auto&, auto& f) { f.classes = {"power"}; }, std::nullopt,
     "unknown-failure-atomic"},
    {"AtomicUncleanOneNode", "atomic", [](auto& s, auto&) { s.unclean = true; }, true,
     "atomic-unclean-few-nodes"},
    {"AtomicUncleanTwoNodes", "atomic",
     [](auto& s, auto& f) {
       s.unclean = true;
       f.nodes = 2;
     },
     false, "atomic-unclean"},
    {"AtomicUncleanUnreadable", "atomic",
     [](auto& s, auto& f) {
       s.unclean.reset();
       f.nodes = 2;
     },
     std::nullopt, "unreadable-setting"},
    {"AtLeastOnce", "at-least-once", [](auto&, auto&) {}, false, "promised-by-nobody"},
    {"Idempotent", "no-duplicates", [](auto&, auto&) {}, true, "idempotence"},
    {"ShortTimeout", "no-duplicates", [](auto& s, auto&) { s.delivery_timeout = seconds(3); },
     false, "idempotence-short-timeout"},
    {"ShortTimeoutWithoutFailures", "no-duplicates",
     [](auto& s, auto& f) {
       s.delivery_timeout = seconds(3);
       f = {};
     },
     true, "idempotence"},
    {"NotIdempotent", "no-duplicates", [](auto& s, auto&) { s.idempotence = false; }, false,
     "retries-without-idempotence"},
    {"NoRetries", "no-duplicates",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.retries = 0;
       f = {};
     },
     true, "retries-0"},
    {"NoRetriesAndAMovedLeader", "no-duplicates",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.retries = 0;
       f.classes = {"operation"};
     },
     false, "retries-0-moved-leader"},
    {"IdempotenceUnreadable", "no-duplicates", [](auto& s, auto&) { s.idempotence.reset(); },
     std::nullopt, "unreadable-setting"},
    {"Ordered", "order", [](auto&, auto&) {}, true, "idempotence-order"},
    {"SixInFlight", "order", [](auto& s, auto&) { s.in_flight = 6; }, false, "in-flight-over-5"},
    {"OneInFlight", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.in_flight = 1;
       f = {};
     },
     true, "in-flight-1"},
    {"OneInFlightAndAMovedLeader", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.in_flight = 1;
       f.classes = {"operation"};
     },
     false, "moved-leader"},
    {"FiveInFlight", "order", [](auto& s, auto&) { s.idempotence = false; }, false,
     "retries-in-flight"},
    {"FiveInFlightWithoutRetries", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.retries = 0;
       f = {};
     },
     true, "retries-0-order"},
    {"FiveInFlightWithoutRetriesAndAMovedLeader", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.retries = 0;
       f.classes = {"operation"};
     },
     false, "moved-leader"},
    {"FrozenWithoutRetries", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       s.retries = 0;
       f.classes = {"pause"};
     },
     false, "frozen-connection"},
    {"Consumers", "at-least-once", [](auto&, auto&) {}, false, "promised-by-nobody"},
};

class Promises : public ::testing::TestWithParam<PromiseRow> {};

TEST_P(Promises, AsTheTableSays) {
  auto settings = Safe();
  FailureClasses failures{{"crash"}, 1, seconds(13)};
  GetParam().change(settings, failures);
  const auto verdict = PromiseOf(GetParam().guarantee, settings, failures);
  EXPECT_EQ(verdict.rule, GetParam().rule);
  EXPECT_EQ(verdict.holds, GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(Table, Promises, ::testing::ValuesIn(kPromiseRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Settings, AliasesAndGroupsAreFound) {
  const Effective effective({{"producer", "checkout", "request.required.acks", "all", ""},
                             {"producer", "checkout", "message.timeout.ms", "0", ""},
                             {"producer", "checkout", "max.in.flight", "1", ""},
                             {"topic", "payments", "min.insync.replicas", "2", ""}});
  const auto settings = SettingsOf(effective, "checkout-1", {1, "main", "payments", 6, 3});
  EXPECT_EQ(settings.acks, Acks::kAll);
  EXPECT_EQ(settings.delivery_timeout, Duration::max());
  EXPECT_EQ(settings.in_flight, 1);
  EXPECT_EQ(settings.min_isr, 2);
  EXPECT_FALSE(settings.idempotence.has_value());
  EXPECT_FALSE(settings.unclean.has_value());
}

TEST(Failures, FaultsCloseTogetherAreOneOutage) {
  const Effective effective({{"broker", "broker-1", "broker.session.timeout.ms", "2000", ""}});
  FaultFact first, second, never;
  first.failure_class = second.failure_class = "crash";
  never.failure_class = "pause";
  first.nodes = {1};
  second.nodes = {2};
  first.from = 1'000'000;
  first.to = 3'000'000;
  second.from = 4'000'000;
  second.to = 6'000'000;
  const auto failures = FailuresOf(effective, {first, second, never}, "main", 9'000'000);
  EXPECT_EQ(failures.classes, std::set<std::string>{"crash"});
  EXPECT_EQ(failures.nodes, 2);
  EXPECT_EQ(failures.outage, Duration(7'000'000));
}

}  // namespace
}  // namespace kproof

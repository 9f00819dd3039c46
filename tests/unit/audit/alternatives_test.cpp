// Which one change of a setting alters a promise.
#include "audit/promise/alternatives.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

PromiseSettings Safe() {
  PromiseSettings settings;
  settings.acks = Acks::kAll;
  settings.idempotence = true;
  settings.in_flight = 5;
  settings.retries = 2147483647;
  settings.delivery_timeout = std::chrono::minutes(2);
  settings.replication = 3;
  settings.min_isr = 2;
  settings.unclean = false;
  settings.transactional = false;
  settings.flush_messages = INT64_MAX;
  settings.elr = 0;
  return settings;
}

FailureClasses Failed(const std::string& what, std::int64_t nodes, std::int64_t lossy = 0) {
  return {{what}, nodes, std::chrono::seconds(9), lossy};
}

std::vector<std::string> Changes(const std::string& guarantee, const PromiseSettings& settings,
                                 const FailureClasses& failures) {
  std::vector<std::string> changes;
  for (const auto& alternative : AlternativesOf(guarantee, settings, failures)) {
    changes.push_back(alternative.change);
    EXPECT_NE(alternative.promise.holds, PromiseOf(guarantee, settings, failures).holds);
  }
  return changes;
}

TEST(Alternatives, NameWhatWouldBreakAPromise) {
  EXPECT_THAT(Changes("no-loss", Safe(), Failed("crash", 1)),
              ElementsAre("acks=0, enable.idempotence=false", "acks=1, enable.idempotence=false"));
  // One of two in-sync replicas was not hit; of one, none is left.
  EXPECT_THAT(Changes("no-loss", Safe(), Failed("power-loss", 1, 1)),
              ElementsAre("acks=0, enable.idempotence=false", "acks=1, enable.idempotence=false",
                          "replication=1", "min.insync.replicas=1"));
}

TEST(Alternatives, NameWhatWouldMakeOne) {
  auto settings = Safe();
  settings.acks = Acks::kLeader;
  settings.idempotence = false;
  EXPECT_THAT(Changes("no-loss", settings, Failed("crash", 1)),
              ElementsAre("acks=all", "enable.idempotence=true, acks=all"));
  EXPECT_THAT(Changes("no-loss", Safe(), Failed("power-loss", 2, 2)),
              ElementsAre("min.insync.replicas=3", "flush.messages=1"));
}

TEST(Alternatives, BringWhatClientsAskForWithThem) {
  auto settings = Safe();
  settings.acks = Acks::kLeader;
  settings.idempotence = false;
  settings.in_flight = 1000000;
  settings.retries = 0;
  const std::string idempotent =
      "enable.idempotence=true, acks=all, max.in.flight.requests.per.connection=5, "
      "retries=2147483647";
  EXPECT_THAT(Changes("atomic", settings, Failed("crash", 1)),
              ElementsAre("a transactional.id, " + idempotent));
  settings = Safe();
  settings.transactional = true;
  EXPECT_THAT(Changes("no-duplicates", settings, Failed("crash", 1)),
              Contains("no transactional.id, enable.idempotence=false"));
}

TEST(Alternatives, KnowBothSidesOfATimeOut) {
  EXPECT_THAT(Changes("order", Safe(), Failed("crash", 1)),
              Contains("a delivery.timeout.ms of at most 9000"));
  auto settings = Safe();
  settings.delivery_timeout = std::chrono::seconds(9);
  EXPECT_THAT(Changes("order", settings, Failed("crash", 1)),
              Contains("a delivery.timeout.ms above 9000"));
}

TEST(Alternatives, AreNoneWhereNothingHelps) {
  EXPECT_THAT(Changes("no-loss", Safe(), Failed("corruption", 1)), IsEmpty());
  EXPECT_THAT(Changes("no-skips", Safe(), Failed("crash", 1)), IsEmpty());
}

// With two of three, whether ELR is in force would decide.
TEST(Alternatives, LeaveOutWhatWouldBeUnknown) {
  auto settings = Safe();
  settings.min_isr = 3;
  settings.elr = std::nullopt;
  const auto changes = Changes("no-loss", settings, Failed("power-loss", 2, 1));
  EXPECT_THAT(changes, Contains("min.insync.replicas=1"));
  EXPECT_THAT(changes, Not(Contains("min.insync.replicas=2")));
}

}  // namespace
}  // namespace kproof

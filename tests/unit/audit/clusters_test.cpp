// Two clusters in one run: what happened to one of them says nothing about the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

using testing::ElementsAre;

// Without idempotence and retries there are no duplicates, unless a leader moved, as by a crash.
Result WithADeathIn(const std::string& cluster, const std::string& kind = "disturbance") {
  HistoryOf h;
  h.Producer("enable.idempotence", "false").Producer("retries", "0");
  Clean(h);
  h.writer().Add(EventFact{1'000'000, kind, "broker-2", "ended unasked: SIGKILL", cluster, 2});
  return h.Judge();
}

TEST(Clusters, ANodeThatDiedInOneExcusesNothingInAnother) {
  const Result here = WithADeathIn("main");
  const Result elsewhere = WithADeathIn("east");
  const Result unknown = WithADeathIn("");
  EXPECT_EQ(here.promise.at("no-duplicates").holds, std::optional(false));
  EXPECT_EQ(elsewhere.promise.at("no-duplicates").holds, std::optional(true));
  EXPECT_EQ(unknown.promise.at("no-duplicates").holds, std::optional(false))
      << "of an older store: it counts for each";
}

TEST(Clusters, OfDisturbancesAndProblemsAreNamed) {
  EXPECT_THAT(WithADeathIn("main").disturbances,
              ElementsAre("1.0 s: broker-2: ended unasked: SIGKILL"));
  EXPECT_THAT(WithADeathIn("east").disturbances,
              ElementsAre("1.0 s: east:broker-2: ended unasked: SIGKILL"));
  EXPECT_THAT(WithADeathIn("east", "problem").doubts,
              testing::Contains("east:broker-2: ended unasked: SIGKILL"));
}

TEST(Clusters, HaveSettingsOfTheirOwnUnderTheSameNames) {
  HistoryOf h;
  Clean(h);
  h.writer().Add(SettingFact{"broker", "broker-1", "log.flush.interval.messages", "1", "x"});
  h.writer().Add(
      SettingFact{"broker", "broker-1", "log.flush.interval.messages", "9", "x", "east"});
  const auto brokers = h.Judge().effective.at("broker");
  EXPECT_EQ(brokers.at("broker-1").at("log.flush.interval.messages").value, "1");
  EXPECT_EQ(brokers.at("east:broker-1").at("log.flush.interval.messages").value, "9");
}

TEST(Clusters, AreListedWhereThereAreSeveral) {
  HistoryOf one;
  EXPECT_TRUE(Clean(one).Judge().clusters.empty());
  HistoryOf h;
  Clean(h)
      .Run(run_key::kClusterIds, R"({"main": "abc", "east": "def"})")
      .Run(run_key::kClusterServers, R"({"main": "a:1", "east": "b:1"})")
      .Run(run_key::kClusterVersions, R"({"main": "4.3.1", "east": "3.9.1"})");
  const Result result = h.Judge();
  ASSERT_EQ(result.clusters.size(), 2u);
  EXPECT_EQ(result.clusters.at("east").id, "def");
  EXPECT_EQ(result.clusters.at("east").bootstrap_servers, "b:1");
  EXPECT_EQ(result.clusters.at("east").kafka, "3.9.1");
}

}  // namespace
}  // namespace kproof

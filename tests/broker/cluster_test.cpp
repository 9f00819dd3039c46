// The local driver with real Kafka: it comes up in its forms, says why when it can't, and leaves
// nothing behind.
#include "harness/cluster/cluster.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/kafka/node_client.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

constexpr Duration kTopicLimit = std::chrono::seconds(20);

ClusterSetup Spec(int brokers, int controllers, bool combined) {
  ClusterSetup spec;
  spec.brokers = brokers;
  spec.controllers = controllers;
  spec.combined = combined;
  return spec;
}

TEST(LocalCluster, ThreeAndThreeComeUpAndHoldATopic) {
  const Live live;
  fmt::print("prepared in {}, ready in {}\n", HumanDuration(live->ready().prepared),
             HumanDuration(live->ready().ready));
  EXPECT_EQ(live->nodes().size(), 6U);
  EXPECT_EQ(live->kafka_version(), Kafka().version);
  CreateTopic(*live, {.name = "payments", .partitions = 6, .replication = 3, .config = {}},
              Deadline(kTopicLimit));
}

TEST(LocalCluster, OneBrokerAndOneControllerComeUp) {
  const Live live(Spec(1, 1, false));
  CreateTopic(*live, {.name = "payments", .partitions = 1, .replication = 1, .config = {}},
              Deadline(kTopicLimit));
}

TEST(LocalCluster, CombinedNodesComeUpAndStopByControlledShutdown) {
  const Live live(Spec(3, 0, true));
  EXPECT_EQ(live->nodes().size(), 3U);
  CreateTopic(*live, {.name = "payments", .partitions = 1, .replication = 3, .config = {}},
              Deadline(kTopicLimit));
  Node& node = live->node(1);
  node.process().Signal(SIGTERM);
  ASSERT_TRUE(node.process().WaitExit(Deadline(std::chrono::seconds(30))));
  EXPECT_FALSE(node.process().WaitStarted(Deadline(std::chrono::milliseconds(100))));
}

TEST(LocalCluster, TwoAtOnceDoNotDisturbEachOther) {
  const Live one(Spec(1, 0, true));
  const Live two(Spec(1, 0, true));
  EXPECT_NE(one->bootstrap_servers(), two->bootstrap_servers());
  CreateTopic(*one, {.name = "only-here", .partitions = 1, .replication = 1, .config = {}},
              Deadline(kTopicLimit));
  NodeClient client(two->node(1).clients());
  EXPECT_TRUE(client.Metadata({}, std::chrono::seconds(5))->partitions.empty());
}

TEST(LocalCluster, ANodeThatExitsIsAnErrorWithItsLastLines) {
  ClusterSetup spec = Spec(1, 0, true);
  spec.heap = "1k";
  try {
    const Live live(spec);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    EXPECT_NE(std::string(error.what()).find("Too small maximum heap"), std::string::npos)
        << error.what();
  }
}

// Not a test of its own: the harness that the next test kills.
TEST(HarnessThatIsKilled, DISABLED_StartsAClusterAndWaits) {
  const char* const file = std::getenv("KPROOF_TEST_READY_FILE");
  ASSERT_NE(file, nullptr);
  const Live live(Spec(1, 0, true));
  std::ofstream(file) << live.folder() + "\n" + live->bootstrap_servers() + "\n" << std::flush;
  SleepFor(std::chrono::seconds(30));
}

TEST(LocalCluster, NoBrokerOutlivesAKilledHarness) {
  const std::string file =
      (std::filesystem::temp_directory_path() / ("kproof-ready-" + std::to_string(::getpid())))
          .string();
  const auto harness = Process::Start(
      {.executable = std::filesystem::read_symlink("/proc/self/exe").string(),
       .args = {"--gtest_also_run_disabled_tests", "--gtest_filter=HarnessThatIsKilled.*"},
       .env = {{"KPROOF_TEST_READY_FILE", file}},
       .output = ""});
  std::string folder, server;
  const auto up = [&] {
    std::ifstream lines(file);
    return std::getline(lines, folder) && std::getline(lines, server) && !lines.eof();
  };
  ASSERT_TRUE(WaitUntil(up, Deadline(std::chrono::seconds(60))));
  std::filesystem::remove(file);
  harness->Signal(SIGKILL);
  const auto colon = server.find(':');
  NodeClient client(Address{server.substr(0, colon), std::atoi(server.c_str() + colon + 1)});
  const auto silent = [&] { return !client.Metadata({}, std::chrono::milliseconds(200)); };
  EXPECT_TRUE(WaitUntil(silent, Deadline(std::chrono::seconds(5))));
  std::filesystem::remove_all(folder);  // who was killed could not
}

}  // namespace
}  // namespace kproof

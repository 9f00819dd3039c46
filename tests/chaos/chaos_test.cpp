// Runs a scenario as its user does, then asks a reader that has nothing to do with us (kcat) what
// stands in the log, and compares that with the audit store offset by offset.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "harness/base/clock.h"
#include "harness/cluster/process.h"
#include "tests/chaos/kept_run.h"
#include "tests/chaos/mutation.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

Offsets ByStore(const std::string& folder) {
  Offsets offsets;
  const auto store = StoreReader::Open(folder + "/audit.db");
  std::map<std::int64_t, std::string> topic_of_stream;
  for (const auto& stream : store->Streams()) topic_of_stream[stream.id] = stream.key.topic;
  store->EachRead([&](const ReadRow& row) {
    if (row.pass != Pass::kFinal) return;
    auto& set = offsets[topic_of_stream.at(row.stream) + "/" + std::to_string(row.partition)];
    for (const auto offset : row.Offsets().Decode()) set.insert(offset);
  });
  return offsets;
}

struct Expected {
  std::string scenario;
  bool loses = false;
};

void PrintTo(const Expected& expected, std::ostream* out) { *out << expected.scenario; }

class Chaos : public testing::TestWithParam<Expected> {};

TEST_P(Chaos, EndsAsTheBookSaysAndKcatAgrees) {
  const Scratch scratch("chaos");
  KeptRun run(GetParam().scenario, scratch.path());
  ASSERT_TRUE(run.Finished()) << run.Output();
  ASSERT_TRUE(fs::exists(scratch.path() / "latest" / "result.json")) << run.Output();
  const auto result = run.ResultJson();

  EXPECT_EQ(result["verdict"], "pass") << result.dump(2) << run.Output();
  EXPECT_GT(result["counts"]["acked"], 1000);
  EXPECT_GE(result["counts"]["read"], result["counts"]["acked"].get<std::uint64_t>() -
                                          result["counts"]["lost"].get<std::uint64_t>());
  if (GetParam().loses) {
    EXPECT_GT(result["counts"]["lost"], 0);
  } else {
    for (const char* nothing :
         {"lost", "duplicated", "reordered", "phantom", "ghost", "misplaced", "corrupt"})
      EXPECT_EQ(result["counts"][nothing], 0) << nothing;
  }
  for (const auto& fault : result["faults"])
    EXPECT_TRUE(fault["bit"] && fault["healed"]) << fault.dump();

  Offsets kcat;
  for (const auto& [topic, settings] : result["effective"]["topic"].items()) {
    if (topic == "*") continue;  // what all topics have alike
    const auto read = ReadByKcat(result["cluster"]["bootstrap_servers"], topic, scratch.path());
    EXPECT_EQ(read.exit_code, 0) << read.errors;
    kcat.insert(read.offsets.begin(), read.offsets.end());
  }
  EXPECT_EQ(ByStore(run.Folder()), kcat);

  EXPECT_EQ(run.End(), 0);
  const auto again = Process::Start({.executable = KPROOF_PROGRAM,
                                     .args = {"check", run.Folder(), "--json"},
                                     .env = {},
                                     .output = (scratch.path() / "check.json").string()});
  ASSERT_TRUE(again->WaitExit(Deadline(std::chrono::seconds(30))));
  const auto judged = nlohmann::json::parse(ReadFile(scratch.path() / "check.json"));
  EXPECT_EQ(judged, result) << "the stored run alone gives the same verdict";
  if (!GetParam().loses)
    ExpectEachMutationIsSaid(run.Folder() + "/audit.db", scratch.path().string());
}

INSTANTIATE_TEST_SUITE_P(Steady, Chaos, testing::Values(Expected{"steady.yaml"}));
INSTANTIATE_TEST_SUITE_P(LeaderKill, Chaos,
                         testing::Values(Expected{"durability/leader-kill.yaml"}));
INSTANTIATE_TEST_SUITE_P(LeaderKillAcks1, Chaos,
                         testing::Values(Expected{"durability/leader-kill-acks1.yaml", true}));
INSTANTIATE_TEST_SUITE_P(ControllerKill, Chaos,
                         testing::Values(Expected{"availability/controller-kill.yaml"}));
INSTANTIATE_TEST_SUITE_P(BrokerRestart, Chaos,
                         testing::Values(Expected{"availability/broker-restart.yaml"}));

}  // namespace
}  // namespace kproof

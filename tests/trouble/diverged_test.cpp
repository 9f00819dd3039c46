// A follower whose log changes on disk while it is down for a while: no client ever notices, the
// verdict does.
#include <filesystem>
#include <fstream>

#include "harness/base/clock.h"
#include "harness/kafka/record_batch.h"
#include "tests/trouble/user.h"
#include "tests/unit/kafka/batch_builder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kDivergedScenario = R"(
name: rotten-follower
cluster: {brokers: 3, controllers: 1}
topics:
  payments: {partitions: 1, replication: 3, config: {min.insync.replicas: 2}}
producers:
  checkout: {count: 1, rate: 500/s, value: 100B, config: {acks: all, enable.idempotence: true}}
monitors: {count: 1}
duration: 5s
steps:
  - {at: 2s, fault: stop, target: broker 3, for: 3s, within: 30s}
require: [no-loss]
)";

// The log folder of a broker of the run that goes on.
fs::path DataOf(const Scratch& scratch, const std::string& broker) {
  for (const auto& entry : fs::directory_iterator(scratch.Out())) {
    if (entry.path().filename().string().starts_with(".partial-"))
      return entry.path() / "nodes-main" / broker / "data";
  }
  return {};
}

// Changes the stamp of the last record of the first batch; gives the record's offset.
std::int64_t Change(const fs::path& segment) {
  std::string bytes = ReadFile(segment.string());
  const auto batch = Parsed(bytes);
  std::string changed(batch.bytes);
  const auto offset = batch.last_offset;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  Seal(changed);
  std::ofstream(segment, std::ios::binary | std::ios::trunc)
      << bytes.replace(0, changed.size(), changed);
  return offset;
}

TEST(Diverged, AFollowerThatHoldsAnotherRecordIsAViolationAndTheRecordIsNamed) {
  const Scratch scratch;
  const auto file = scratch.Write("rotten.yaml", kDivergedScenario);
  const Kproof run(scratch, {"run", file, "--seed", "7", "--out", scratch.Out()});
  run.Await("  stop broker 3");
  // Kafka leaves this file when it has shut down in order, and removes it when it starts.
  const auto data = DataOf(scratch, "broker-3");
  ASSERT_TRUE(WaitUntil([&] { return fs::exists(data / ".kafka_cleanshutdown"); },
                        Deadline(std::chrono::seconds(20))))
      << run.Both();
  const auto offset = Change(data / "payments-0" / "00000000000000000000.log");
  EXPECT_EQ(run.Code(), 1) << run.Both();

  const auto result = ResultOf(LatestRun(scratch));
  EXPECT_EQ(result["verdict"], "violation");
  EXPECT_EQ(result["counts"]["diverged"], 1);
  EXPECT_THAT(result["not_tested"], Not(Contains("diverged")));
  for (const char* nothing : {"lost", "corrupt", "duplicated", "reordered", "phantom", "pending"})
    EXPECT_EQ(result["counts"][nothing], 0) << nothing;
  ASSERT_EQ(result["findings"].size(), 1U) << result["findings"].dump(2);
  const auto& finding = result["findings"][0];
  EXPECT_EQ(finding["check"], "diverged");
  EXPECT_EQ(finding["evidence"]["differs"], 1);
  const auto& example = finding["examples"][0];
  EXPECT_EQ(example["origin"], "checkout-0");
  EXPECT_EQ(example["topic"], "payments");
  EXPECT_EQ(example["partition"], 0);
  EXPECT_EQ(example["offset"], offset);
  EXPECT_THAT(run.Out(), HasSubstr("diverged 1"));
  EXPECT_THAT(run.Out(), HasSubstr("broker 3"));

  const Kproof check(scratch, {"check", LatestRun(scratch), "--json"});
  EXPECT_EQ(check.Code(), 1);
  EXPECT_EQ(nlohmann::json::parse(check.Out()), result);
}

}  // namespace
}  // namespace kproof

// Runs a scenario as its user does, then asks a reader that has nothing to do with us (kcat) what
// stands in the log, and compares that with the audit store offset by offset.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "harness/base/clock.h"
#include "harness/base/text.h"
#include "harness/cluster/process.h"
#include "tests/chaos/mutation.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using Offsets = std::map<std::string, std::set<std::int64_t>>;  // "topic/partition" → offsets

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A folder below the build tree that goes with the test, unless it failed.
class Scratch {
 public:
  explicit Scratch(const std::string& name)
      : path_(fs::path(KPROOF_TEST_DIR) / (name + "-" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Scratch() {
    if (!testing::Test::HasFailure()) fs::remove_all(path_);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// `kproof run` of one scenario, keeping its cluster until the test has looked at it.
class KeptRun {
 public:
  KeptRun(const std::string& scenario, const fs::path& folder) : folder_(folder) {
    process_ = Process::Start(
        {.executable = KPROOF_PROGRAM,
         .args = {"run", std::string(KPROOF_SOURCE_DIR) + "/scenarios/" + scenario,
                  "--keep-cluster", "--json", "--seed", "7", "--out", folder.string(), "--sandbox",
                  "loopback"},  // where kcat can reach it
         .env = {},
         .output = (folder / "output.txt").string()});
  }

  bool Finished() {
    return WaitUntil(
        [&] { return fs::exists(folder_ / "latest" / "result.json") || process_->Exit(); },
        Deadline(std::chrono::minutes(3)));
  }
  nlohmann::json ResultJson() const {
    return nlohmann::json::parse(ReadFile(folder_ / "latest" / "result.json"));
  }
  std::string Folder() const { return (folder_ / "latest").string(); }
  std::string Output() const { return ReadFile(folder_ / "output.txt"); }

  // Lets the cluster go and gives the exit code.
  int End() {
    process_->Signal(SIGTERM);
    EXPECT_TRUE(process_->WaitExit(Deadline(std::chrono::seconds(20))));
    return process_->Exit()->code;
  }

 private:
  fs::path folder_;
  std::shared_ptr<Process> process_;
};

Offsets ByKcat(const std::string& bootstrap, const std::string& topic, const fs::path& folder) {
  const std::string output = (folder / ("kcat-" + topic + ".txt")).string();
  const auto kcat = Process::Start(
      {.executable = "/usr/bin/kcat",
       .args = {"-C", "-q", "-e", "-b", bootstrap, "-t", topic, "-o", "beginning", "-X",
                "check.crcs=true", "-X", "isolation.level=read_uncommitted", "-f", "%t/%p %o\n"},
       .env = {},
       .output = output});
  EXPECT_TRUE(kcat->WaitExit(Deadline(std::chrono::minutes(1)))) << "kcat did not come to an end";
  Offsets offsets;
  std::ifstream lines(output);
  std::string partition;
  std::int64_t offset = 0;
  while (lines >> partition >> offset) offsets[partition].insert(offset);
  return offsets;
}

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
  for (const auto& [topic, settings] : result["effective"]["topic"].items())
    kcat.merge(ByKcat(result["cluster"]["bootstrap_servers"], topic, scratch.path()));
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

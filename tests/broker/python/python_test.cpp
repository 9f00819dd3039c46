// docs/examples/python/client.py writes a history of a real broker that the judge finds clean, and
// one that is cut when a line is taken out of it. Its packages come from PyPI into a venv in
// the build folder; where that can't be reached the test is skipped and says why.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "audit/events/import.h"
#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "harness/cluster/process.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// What a program printed, and whether it ended well within `limit`.
struct Ran {
  bool well = false;
  std::string output;
};

Ran RunProgram(const std::string& program, const std::vector<std::string>& args,
               const fs::path& folder, Duration limit) {
  const auto output = folder / "output.txt";
  const auto process =
      Process::Start({.executable = program, .args = args, .env = {}, .output = output.string()});
  const bool ended = WaitUntil([&] { return process->Exit().has_value(); }, Deadline(limit));
  return {ended && process->Exit()->code == 0, ReadFile(output)};
}

Result Judged(const fs::path& events, const fs::path& folder) {
  const auto store = (folder / (events.stem().string() + ".db")).string();
  ImportEvents(events.string(), store);
  return Judge(*StoreReader::Open(store));
}

TEST(PythonClient, WritesAHistoryThatIsJudged) {
  const fs::path folder = fs::path(KPROOF_TEST_DIR) / "run";
  const fs::path venv = fs::path(KPROOF_TEST_DIR) / "venv";
  const std::string example = KPROOF_SOURCE_DIR "/docs/examples/python";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto made = RunProgram("/usr/bin/python3", {"-m", "venv", venv.string()}, folder,
                               std::chrono::minutes(1));
  if (!made.well) GTEST_SKIP() << "no virtual environment (python3-venv): " << made.output;
  const auto installed = RunProgram((venv / "bin/pip").string(),
                                    {"install", "--quiet", "--disable-pip-version-check",
                                     "--retries", "1", "-r", example + "/requirements.txt"},
                                    folder, std::chrono::minutes(2));
  if (!installed.well) GTEST_SKIP() << "confluent-kafka can't be had: " << installed.output;

  ClusterSetup spec;
  spec.brokers = 1;
  spec.controllers = 0;
  spec.combined = true;
  const Live live(spec);
  CreateTopic(*live, {.name = "orders", .partitions = 3, .replication = 1, .config = {}},
              Deadline(std::chrono::seconds(20)));
  const auto events = folder / "events.jsonl";
  const auto client =
      RunProgram((venv / "bin/python").string(),
                 {example + "/client.py", "--bootstrap-server", live->bootstrap_servers(),
                  "--topic", "orders", "--events", events.string(), "--count", "900"},
                 folder, std::chrono::minutes(2));
  ASSERT_TRUE(client.well) << client.output;

  const auto clean = Judged(events, folder);
  EXPECT_EQ(clean.verdict, Verdict::kPass) << clean.reason;
  EXPECT_EQ(clean.counts.at("acked"), 906u);  // three in each of two transactions
  EXPECT_EQ(clean.counts.at("read"), 1809u);  // the group does not get what was aborted

  // One record less in the final pass: exactly that is said, and that the file is not whole.
  std::istringstream lines(ReadFile(events));
  std::ofstream harmed(folder / "harmed.jsonl");
  bool dropped = false;
  for (std::string line; std::getline(lines, line);) {
    const bool final_read = line.find("\"pass\": \"final\"") != std::string::npos &&
                            line.find("\"seq\": 7,") != std::string::npos;
    if (final_read && !dropped) {
      dropped = true;
    } else {
      harmed << line << '\n';
    }
  }
  harmed.close();
  ASSERT_TRUE(dropped);
  const auto lost = Judged(folder / "harmed.jsonl", folder);
  EXPECT_EQ(lost.verdict, Verdict::kInconclusive) << lost.reason;
  EXPECT_NE(
      lost.reason.find("cut: by the counts of its 'end', 1 'read' is missing; without that it "
                       "would have been VIOLATION: lost 1"),
      std::string::npos)
      << lost.reason;
  EXPECT_EQ(lost.counts.at("lost"), 1u);
}

}  // namespace
}  // namespace kproof

// A run watched while it goes on: --events-to and live.jsonl. docs/live.md says what a reader may
// rely on.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "harness/base/descriptor.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

constexpr char kPause[] =
    "steps:\n"
    "  - {at: 500ms, fault: pause, target: leader of payments/0, for: 3s}\n";

std::vector<Json> Lines(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(Json::parse(line, nullptr, false));
    EXPECT_TRUE(lines.back().is_object()) << line;
  }
  EXPECT_TRUE(text.empty() || text.back() == '\n') << "a line is not whole";
  return lines;
}

const Json& Only(const std::vector<Json>& lines, const std::string& event) {
  const Json* found = nullptr;
  for (const auto& line : lines) {
    if (line["event"] != event) continue;
    EXPECT_EQ(found, nullptr) << "two of " << event;
    found = &line;
  }
  static const Json none;
  EXPECT_NE(found, nullptr) << "no " << event;
  return found == nullptr ? none : *found;
}

// Whatever run it is of.
void ExpectInOrder(const std::vector<Json>& lines) {
  double last = 0;
  for (const auto& line : lines) {
    if (line["event"] == "stream") continue;
    EXPECT_GE(line["at_s"].get<double>(), last) << line;
    last = line["at_s"];
  }
  EXPECT_EQ(lines.front()["event"], "stream");
  EXPECT_EQ(lines.back()["event"], "verdict");
}

TEST(Live, ARunStreamsWhatHappensAndItsFolderHasTheSame) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("live", kPause, "6s"));
  const auto events = scratch.File("events.jsonl");
  const Kproof run(scratch, {"run", file, "--seed", "7", "--sandbox", "loopback", "--out",
                             scratch.Out(), "--events-to", events});
  ASSERT_EQ(run.Code(), 0) << run.Both();
  const auto folder = LatestRun(scratch);
  const auto text = ReadFile(events);
  EXPECT_EQ(text, ReadFile(folder + "/live.jsonl"));
  const auto lines = Lines(text);
  ExpectInOrder(lines);

  EXPECT_EQ(Only(lines, "started")["seed"], 7);
  EXPECT_GT(Only(lines, "started")["expected_s"], 6);
  for (const auto& line : lines)
    if (line.contains("run")) {
      EXPECT_EQ(line["run"], std::filesystem::path(folder).filename().string());
    }
  const auto& began = Only(lines, "fault_began");
  EXPECT_EQ(began["fault"], "pause");
  EXPECT_EQ(began["step"], 1);
  EXPECT_THAT(began["target"], HasSubstr("leader of payments/0"));
  const auto& ended = Only(lines, "fault_ended");
  EXPECT_EQ(ended["bit"], true);
  EXPECT_EQ(ended["healed"], true);
  EXPECT_GT(ended["at_s"].get<double>() - began["at_s"].get<double>(), 2.5);

  // The samples say what the store says: load, a pause in which nothing is acked, and load again.
  int paused = 0;
  Json last;
  for (const auto& line : lines) {
    if (line["event"] != "sample") continue;
    if (!line["faults"].empty() && line["acked_per_s"] == 0) ++paused;
    if (!last.is_null()) {
      EXPECT_GE(line["acked"], last["acked"]);
    }
    last = line;
  }
  EXPECT_GE(paused, 1) << text;
  const auto result = ResultOf(folder);
  EXPECT_EQ(last["sent"], result["counts"]["sent"]);
  EXPECT_EQ(last["acked"], result["counts"]["acked"]);
  const auto& verdict = lines.back();
  EXPECT_EQ(verdict["verdict"], result["verdict"]);
  EXPECT_EQ(verdict["exit_code"], 0);
  EXPECT_EQ(verdict["counts"], result["counts"]);
  for (const auto& [name, sum] : result["evidence"].items()) EXPECT_NE(name, "live.jsonl");
  const Kproof check(scratch, {"check", folder});
  EXPECT_EQ(check.Code(), 0) << check.Both();
}

// The reader is there for the first line and goes.
TEST(Live, AReaderThatLeavesIsReportedOnceAndChangesNothing) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("live"));
  const auto fifo = scratch.File("fifo");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const Kproof run(
      scratch, {"run", file, "--sandbox", "loopback", "--out", scratch.Out(), "--events-to", fifo});
  {
    const Descriptor reader(::open(fifo.c_str(), O_RDONLY));
    ASSERT_TRUE(reader.ok());
    char first[64] = {};
    ASSERT_GT(::read(reader.get(), first, sizeof first), 0);
    EXPECT_THAT(std::string(first, sizeof first), HasSubstr("{\"event\":\"stream\""));
  }
  EXPECT_EQ(run.Code(), 0) << run.Both();
  const auto words = run.Err();
  const auto said = words.find("its reader has gone; the run goes on without it");
  ASSERT_NE(said, std::string::npos) << words;
  EXPECT_EQ(words.find("its reader has gone", said + 1), std::string::npos);
  EXPECT_EQ(Lines(ReadFile(LatestRun(scratch) + "/live.jsonl")).back()["event"], "verdict");
}

// Runs that this machine can't carry out are over at once, and are a campaign all the same.
TEST(Live, OnStdoutTheStreamIsAlone) {
  const Scratch scratch;
  const auto cut = scratch.Write("cut.yaml", SmallScenario("cut", LongFault("cut")));
  for (const char* jobs : {"1", "3"}) {
    const Kproof run(scratch, {"run", cut, "--repeat", "6", "--jobs", jobs, "--sandbox", "loopback",
                               "--out", scratch.Out(), "--events-to", "-"});
    EXPECT_EQ(run.Code(), kExitNotRun) << run.Both();
    const auto lines = Lines(run.Out());
    EXPECT_EQ(lines.front()["event"], "stream");
    std::map<std::string, std::vector<Json>> runs;
    std::vector<std::size_t> done;
    for (const auto& line : lines) {
      if (line["event"] == "campaign")
        done.push_back(line["done"]);
      else if (line.contains("run"))
        runs[line["run"]].push_back(line);
    }
    EXPECT_EQ(runs.size(), 6U);
    for (const auto& [name, of_run] : runs) {
      EXPECT_EQ(of_run.front()["event"], "started") << name;
      EXPECT_EQ(of_run.back()["verdict"], "not-run") << name;
    }
    EXPECT_EQ(done.size(), 7U);
    EXPECT_EQ(done.front(), 0U);
  }
}

TEST(Live, OnlyOneFlagHasStdout) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("live"));
  for (const std::vector<std::string>& other :
       {std::vector<std::string>{"--json"}, {"--pretty"}, {"--junit", "-"}}) {
    std::vector<std::string> args = {"run", file, "--out", scratch.Out(), "--events-to", "-"};
    args.insert(args.end(), other.begin(), other.end());
    const Kproof run(scratch, args);
    EXPECT_EQ(run.Code(), kExitUsage);
    EXPECT_THAT(run.Err(), HasSubstr("--events-to - both want stdout"));
    EXPECT_FALSE(std::filesystem::exists(scratch.Out()));
  }
}

TEST(Live, AScenarioIsNeverReplacedByItsEvents) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("live"));
  const auto before = ReadFile(file);
  const Kproof run(scratch, {"run", file, "--out", scratch.Out(), "--events-to", file, "--force"});
  EXPECT_EQ(run.Code(), kExitUsage);
  EXPECT_THAT(run.Err(), HasSubstr("an input is never replaced"));
  EXPECT_EQ(ReadFile(file), before);
}

}  // namespace
}  // namespace kproof

// Whatever ends a run in the middle of a fault: nothing of it goes on, and what it knew is kept.
#include <csignal>
#include <filesystem>

#include "harness/base/clock.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

struct Interruption {
  std::string name, fault;
  int signal;
};
void PrintTo(const Interruption& one, std::ostream* out) { *out << one.name; }

class Interrupted : public testing::TestWithParam<Interruption> {};

TEST_P(Interrupted, TakesItsFaultBackAndKeepsItsFacts) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("down", LongFault(GetParam().fault)));
  // Kafka takes a killed broker back only when the session of its former life has ended.
  const Kproof run(scratch, {"run", file, "--out", scratch.Out(), "--set",
                             "cluster.config.broker.session.timeout.ms=3000"});
  run.Await("  " + GetParam().fault + " leader of payments/0 (node-1)");
  const auto asked = MonotonicMicros();
  run.Signal(GetParam().signal);
  EXPECT_EQ(run.Code(), 128 + GetParam().signal) << run.Both();
  EXPECT_LT(MonotonicMicros() - asked, 40'000'000) << "not the 60 s of the fault\n" << run.Both();
  EXPECT_THAT(scratch.Processes(), IsEmpty());

  const auto result = ResultOf(LatestRun(scratch));
  EXPECT_EQ(result["verdict"], "error");
  EXPECT_THAT(result["reason"], HasSubstr("interrupted"));
  EXPECT_GT(result["counts"]["acked"], 0);
  EXPECT_EQ(result["counts"]["lost"], 0);
  EXPECT_TRUE(result["faults"][0]["healed"]) << result["faults"].dump(2);
  for (const char* name : {"scenario.yaml", "audit.db", "junit.xml", "logs/node-1.log"})
    EXPECT_TRUE(fs::exists(LatestRun(scratch) + "/" + name)) << name;
  EXPECT_FALSE(fs::exists(LatestRun(scratch) + "/spool"));
  EXPECT_FALSE(fs::exists(LatestRun(scratch) + "/nodes-main"));
  const Kproof check(scratch, {"check", LatestRun(scratch), "--json"});
  EXPECT_EQ(check.Code(), 130);
  EXPECT_EQ(nlohmann::json::parse(check.Out()), result);
}

INSTANTIATE_TEST_SUITE_P(MidFault, Interrupted,
                         testing::Values(Interruption{"InterruptWhileDown", "kill", SIGINT},
                                         Interruption{"TerminateWhilePaused", "pause", SIGTERM}),
                         testing::PrintToStringParamName());

TEST(InterruptedEarly, EndsOnceTheClusterIsUp) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("early"));
  const Kproof run(scratch, {"run", file, file, "--out", scratch.Out()});
  run.Await("starting Kafka");
  run.Signal(SIGINT);
  EXPECT_EQ(run.Code(), 130) << run.Both();
  EXPECT_THAT(scratch.Processes(), IsEmpty());
  EXPECT_THAT(ResultOf(LatestRun(scratch))["reason"], HasSubstr("interrupted"));
  // The second run was not begun: one folder and the link.
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch.Out()), fs::directory_iterator{}), 2);
}

// Times of change and bytes of all files below `folder`.
std::map<std::string, std::pair<fs::file_time_type, std::string>> Files(const std::string& folder) {
  std::map<std::string, std::pair<fs::file_time_type, std::string>> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files[entry.path().string()] = {entry.last_write_time(), ReadFile(entry.path().string())};
  return files;
}

class Killed : public testing::TestWithParam<std::string> {};

TEST_P(Killed, LeavesNobodyBehindAndCanBeJudged) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("killed", LongFault("pause")));
  const Kproof run(
      scratch, {"run", file, "--out", scratch.Out(), "--set", "producers.*.client=" + GetParam(),
                "--set", "monitors.client=" + GetParam()});
  run.Await("  pause leader of payments/0 (node-1)");
  run.Signal(SIGKILL);
  EXPECT_EQ(run.Code(), 137);
  EXPECT_TRUE(
      WaitUntil([&] { return scratch.Processes().empty(); }, Deadline(std::chrono::seconds(5))))
      << testing::PrintToString(scratch.Processes());

  const auto partial = PartialRun(scratch);
  const auto before = Files(partial);
  const Kproof first(scratch, {"check", partial, "--json"});
  EXPECT_EQ(first.Code(), 2) << first.Both();
  EXPECT_TRUE(Files(partial) == before) << "a check changed the run folder";
  const auto result = nlohmann::json::parse(first.Out());
  EXPECT_EQ(result["verdict"], "inconclusive");
  EXPECT_THAT(result["reason"], HasSubstr("was killed"));
  EXPECT_GT(result["counts"]["acked"], 0);
  EXPECT_GE(result["counts"]["sent"], result["counts"]["acked"]);
  for (const char* never : {"lost", "phantom", "ghost", "duplicated"})
    EXPECT_EQ(result["counts"][never], 0) << never;
  const Kproof second(scratch, {"check", partial, "--json"});
  EXPECT_EQ(second.Code(), 2);
  EXPECT_EQ(second.Out(), first.Out());
  EXPECT_TRUE(Files(partial) == before) << "a check changed the run folder";
}

INSTANTIATE_TEST_SUITE_P(ByClient, Killed, testing::Values("librdkafka", "java"),
                         [](const auto& client) { return client.param; });

}  // namespace
}  // namespace kproof

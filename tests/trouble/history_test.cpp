// Histories as their writers leave them: cut, broken, or on their way through a pipe.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Records of one producer, each acked and found by the final pass.
std::string History(int records) {
  std::string sent, read;
  const auto named = [](int seq) {
    return R"("origin":"p","topic":"x","partition":0,"seq":)" + std::to_string(seq);
  };
  for (int seq = 0; seq < records; ++seq) {
    const auto offset = R"(,"offset":)" + std::to_string(seq) + "}\n";
    sent += R"({"event":"settle","actor":"p",)" + named(seq) + R"(,"outcome":"acked")" + offset;
    read += R"({"event":"read","actor":"f","pass":"final",)" + named(seq) + offset;
  }
  return R"({"event":"require","guarantees":["no-loss"]})"
         "\n" +
         sent + read + R"({"event":"bounds","topic":"x","partition":0,"start":0,"end":)" +
         std::to_string(records) + "}\n";
}

// What the program exports of it, line by line.
std::vector<std::string> Exported(const Scratch& scratch, const std::string& history) {
  const Kproof check(
      scratch, {"check", scratch.Write("told.jsonl", history), "--out", scratch.File("audit.db")});
  EXPECT_EQ(check.Code(), 0) << check.Both();
  const Kproof exported(scratch, {"export", scratch.File("audit.db"), "--events", "-"});
  EXPECT_EQ(exported.Code(), 0) << exported.Err();
  std::vector<std::string> lines;
  std::istringstream text(exported.Out());
  for (std::string line; std::getline(text, line);) lines.push_back(line + "\n");
  return lines;
}

std::string Lines(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += lines[i];
  return text;
}

TEST(History, AnExportThatWasCutIsInconclusiveEverywhere) {
  const Scratch scratch;
  const auto lines = Exported(scratch, History(1000));
  const auto whole = Lines(lines, 0, lines.size());
  const Kproof check(scratch, {"check", scratch.Write("whole.jsonl", whole)});
  EXPECT_EQ(check.Code(), 0) << check.Both();
  const auto bounds = std::find_if(lines.begin(), lines.end(),
                                   [](const std::string& line) {
                                     return line.starts_with(R"({"event":"bounds")");
                                   }) -
                      lines.begin();
  const std::vector<std::pair<std::string, std::string>> cuts = {
      {"the first half", Lines(lines, 0, lines.size() / 2)},
      {"a thousand bytes less", whole.substr(0, whole.size() - 1000)},
      {"without the end", Lines(lines, 0, lines.size() - 1)},
      {"without the first line", Lines(lines, 1, lines.size())},
      {"without reads", Lines(lines, 0, static_cast<std::size_t>(bounds) - 500) +
                            Lines(lines, static_cast<std::size_t>(bounds), lines.size())}};
  for (const auto& [name, text] : cuts) {
    const Kproof cut(
        scratch, {"check", scratch.Write("cut.jsonl", text), "--junit", scratch.File("junit.xml")});
    EXPECT_EQ(cut.Code(), kExitInconclusive) << name << "\n" << cut.Both();
    EXPECT_THAT(cut.Out(), HasSubstr("INCONCLUSIVE: cut: ")) << name;
    EXPECT_THAT(cut.Out(), HasSubstr("without that it would have been ")) << name;
    EXPECT_THAT(ReadFile(scratch.File("junit.xml")), Not(HasSubstr("<failure"))) << name;
    std::filesystem::remove(scratch.File("junit.xml"));
  }
}

// The store that is kept, and what is exported from that, are as incomplete as what they come from.
TEST(History, WhatIsKeptOfACutOneKeepsKnowing) {
  const Scratch scratch;
  const auto lines = Exported(scratch, History(10));
  const Kproof cut(scratch, {"check", scratch.Write("cut.jsonl", Lines(lines, 0, lines.size() - 3)),
                             "--out", scratch.File("cut.db"), "--json"});
  EXPECT_EQ(cut.Code(), kExitInconclusive) << cut.Both();
  const auto result = nlohmann::json::parse(cut.Out());
  EXPECT_THAT(result["cut"], HasSubstr("'end' that line 1 announces is missing"));
  const Kproof again(scratch, {"check", scratch.File("cut.db"), "--json"});
  EXPECT_EQ(again.Code(), kExitInconclusive) << again.Both();
  EXPECT_EQ(nlohmann::json::parse(again.Out())["reason"], result["reason"]);
  const Kproof exported(scratch, {"export", scratch.File("cut.db"), "--events", "-"});
  EXPECT_EQ(exported.Code(), 0);
  const Kproof third(scratch, {"check", scratch.Write("again.jsonl", exported.Out()), "--json"});
  EXPECT_EQ(third.Code(), kExitInconclusive) << third.Both();
  EXPECT_EQ(nlohmann::json::parse(third.Out())["reason"], result["reason"]);
}

TEST(History, ComesFromStdinOrThroughAPipe) {
  const Scratch scratch;
  const Kproof from_stdin(scratch, {"check", "-"}, {}, History(10));
  EXPECT_EQ(from_stdin.Code(), 0) << from_stdin.Both();
  EXPECT_THAT(from_stdin.Out(), AllOf(StartsWith("stdin "), HasSubstr("acked 10")));

  // Out of order, so that it is sorted first: a pipe can't be read again.
  const auto pipe = scratch.File("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] {
    std::ofstream(pipe) << R"({"event":"read","t":9,"actor":"f","topic":"y","partition":0,)"
                           R"("offset":1,"origin":null})"
                           "\n"
                           R"({"event":"read","t":8,"actor":"f","topic":"y","partition":0,)"
                           R"("offset":0,"origin":null})"
                           "\n"
                        << History(5'000);
  });
  const Kproof through_pipe(scratch, {"check", pipe, "--json"});
  EXPECT_EQ(through_pipe.Code(), 0) << through_pipe.Both();
  writer.join();
  EXPECT_EQ(nlohmann::json::parse(through_pipe.Out())["counts"]["acked"], 5'000);
}

TEST(History, ErrorsOnStdinHaveALineAndNameNoLibrary) {
  const Scratch scratch;
  const Kproof broken(scratch, {"check", "-"}, {},
                      History(1) + "{\"event\":\"note\",\"t\":1e999,\"kind\":\"phase\"}\n[\n");
  EXPECT_EQ(broken.Code(), kExitUsage);
  EXPECT_THAT(broken.Err(),
              AllOf(HasSubstr("stdin:5: the line holds the number 1e999, which is out "
                              "of range"),
                    HasSubstr("stdin:6: "), Not(HasSubstr("exception"))));
  const Kproof nothing(scratch, {"check", "-"});
  EXPECT_EQ(nothing.Code(), kExitUsage);
  EXPECT_THAT(nothing.Err(), HasSubstr("stdin: there are no events in it"));
}

// What never ends and has no lines is refused, and not copied for ever.
TEST(History, OfADeviceWithoutLinesIsRefused) {
  const Scratch scratch;
  const Kproof zeros(scratch, {"check", "/dev/zero"});
  EXPECT_EQ(zeros.Code(), kExitUsage);
  EXPECT_THAT(zeros.Err(), HasSubstr("/dev/zero:1: the line is longer than 16777216 bytes"));
}

// What the run itself said comes out again, whole.
TEST(History, OfARealRunComesToTheSameResult) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("exported",
                                                          "steps:\n"
                                                          "  - at: 500ms\n"
                                                          "    fault: pause\n"
                                                          "    target: leader of payments/0\n"
                                                          "    for: 1s\n"
                                                          "    within: 30s\n"));
  const Kproof run(scratch, {"run", file, "--out", scratch.Out()});
  const int code = run.Code();
  const auto folder = LatestRun(scratch);
  const auto events = scratch.File("events.jsonl");
  const Kproof exported(scratch, {"export", folder, "--events", events});
  ASSERT_EQ(exported.Code(), 0) << exported.Err();
  const Kproof check(scratch, {"check", events, "--json"});
  EXPECT_EQ(check.Code(), code) << check.Err();
  auto of_the_run = ResultOf(folder);
  of_the_run["evidence"] = nlohmann::json::object();  // of files, which a history has not
  EXPECT_EQ(nlohmann::json::diff(of_the_run, nlohmann::json::parse(check.Out())),
            nlohmann::json::array());
}

}  // namespace
}  // namespace kproof

// Holds the source tree to docs/architecture.md and docs/style rules, and holds the rules
// themselves to trees that break them: a rule that can't fail would hold nothing.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/base/text.h"
#include "tests/architecture/rules.h"

namespace kproof::architecture {
namespace {

namespace fs = std::filesystem;

std::string Lines(const Complaints& complaints) { return "\n" + Join(complaints, "\n") + "\n"; }

const SourceTree& OurTree() {
  static const SourceTree tree = LoadTree(KPROOF_SOURCE_DIR);
  return tree;
}

void ExpectKept(const Complaints& complaints) {
  EXPECT_TRUE(complaints.empty()) << Lines(complaints);
}

TEST(Architecture, OurTreeIsThere) { EXPECT_GT(OurTree().files.size(), 30u); }
TEST(Architecture, RoomsIncludeOnlyWhatTheySee) { ExpectKept(CheckIncludes(OurTree())); }
TEST(Architecture, RoomsLinkOnlyWhatTheySee) { ExpectKept(CheckLinked(OurTree())); }
TEST(Architecture, EachConfinedThingIsInItsPlace) { ExpectKept(CheckConfined(OurTree())); }
TEST(Architecture, WordsStandInTheirTables) { ExpectKept(CheckWords(OurTree())); }
TEST(Architecture, FilesAreShort) { ExpectKept(CheckSize(OurTree())); }
TEST(Architecture, EachTypeIsDefinedOnce) { ExpectKept(CheckOneDefinition(OurTree())); }
TEST(Architecture, FilesSayWhatTheyAre) { ExpectKept(CheckFirstLine(OurTree())); }
TEST(Architecture, DocsHaveARowForEachFaultCheckerAndScenario) { ExpectKept(CheckDocs(OurTree())); }

TEST(Architecture, MapsShowEachFolder) { ExpectKept(CheckMaps(OurTree())); }
TEST(Architecture, WalksThroughTheCodeAreTrue) { ExpectKept(CheckWalks(OurTree())); }
TEST(Architecture, DocsAreIndexedAndLinkToWhatIsThere) { ExpectKept(CheckLinks(OurTree())); }

// A tree of a few files in a temporary folder, which keeps every rule until a test breaks one.
class FakeTree : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "kproof-architecture-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
    Write("docs/architecture.md",
          "# Rooms\n\n| room | who | sees |\n|---|---|---|\n| `harness/base` | a | nothing |\n"
          "| `harness/kafka` | b | `harness/base` |\n| `harness/fault` | c | `harness/kafka` |\n"
          "| `audit/judge` | d | `harness/base` |\n\nText.\n");
    Write("docs/README.md",
          "[a](architecture.md) [f](faults.md) [c](checks.md#lost) [s](scenarios.md)\n");
    Write("docs/faults.md", "| fault |\n|---|\n| `kill` |\n");
    Write("docs/checks.md", "| check |\n|---|\n| `lost` |\n");
    Write("docs/scenarios.md", "| scenario |\n|---|\n| `durability/leader-kill` |\n");
    Write("harness/kafka/CMakeLists.txt",
          "kproof_room(kproof_kafka SEES kproof_base USES fmt::fmt)\n");
    Write("harness/base/a.h", "// A.\n");
    Write("harness/kafka/k.cpp",
          "// K.\n#include <librdkafka/rdkafka.h>\n#include \"harness/base/a.h\"\n");
    Write("harness/fault/kill.cpp",
          "// Kill.\n#include \"harness/base/a.h\"\nFaultType KillType() {\n  return {.name = "
          "\"kill\"};\n}\n");
    Write("harness/fault/registry.cpp", "// R.\n KillType(),\n");
    Write("harness/words/finding.def",
          "// F.\nKPROOF_FINDING(Lost, \"lost\", kAnomaly, \"gone\")\n");
    Write("audit/judge/records/lost.cpp", "// L.\nChecker LostChecker() { return {}; }\n");
    Write("scenarios/durability/leader-kill.yaml", "name: leader-kill\n");
  }
  void TearDown() override { fs::remove_all(top_); }

  void Write(const std::string& path, const std::string& text) {
    fs::create_directories((top_ / path).parent_path());
    std::ofstream(top_ / path) << text;
  }
  SourceTree Load() const { return LoadTree(top_); }

  // Exactly one complaint, with all of `parts` in it.
  static void ExpectOne(const Complaints& complaints, const std::vector<std::string>& parts) {
    ASSERT_EQ(complaints.size(), 1u) << Lines(complaints);
    for (const std::string& part : parts)
      EXPECT_NE(complaints[0].find(part), std::string::npos) << complaints[0];
  }

 private:
  fs::path top_;
};

TEST_F(FakeTree, KeepsEveryRuleAsItStands) {
  const SourceTree tree = Load();
  for (const auto& rule : {CheckIncludes, CheckLinked, CheckConfined, CheckWords, CheckSize,
                           CheckFirstLine, CheckDocs, CheckLinks}) {
    ExpectKept(rule(tree));
  }
}

TEST_F(FakeTree, AnIncludeAgainstTheStreetIsFound) {
  Write("harness/base/b.h", "// B.\n#include \"harness/kafka/k.h\"\n");
  ExpectOne(CheckIncludes(Load()), {"harness/base/b.h:2:", "must not see harness/kafka"});
}

TEST_F(FakeTree, AnIncludeBetweenStrangersIsFound) {
  Write("audit/judge/x.cpp", "// X.\n#  include \"harness/kafka/k.h\"\n");
  ExpectOne(CheckIncludes(Load()), {"audit/judge/x.cpp:2:", "harness/kafka"});
}

TEST_F(FakeTree, AnIncludeFromBesideIsFound) {
  Write("harness/base/b.h", "// B.\n#include \"a.h\"\n");
  ExpectOne(CheckIncludes(Load()), {"a.h", "in no room"});
}

TEST_F(FakeTree, ALinkAgainstTheStreetIsFound) {
  Write("harness/base/CMakeLists.txt", "kproof_room(kproof_base SEES kproof_kafka)\n");
  ExpectOne(CheckLinked(Load()), {"harness/base/CMakeLists.txt", "kproof_kafka"});
}

TEST_F(FakeTree, AFolderWithoutARowIsFound) {
  Write("harness/newroom/n.cpp", "// N.\n");
  ExpectOne(CheckIncludes(Load()), {"harness/newroom/n.cpp", "lies in no room"});
}

TEST_F(FakeTree, ACircleInTheTableIsFound) {
  Write("docs/architecture.md",
        "| room | sees |\n|---|---|\n| `harness/base` | `harness/kafka` |\n| `harness/kafka` | "
        "`harness/base` |\n"
        "| `harness/fault` | `harness/kafka` |\n| `audit/judge` | nothing |\n");
  EXPECT_EQ(CheckIncludes(Load()).size(), 2u);  // base and kafka
}

TEST_F(FakeTree, APageWithoutATableIsFound) {
  Write("docs/architecture.md", "Nothing.\n");
  ExpectOne(CheckIncludes(Load()), {"no table"});
}

struct Misplaced {
  std::string name, path, line;
};

class FakeTreeWith : public FakeTree, public ::testing::WithParamInterface<Misplaced> {};

TEST_P(FakeTreeWith, WhatHasAPlaceElsewhere) {
  Write(GetParam().path, "// X.\n" + GetParam().line + "\n");
  ExpectOne(CheckConfined(Load()), {GetParam().path + ":2:", "alone"});
}

INSTANTIATE_TEST_SUITE_P(
    Confined, FakeTreeWith,
    ::testing::Values(
        Misplaced{"Librdkafka", "harness/agent/x.cpp", "#include <librdkafka/rdkafka.h>"},
        Misplaced{"BoostProcess", "harness/run/x.cpp", "#include <boost/process/v2.hpp>"},
        Misplaced{"Fork", "harness/run/x.cpp", "  if (fork() == 0) return;"},
        Misplaced{"Exec", "harness/kafka/x.cpp", "  ::execvp(name, args);"},
        Misplaced{"System", "reports/x.cpp", "  std::system(command);"},
        Misplaced{"Sleep", "harness/base/text.cpp", "  std::this_thread::sleep_for(1s);"},
        Misplaced{"Nanosleep", "harness/run/x.cpp",
                  "  clock_nanosleep(CLOCK_MONOTONIC, 0, &t, 0);"},
        Misplaced{"RandomDevice", "harness/scenario/x.cpp", "  std::random_device device;"},
        Misplaced{"Twister", "harness/agent/x.cpp", "  std::mt19937_64 twister(1);"}),
    [](const auto& test) { return test.param.name; });

TEST_F(FakeTree, WordsInCommentsAndTextAreNoCode) {
  Write("harness/run/x.cpp",
        "// fork() and sleep_for(1s)\n/* system(\n mt19937 */\nconst char* a = \"fork() \\\" "
        "popen()\";\n"
        "const char* b = R\"(usleep(1))\";\nint c = 1'000; char d = '\"';\n");
  ExpectKept(CheckConfined(Load()));
  Write("harness/run/x.cpp", "// X.\nint c = 1'000; char d = '\"'; int e = fork();\n");
  ExpectOne(CheckConfined(Load()), {"harness/run/x.cpp:2:"});
}

TEST_F(FakeTree, TestsMayDoAsTheyLike) {
  Write("tests/x_test.cpp", "// X.\n#include \"harness/kafka/k.h\"\nvoid F() { sleep_for(1s); }\n");
  ExpectKept(CheckConfined(Load()));
  ExpectKept(CheckIncludes(Load()));
}

TEST_F(FakeTree, ATypeThatIsDefinedTwiceIsFound) {
  const std::string text = "// X.\nnamespace kproof {\nstruct Place {\n};\n}\n";
  Write("harness/base/x.h", text);
  Write("harness/kafka/y.h", "// Y.\nnamespace kproof::other {\nstruct Place {\n};\n}\n");
  Write("harness/kafka/z.cpp", "// Z.\nnamespace {\nstruct Place {\n};\n}  // namespace\n");
  ExpectKept(CheckOneDefinition(Load()));
  Write("harness/kafka/z.h", text);
  ExpectOne(CheckOneDefinition(Load()), {"harness/kafka/z.h", "kproof::Place", "harness/base/x.h"});
}

TEST_F(FakeTree, AListOfWordsIsFound) {
  const std::string two = "// X.\n// \"no-skips\"\nconst char* names[] = {\"no-loss\", \"order\"";
  Write("harness/base/x.cpp", two + "};\n");
  ExpectKept(CheckWords(Load()));
  Write("harness/base/x.cpp", two + ",\n  \"atomic\"};\n");
  ExpectOne(CheckWords(Load()), {"harness/base/x.cpp", "atomic, no-loss, order", "guarantees"});
}

TEST_F(FakeTree, ALongFileIsFound) {
  std::string text = "// X.\n";
  for (int i = 0; i < 399; ++i) text += "int a;\n";
  Write("harness/base/x.cpp", text);
  Write("tests/x_test.cpp", text + "int b;\n");
  ExpectKept(CheckSize(Load()));
  Write("harness/base/x.cpp", text + "int b;\n");
  ExpectOne(CheckSize(Load()), {"harness/base/x.cpp", "401 lines"});
}

TEST_F(FakeTree, AFileThatDoesNotSayWhatItIsIsFound) {
  Write("harness/base/x.cpp", "#include \"harness/base/a.h\"\n");
  ExpectOne(CheckFirstLine(Load()), {"harness/base/x.cpp:1:"});
  Write("harness/base/x.cpp", "");
  ExpectOne(CheckFirstLine(Load()), {"harness/base/x.cpp:1:"});
}

TEST_F(FakeTree, AHeaderSpeaksForItsSource) {
  Write("harness/base/x.cpp", "#include \"harness/base/x.h\"\n");
  Write("harness/base/x.h", "// X.\n");
  ExpectKept(CheckFirstLine(Load()));
  Write("harness/base/x.h", "#pragma once\n");
  ExpectOne(CheckFirstLine(Load()), {"harness/base/x.h:1:"});
}

TEST_F(FakeTree, AFaultWithoutItsRowIsFound) {
  Write("harness/fault/pause.cpp",
        "// P.\nFaultType PauseType() {\n  return {.name = \"pause\"};\n}\n");
  Write("harness/fault/registry.cpp", "// R.\n KillType(),\n PauseType(),\n");
  ExpectOne(CheckDocs(Load()), {"docs/faults.md", "pause"});
}

TEST_F(FakeTree, AFaultThatIsARowOfAFileIsFound) {
  Write("harness/fault/filter_faults.cpp",
        "// F.\nFaultType CutType() {\n  return FilterRow(\"cut\", \"drops\");\n}\n\nFaultType "
        "LossType() {\n  return FilterRow(\"loss\", \"loses\");\n}\n");
  Write("harness/fault/registry.cpp", "// R.\n KillType(),\n CutType(),\n LossType(),\n");
  Write("docs/faults.md", "| fault |\n|---|\n| `kill` |\n| `cut` |\n");
  ExpectOne(CheckDocs(Load()), {"docs/faults.md", "loss"});
}

TEST_F(FakeTree, AFaultThatIsNotRegisteredIsFound) {
  Write("harness/fault/registry.cpp", "// R.\n");
  ExpectOne(CheckDocs(Load()), {"registry.cpp", "KillType"});
}

TEST_F(FakeTree, WhatIsNotRegisteredIsFound) {
  struct Point {
    std::string type, function, folder;
  };
  for (const auto& [type, function, folder] :
       {Point{"AgentKind", "IdlerKind", "harness/agent/"},
        Point{"DriverType", "IdlerDriver", "harness/cluster/"},
        Point{"Format", "IdlerFormat", "reports/"}}) {
    const std::string registry = folder + "registry.cpp";
    Write(folder + "idler.cpp", "// I.\n" + type + " " + function + "() {\n  return {};\n}\n");
    Write(registry, "// R.\n" + type + " " + function + "();\n " + function + "(),\n");
    ExpectKept(CheckDocs(Load()));
    Write(registry, "// R.\n" + type + " " + function + "();\n");
    ExpectOne(CheckDocs(Load()), {registry, function});
    Write(registry, "// R.\n " + function + "(),\n");
  }
}

TEST_F(FakeTree, ACheckerWithoutItsRowIsFound) {
  Write("harness/words/finding.def",
        "// F.\nKPROOF_FINDING(Lost, \"lost\", kAnomaly, \"gone\")\n"
        "KPROOF_FINDING(Phantom, \"phantom\", kAnomaly, \"not sent\")\n");
  ExpectOne(CheckDocs(Load()), {"docs/checks.md", "phantom"});
}

TEST_F(FakeTree, ACheckerWithoutItsFindingIsFound) {
  Write("audit/judge/records/phantom.cpp", "// P.\nChecker PhantomChecker() { return {}; }\n");
  ExpectOne(CheckDocs(Load()), {"harness/words/finding.def", "PhantomChecker"});
}

TEST_F(FakeTree, ATableWithoutCheckersIsFound) {
  Write("audit/judge/records/lost.cpp", "// L.\n");
  Write("harness/words/finding.def", "// F.\n");
  ExpectOne(CheckDocs(Load()), {"no checker"});
}

TEST_F(FakeTree, AScenarioWithoutItsRowIsFound) {
  Write("scenarios/steady.yaml", "name: steady\n");
  ExpectOne(CheckDocs(Load()), {"docs/scenarios.md", "steady"});
}

TEST_F(FakeTree, AFolderThatTheMapForgetsIsFound) {
  Write("audit/judge/judge.h", "// Map:\n// records/  what became of records\n");
  Write("audit/judge/records/lost.cpp", "// L.\n");
  Write("audit/judge/topics/vague.cpp", "// V.\n");
  ExpectOne(CheckMaps(Load()), {"audit/judge/judge.h", "topics/"});
}

TEST_F(FakeTree, AWalkPastWhatIsNotThereIsFound) {
  Write("docs/architecture.md",
        "`Kill` (harness/fault/kill.cpp), `Gone` (harness/fault/kill.cpp).\n");
  Write("harness/fault/kill.cpp", "// Kill.\nvoid Kill() {}\n");
  ExpectOne(CheckWalks(Load()), {"docs/architecture.md", "no Gone in harness/fault/kill.cpp"});
  Write("docs/architecture.md", "No walk.\n");
  ExpectOne(CheckWalks(Load()), {"no walk through the code"});
}

TEST_F(FakeTree, ALinkToNothingIsFound) {
  Write("docs/faults.md",
        "| `kill` |\n[x](https://example.org) [y](../scenarios) [z](#here)\n[gone](gone.md)\n");
  ExpectOne(CheckLinks(Load()), {"docs/faults.md", "gone.md"});
}

TEST_F(FakeTree, APageThatTheIndexForgetsIsFound) {
  Write("docs/new.md", "New.\n");
  ExpectOne(CheckLinks(Load()), {"docs/README.md", "new.md"});
}

}  // namespace
}  // namespace kproof::architecture

// `kproof matrix`: which cells, what is excluded, what ends in a folder, and the exit code. What is
// run can't be carried out here, so that no Kafka is started.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/base/read_input.h"
#include "harness/base/temporary_folder.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class MatrixVerb : public testing::Test {
 protected:
  std::string File(const std::string& name) const { return folder_.File(name); }
  std::string Matrix(const std::string& more) const {
    return WriteText(
        File("m.yaml"),
        "name: m\nscenario: a\naxes:\n  isr: {topics.payments.config.min.insync.replicas: "
        "[1, 2]}\n" +
            more);
  }
  Called Run(std::vector<std::string> flags) const {
    flags.insert(flags.begin(), {"matrix", "--sandbox", "loopback", "--out", File("out")});
    return Call(flags);
  }
  nlohmann::json MatrixJson() const {
    return nlohmann::json::parse(ReadInput(File("out/latest/matrix.json"), 1 << 20));
  }

  TemporaryFolder folder_;
  std::string scenario_ = WriteText(folder_.File("a.yaml"), kNeedsASandbox);
};

TEST_F(MatrixVerb, RunsEachCellAndWritesItsFiles) {
  const auto called = Run({Matrix("repeat: 2\nseed: 5\n")});
  EXPECT_EQ(called.code, 4) << called.err;
  EXPECT_THAT(called.out, HasSubstr("isr  verdict"));
  EXPECT_THAT(called.out, HasSubstr("2 cells: 2 not-run"));
  EXPECT_THAT(called.err, HasSubstr("isr=1: not-run"));
  EXPECT_THAT(called.err, HasSubstr("1 of 4 trials done, 3 left: about"));
  EXPECT_THAT(called.err, HasSubstr("campaign in "));
  const auto json = MatrixJson();
  EXPECT_EQ(json["cells"][0]["trials"], 2);
  EXPECT_EQ(json["cells"][0]["runs"].size(), 2u);
  for (const char* name : {"campaign.json", "trials.jsonl", "matrix.csv", "junit.xml"})
    EXPECT_TRUE(fs::exists(File(std::string("out/latest/") + name))) << name;
  EXPECT_TRUE(fs::exists(
      File("out/latest/" + json["cells"][1]["runs"][0].get<std::string>() + "/result.json")));
}

TEST_F(MatrixVerb, IsValidatedLikeAScenario) {
  const auto good = Call({"validate", Matrix("")});
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("m.yaml: valid (m, a matrix of 2 cells)"));
  const auto json = nlohmann::json::parse(Call({"validate", "--json", File("m.yaml")}).out);
  EXPECT_EQ(json["trials"], 2);
  EXPECT_EQ(json["excluded"], 0);
  EXPECT_THAT(Call({"validate", Matrix("exclude: [{isr: 2, why: no}]\n")}).out,
              HasSubstr("(m, a matrix of 1 cell, 1 excluded)"));
  const auto refused = Call({"validate", Matrix("exclude: [{isr: 3, why: no}]\n")});
  EXPECT_EQ(refused.code, 64);
  EXPECT_THAT(refused.err, HasSubstr("m.yaml:5:17: axis isr has no value"));
}

// One file that can't be read hides no error of another one.
TEST_F(MatrixVerb, WhoseScenarioIsMissingIsAnErrorAmongOthers) {
  fs::remove(scenario_);
  const auto bad = WriteText(File("b.yaml"), "nme: b\n");
  const auto called = Call({"validate", Matrix(""), bad});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("m.yaml: a: can't be read"));
  EXPECT_THAT(called.err, HasSubstr("b.yaml:1:"));
}

TEST_F(MatrixVerb, PlansWithoutRunning) {
  const auto called = Run({Matrix("exclude: [{isr: 2, why: known}]\n"), "--dry-run"});
  EXPECT_EQ(called.code, 0) << called.err;
  EXPECT_THAT(called.out,
              HasSubstr("isr=1\nisr=2: excluded: known\n2 cells, 1 of them run, 1 trial\n"));
  EXPECT_FALSE(fs::exists(File("out")));
  const auto json = Run({Matrix(""), "--dry-run", "--json"});
  EXPECT_EQ(nlohmann::json::parse(json.out)["trials"].size(), 2u);
}

TEST_F(MatrixVerb, PrintsTheMatrixAsJsonAlone) {
  const auto called = Run({Matrix(""), "--json", "--quiet"});
  EXPECT_EQ(nlohmann::json::parse(called.out)["name"], "m");
  EXPECT_THAT(called.err, IsEmpty());
}

TEST_F(MatrixVerb, GoesOnWithACampaignOnce) {
  ASSERT_EQ(Run({Matrix("seed: 1\n")}).code, 4);
  const auto before = MatrixJson();
  const auto again = Run({"--resume", File("out/latest")});
  EXPECT_EQ(again.code, 4) << again.err;
  EXPECT_EQ(MatrixJson(), before) << "nothing was left";
  EXPECT_EQ(Run({"--resume", File("out/latest"), "--seed", "3"}).code, 64);
  EXPECT_EQ(Run({"--resume", folder_.path()}).code, 64);
  EXPECT_EQ(Run({}).code, 64);
}

TEST_F(MatrixVerb, SaysWhatIsWrongWithFileAndLine) {
  const auto where = [&](const std::string& more) {
    const auto called = Run({Matrix(more)});
    EXPECT_EQ(called.code, 64);
    EXPECT_THAT(called.out, IsEmpty());
    EXPECT_FALSE(fs::exists(File("out"))) << more;
    return called.err;
  };
  EXPECT_THAT(where("  x: {topics.paymnts.partitions: [1]}\n"),
              HasSubstr("m.yaml:5:35: x = 1 is refused in all of its cells"));
  EXPECT_THAT(where("repeat: many\n"), HasSubstr("m.yaml:5:9: repeat"));
  EXPECT_THAT(where("exclude: [{isr: 1, why: a}, {isr: 2, why: b}]\n"),
              HasSubstr("every cell is excluded"));
  WriteText(File("a.yaml"), std::string(kNeedsASandbox) + "more: x\n");
  EXPECT_THAT(where(""), HasSubstr("a.yaml"));
  EXPECT_EQ(Run({File("nowhere.yaml")}).code, 64);
}

TEST_F(MatrixVerb, KnowsThoseThatComeWithKproof) {
  for (const char* name : {"matrix/acks-min-isr", "matrix/idempotence", "matrix/kafka-versions"}) {
    const auto called = Run({name, "--dry-run"});
    EXPECT_EQ(called.code, 0) << called.err;
    EXPECT_THAT(called.out, HasSubstr(" cells, ")) << name;
  }
}

}  // namespace
}  // namespace kproof

// Runs, campaigns and baselines as a comparison reads them, and what it refuses.
#include "harness/compare/read_side.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "tests/unit/compare/folders.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class ReadSides : public testing::Test {
 protected:
  std::string Folder(const std::string& name) const { return folder_.File(name); }

  static std::string WhyNot(const std::string& path) {
    try {
      ReadSide(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage) << error.Full();
      return error.Full();
    }
    return "";
  }
  // A run whose result.json was changed.
  std::string WhyNotWith(const std::function<void(nlohmann::ordered_json&)>& change) const {
    WriteRun(Folder("changed"), PassedRun(7, 2));
    std::ifstream file(Folder("changed") + "/result.json");
    auto json = nlohmann::ordered_json::parse(file);
    change(json);
    WriteText(Folder("changed") + "/result.json", json.dump());
    return WhyNot(Folder("changed"));
  }
  std::string WhyNotMatrix(const nlohmann::ordered_json& json) const {
    std::filesystem::create_directories(Folder("campaign"));
    WriteText(Folder("campaign") + "/matrix.json", json.dump());
    return WhyNot(Folder("campaign"));
  }

  TemporaryFolder folder_;
};

TEST_F(ReadSides, TakeARunAsOneCell) {
  WriteRun(Folder("run"), PassedRun(7, 2.5));
  const auto side = ReadSide(Folder("run"));
  EXPECT_EQ(side.kind, "run");
  EXPECT_EQ(side.name, "leader-kill");
  ASSERT_EQ(side.cells.size(), 1u);
  EXPECT_EQ(PlaceText(side.cells[0].at), "scenario=leader-kill");
  ASSERT_EQ(side.cells[0].trials.size(), 1u);
  const auto& trial = side.cells[0].trials[0];
  EXPECT_EQ(trial.seed, 7u);
  EXPECT_EQ(trial.verdict, Verdict::kPass);
  EXPECT_EQ(trial.scenario_digest.size(), 64u);
  EXPECT_THAT(
      trial.measures,
      ElementsAre(Pair("ack_p50", 5.5), Pair("ack_p50_before_fault", 4.5), Pair("ack_p99", 3000),
                  Pair("ack_p99_before_fault", 9.5), Pair("longest_ack_gap", 2.5),
                  Pair("longest_read_gap", 2.5), Pair("throughput", 1999.5)));
  EXPECT_THAT(trial.broken, IsEmpty());
  EXPECT_THAT(
      side.cells[0].circumstances,
      ElementsAre(Pair("client", "librdkafka 2.0.2"), Pair("driver", "local"),
                  Pair("kafka", "4.3.1"), Pair("kproof", "0.1.0"), Pair("producer acks", "all"),
                  Pair("role", "claim"), Pair("sandbox", "loopback"),
                  Pair("topic payments min.insync.replicas", "2")));
}

TEST_F(ReadSides, TakeResultsOfAnOlderKproof) {
  ASSERT_EQ(WhyNotWith([](auto& json) {
              json["availability"].erase("ack_ms_before_fault");
              json["availability"].erase("acked_per_s");
            }),
            "");
  EXPECT_EQ(ReadSide(Folder("changed")).cells[0].trials[0].measures.size(), 4u);
  EXPECT_THAT(WhyNotWith([](auto& json) { json["availability"]["acked_per_s"] = "fast"; }),
              HasSubstr("availability.acked_per_s is no number"));
}

TEST_F(ReadSides, KnowWhichGuaranteesWereBroken) {
  const auto broken = [&](const Result& result) {
    WriteRun(Folder("run"), result);
    return ReadSide(Folder("run")).cells[0].trials[0].broken;
  };
  auto run = BrokenRun(7);
  EXPECT_THAT(broken(run), ElementsAre("no-loss")) << "promised";
  run.findings[0].check = "reordered";
  EXPECT_THAT(broken(run), ElementsAre("order")) << "required";
  run.findings[0].allowed = true;
  EXPECT_THAT(broken(run), ElementsAre("order")) << "required, whatever the settings allow";
  run.findings[0].check = "lost";
  EXPECT_THAT(broken(run), ElementsAre("violation")) << "allowed, and not required";
  run.findings[0].allowed = false;
  run.findings[0].check = "duplicated";
  EXPECT_THAT(broken(run), ElementsAre("duplicated")) << "promised for some topic";
  run.findings[0].check = "phantom";
  EXPECT_THAT(broken(run), ElementsAre("phantom")) << "excluded under every configuration";
  run.findings[0].check = "redelivered";
  EXPECT_THAT(broken(run), ElementsAre("violation")) << "nobody promised it: --fail-on did this";
  run = BrokenRun(7);
  run.findings[0].expected = true;
  EXPECT_THAT(broken(run), ElementsAre("violation"));
  run = BrokenRun(7);
  run.verdict = Verdict::kUnprotected;
  run.findings[0].allowed = true;
  EXPECT_THAT(broken(run), IsEmpty());
  EXPECT_THAT(ReadSide(Folder("run")).cells[0].trials[0].found, ElementsAre(Pair("lost", 3)));
}

TEST_F(ReadSides, TakeUnknownTimesForUnknown) {
  auto run = PassedRun(7, 2);
  run.verdict = Verdict::kError;
  run.availability = {};
  run.availability.longest_ack_gap_s = std::numeric_limits<double>::quiet_NaN();
  run.availability.longest_read_gap_s = 1;
  run.seconds = 0;
  WriteRun(Folder("run"), run);
  EXPECT_THAT(ReadSide(Folder("run")).cells[0].trials[0].measures,
              ElementsAre(Pair("longest_read_gap", 1)));
}

TEST_F(ReadSides, TakeACampaignCellByCell) {
  WriteCampaign(Folder("campaign"), 2);
  const auto side = ReadSide(Folder("campaign"));
  EXPECT_EQ(side.kind, "campaign");
  EXPECT_EQ(side.name, "acks-min-isr");
  ASSERT_EQ(side.cells.size(), 2u);
  EXPECT_EQ(PlaceText(side.cells[1].at), "acks=all");
  ASSERT_EQ(side.cells[1].trials.size(), 2u);
  EXPECT_EQ(side.cells[1].trials[1].seed, 8u);
  EXPECT_EQ(side.cells[1].trials[1].measures.at("longest_ack_gap"), 3.1);
}

TEST_F(ReadSides, KeepCircumstancesThatAllTrialsOfACellShare) {
  WriteCampaign(Folder("campaign"), 2);
  auto other = PassedRun(8, 2);
  other.versions["client"] = "librdkafka 2.1.0";
  WriteRun(Folder("campaign") + "/cells/1-8", other);
  const auto side = ReadSide(Folder("campaign"));
  EXPECT_FALSE(side.cells[0].circumstances.contains("client"));
  EXPECT_TRUE(side.cells[1].circumstances.contains("client"));
  EXPECT_TRUE(side.cells[0].circumstances.contains("kafka"));
}

TEST_F(ReadSides, RefuseWhatIsNothingOfKproofs) {
  EXPECT_THAT(WhyNot(Folder("none")), HasSubstr("there is no "));
  std::filesystem::create_directories(Folder("empty"));
  EXPECT_THAT(WhyNot(Folder("empty")), HasSubstr("has neither a result.json nor a matrix.json"));
  WriteText(Folder("text"), "hello");
  EXPECT_THAT(WhyNot(Folder("text")), HasSubstr("is not JSON"));
  WriteText(Folder("other.json"), "{\"what\": \"kproof comparison\", \"schema\": 1}");
  EXPECT_THAT(WhyNot(Folder("other.json")), HasSubstr("is no baseline of kproof"));
  WriteText(Folder("list.json"), "[]");
  EXPECT_THAT(WhyNot(Folder("list.json")), HasSubstr("is no baseline of kproof"));
}

TEST_F(ReadSides, RefuseResultsThatKproofDoesNotWrite) {
  EXPECT_THAT(WhyNotWith([](auto& json) { json["schema"] = 2; }),
              HasSubstr("has schema 2, and this kproof reads schema 1"));
  EXPECT_THAT(WhyNotWith([](auto& json) { json.erase("verdict"); }),
              HasSubstr("verdict is missing"));
  EXPECT_THAT(WhyNotWith([](auto& json) { json["verdict"] = "green"; }),
              HasSubstr("verdict is no verdict: 'green'"));
  EXPECT_THAT(WhyNotWith([](auto& json) { json["availability"]["ack_ms"]["p99"] = "3 s"; }),
              HasSubstr("availability.ack_ms.p99 is no number"));
  EXPECT_THAT(WhyNotWith([](auto& json) { json["seed"] = -1; }),
              HasSubstr("seed is no whole number"));
  EXPECT_THAT(WhyNotWith([](auto& json) {
                json["findings"] = {{{"check", 7}}};
              }),
              HasSubstr("findings[0].check is no text"));
}

TEST_F(ReadSides, RefuseCampaignsThatAreNotWhole) {
  EXPECT_THAT(WhyNotMatrix(MatrixJson({{"1", {"cells/1-7"}}})),
              HasSubstr("cells/1-7 has no result.json, and matrix.json names that run"));
  for (const char* outside : {"../elsewhere", "/etc", "cells/../../x", ""})
    EXPECT_THAT(WhyNotMatrix(MatrixJson({{"1", {outside}}})),
                HasSubstr("cells[0].runs[0] names no folder below the campaign"))
        << outside;
  EXPECT_THAT(WhyNotMatrix(MatrixJson({{"1", {}}, {"1", {}}})),
              HasSubstr("cells[1].at is there twice: acks=1"));
  WriteRun(Folder("campaign") + "/cells/1-7", PassedRun(7, 2));
  EXPECT_THAT(WhyNotMatrix(MatrixJson({{"1", {"cells/1-7"}}, {"all", {"cells/./1-7"}}})),
              HasSubstr("cells[1].runs[0] is named twice: 'cells/./1-7'"));
  auto other = MatrixJson({});
  other["schema"] = 3;
  EXPECT_THAT(WhyNotMatrix(other), HasSubstr("matrix.json has schema 3"));
  auto number = MatrixJson({{"1", {}}});
  number["cells"][0]["at"]["acks"] = 1;
  EXPECT_THAT(WhyNotMatrix(number), HasSubstr("cells[0].at.acks is no text"));
}

}  // namespace
}  // namespace kproof

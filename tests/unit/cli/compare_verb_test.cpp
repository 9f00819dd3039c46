// kproof compare as a user calls it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "audit/judge/result.h"
#include "harness/base/temporary_folder.h"
#include "reports/json.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string TextOf(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class CompareVerb : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return folder_.File(name); }

  Result Passed(std::uint64_t seed) const {
    Result result;
    result.scenario = "leader-kill";
    result.seed = seed;
    result.verdict = Verdict::kPass;
    result.seconds = 20;
    result.counts["acked"] = 1000;
    result.availability.longest_ack_gap_s = 2 + static_cast<double>(seed) / 10;
    return result;
  }
  // A run folder of its own name.
  std::string Run(const std::string& name, const Result& result) const {
    std::filesystem::create_directories(Path(name));
    WriteText(Path(name) + "/result.json", ToJson(result));
    return Path(name);
  }
  std::string BrokenRun(const std::string& name) const {
    auto result = Passed(7);
    result.verdict = Verdict::kViolation;
    result.require = {"no-loss"};
    result.counts["lost"] = 1;
    result.findings.resize(1);
    result.findings[0].check = "lost";
    result.findings[0].count = 1;
    return Run(name, result);
  }

  TemporaryFolder folder_;
};

TEST_F(CompareVerb, CallsTheSameFolderTheSame) {
  const auto run = Run("a", Passed(7));
  const auto called = Call({"compare", run, run});
  EXPECT_EQ(called.code, 0) << called.err;
  EXPECT_THAT(called.out, HasSubstr("\nSAME: no measure differs by 10 % or more\n"));
}

TEST_F(CompareVerb, EndsWith3WhereAGuaranteeIsBroken) {
  const auto a = Run("a", Passed(7)), b = BrokenRun("b");
  const auto called = Call({"compare", a, b});
  EXPECT_EQ(called.code, 3) << called.err;
  EXPECT_THAT(called.out, HasSubstr("\nWORSE: no-loss broken in scenario=leader-kill\n"));
  EXPECT_EQ(Call({"compare", b, a}).code, 0) << "one trial that kept it mends nothing";
}

TEST_F(CompareVerb, SavesABaselineThatIsComparedLikeItsFolder) {
  const auto a = Run("a", Passed(7)), baseline = Path("baseline.json");
  EXPECT_EQ(Call({"compare", "--save", baseline, a}).code, 0);
  EXPECT_THAT(Call({"compare", baseline, a}).out, HasSubstr("\nSAME: "));
  EXPECT_EQ(Call({"compare", baseline, BrokenRun("b")}).code, 3);
  EXPECT_EQ(Call({"compare", "--save", baseline, a}).code, 0) << "it replaces its own file";
  WriteText(Path("mine"), "mine");
  EXPECT_EQ(Call({"compare", "--save", Path("mine"), a}).code, 64);
  EXPECT_EQ(TextOf(Path("mine")), "mine");
  EXPECT_EQ(Call({"compare", "--save", Path("mine"), "--force", a}).code, 0);
}

TEST_F(CompareVerb, WritesJsonAndMarkdown) {
  const auto a = Run("a", Passed(7)), b = Run("b", Passed(8));
  const auto called = Call({"compare", a, b, "--out", Path("compare.json"), "--markdown",
                            Path("compare.md"), "--json", "--margin", "2.5%"});
  EXPECT_EQ(called.code, 0) << called.err;
  const auto printed = nlohmann::json::parse(called.out);
  EXPECT_EQ(printed["verdict"], "unclear");
  EXPECT_EQ(printed["margin"], 0.025);
  EXPECT_EQ(nlohmann::json::parse(TextOf(Path("compare.json"))), printed);
  EXPECT_THAT(TextOf(Path("compare.md")), HasSubstr("### kproof compare: unclear\n"));
}

TEST_F(CompareVerb, WritesReportsBesideItsJson) {
  const auto a = Run("a", Passed(7)), b = Run("b", Passed(8));
  std::filesystem::create_directories(Path("c"));
  const std::vector<std::string> words = {"compare", a, b, "--out", Path("c/compare.json")};
  EXPECT_EQ(Call(words).code, 0);
  EXPECT_EQ(Call(words).code, 0) << "it replaces its own files";
  EXPECT_THAT(TextOf(Path("c/report.html")), StartsWith("<!DOCTYPE html>"));
  EXPECT_EQ(nlohmann::json::parse(TextOf(Path("c/index.json")))["kind"], "comparison");
  // From the folder alone, again.
  for (const auto& path : {Path("c"), Path("c/compare.json")}) {
    EXPECT_EQ(Call({"report", path}).out, TextOf(Path("c/report.html")));
    EXPECT_EQ(Call({"report", path, "--format", "md"}).out, TextOf(Path("c/result.md")));
    EXPECT_EQ(Call({"report", path, "--format", "json"}).out, TextOf(Path("c/compare.json")));
  }
  const auto none = Call({"report", Path("c"), "--format", "junit"});
  EXPECT_EQ(none.code, 64);
  EXPECT_THAT(none.err, HasSubstr("a comparison has no such report"));
}

TEST_F(CompareVerb, ReplacesNoReportOfOthers) {
  const auto a = Run("a", Passed(7)), b = Run("b", Passed(8));
  WriteText(Path("report.html"), "<!DOCTYPE html>mine");
  const auto called = Call({"compare", a, b, "--out", Path("compare.json")});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("report.html exists, and kproof did not write it for this"));
  EXPECT_FALSE(std::filesystem::exists(Path("compare.json")));
  EXPECT_EQ(Call({"compare", a, b, "--out", Path("compare.json"), "--force"}).code, 0);
  WriteText(b + "/report.html", "of the run");
  EXPECT_EQ(Call({"compare", a, b, "--out", b + "/compare.json", "--force"}).code, 64);
  EXPECT_EQ(TextOf(b + "/report.html"), "of the run");
}

TEST_F(CompareVerb, WritesEachFileOnce) {
  const auto a = Run("a", Passed(7));
  std::filesystem::create_directories(Path("c"));
  const auto called = [&](const std::string& out, const std::string& markdown) {
    return Call({"compare", a, a, "--out", Path("c/" + out), "--markdown", Path("c/" + markdown)});
  };
  EXPECT_THAT(called("index.json", "c.md").err, HasSubstr("is where its report goes"));
  EXPECT_THAT(called("compare.json", "result.md").err, HasSubstr("is written beside --out by"));
  EXPECT_EQ(Call({"compare", a, a, "--out", "-"}).code, 0);
  EXPECT_TRUE(std::filesystem::is_empty(Path("c")));
}

TEST_F(CompareVerb, AFileOfAnotherSchemaHasNoReport) {
  WriteText(Path("c.json"), R"({"what": "kproof comparison", "schema": 9})");
  const auto called = Call({"report", Path("c.json")});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("c.json has schema 9, and this kproof reads schema 1"));
}

TEST_F(CompareVerb, EndsWith2WhereNothingCanBeCompared) {
  const auto a = Run("a", Passed(7));
  auto other = Passed(7);
  other.scenario = "disk-full";
  const auto called = Call({"compare", a, Run("b", other)});
  EXPECT_EQ(called.code, 2) << called.err;
  EXPECT_THAT(called.out, HasSubstr("only A has\n  scenario=leader-kill\n"));
  EXPECT_THAT(called.out, HasSubstr("only B has\n  scenario=disk-full\n"));
  EXPECT_THAT(called.out, HasSubstr("NOT COMPARED: A and B have no cell in common\n"));
}

TEST_F(CompareVerb, EndsWith2ForARunAndAMatrixWithoutItsCell) {
  const auto a = Run("a", Passed(7));
  Run("m/cells/1", Passed(7));
  WriteText(Path("m/matrix.json"),
            R"({"schema": 1, "name": "m", "cells": [)"
            R"({"at": {"acks": "1"}, "excluded": null, "runs": ["cells/1"]},)"
            R"({"at": {"acks": "0"}, "excluded": "no", "runs": []}]})");
  const auto called = Call({"compare", a, Path("m")});
  EXPECT_EQ(called.code, 2) << called.err;
  EXPECT_THAT(called.out, HasSubstr("only B has\n  acks=0 (excluded: no)\n  acks=1\n"));
}

TEST_F(CompareVerb, RefusesWhatItCantRead) {
  const auto a = Run("a", Passed(7));
  const auto refused = [&](std::vector<std::string> args, const std::string& why) {
    args.insert(args.begin(), "compare");
    const auto called = Call(args);
    EXPECT_EQ(called.code, 64) << why;
    EXPECT_THAT(called.err, HasSubstr(why));
    EXPECT_THAT(called.out, IsEmpty());
  };
  refused({a}, "compare takes two sides");
  refused({a, a, a}, "compare takes two sides");
  refused({a, Path("none")}, "there is no ");
  std::filesystem::create_directories(Path("empty"));
  refused({a, Path("empty")}, "has neither a result.json nor a matrix.json");
  WriteText(Path("old.json"), R"({"what": "kproof baseline", "schema": 9})");
  refused({a, Path("old.json")}, "has schema 9, and this kproof reads schema 1");
  refused({a, a, "--save", Path("b.json")}, "--save makes a baseline of one run or campaign");
  for (const char* margin : {"10", "0%", "100%", "-5%", "ten%", "1%%", "nan%"})
    refused({a, a, "--margin", margin}, std::string("--margin '") + margin + "' is no percentage");
  refused({a, a, "--trials-needed", "x"}, "--trials-needed 'x' is no percentage");
  refused({a, a, "--out", Path("x"), "--markdown", Path("x")}, "--out and --markdown both want ");
  refused({a, a, "--out", a + "/result.json"}, "--out");
  refused({a, a, "--out", a + "/result.json", "--force"}, "--out");
}

}  // namespace
}  // namespace kproof

// What a CI server would count.
#include "reports/junit.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "harness/base/text.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

struct Parsed {
  explicit Parsed(const std::string& xml) {
    ok = static_cast<bool>(document.load_buffer(xml.data(), xml.size()));
    suite = document.child("testsuites").child("testsuite");
  }
  pugi::xml_node Case(const char* name) const {
    return suite.find_child_by_attribute("testcase", "name", name);
  }
  int Number(const char* attribute) const { return suite.attribute(attribute).as_int(-1); }

  pugi::xml_document document;
  pugi::xml_node suite;
  bool ok = false;
};

std::string VerdictText(const Result& result) {
  const Parsed xml(ToJunit(result));  // what it holds goes with it
  return xml.Case("verdict").first_child().text().get();
}

TEST(Junit, ACleanRunHasACaseAGuaranteeALimitAndTheVerdict) {
  const Parsed xml(ToJunit(CleanRun()));
  ASSERT_TRUE(xml.ok);
  EXPECT_STREQ(xml.suite.attribute("name").value(), "leader-kill");
  for (const char* name :
       {"no-loss", "no-duplicates", "order", "limit longest_ack_gap", "verdict"}) {
    EXPECT_TRUE(xml.Case(name)) << name;
  }
  EXPECT_EQ(xml.Number("tests"), 5);
  EXPECT_EQ(xml.Number("failures"), 0);
  EXPECT_EQ(xml.Number("errors"), 0);
}

TEST(Junit, AnAllowedLossIsAFailureThatSaysUnprotected) {
  const Parsed xml(ToJunit(LossyRun()));
  EXPECT_STREQ(xml.Case("no-loss").child("failure").attribute("type").value(), "unprotected");
  EXPECT_STREQ(xml.Case("verdict").child("failure").attribute("type").value(), "unprotected");
  EXPECT_FALSE(xml.Case("no-duplicates").child("failure"));
  EXPECT_EQ(xml.Number("failures"), 2);
}

TEST(Junit, ARequiredGuaranteeIsViolatedEvenWhereTheSettingsAllowIt) {
  Result result = LossyRun();
  result.verdict = Verdict::kViolation;
  result.require = {"no-loss"};
  const Parsed xml(ToJunit(result));
  EXPECT_STREQ(xml.Case("no-loss").child("failure").attribute("type").value(), "violation");
}

TEST(Junit, AControlThatShowedItsAnomalyIsGreen) {
  Result result = LossyRun();
  result.verdict = Verdict::kPass;
  result.findings.front().expected = true;
  const Parsed xml(ToJunit(result));
  EXPECT_EQ(xml.Number("failures"), 0);
  EXPECT_EQ(xml.Number("errors"), 0);
}

TEST(Junit, APassedLimitIsAFailure) {
  Result result = CleanRun();
  result.verdict = Verdict::kLimit;
  result.limits[0].kept = false;
  const Parsed xml(ToJunit(result));
  EXPECT_STREQ(xml.Case("limit longest_ack_gap").child("failure").attribute("type").value(),
               "limit");
  EXPECT_EQ(xml.Number("failures"), 2);
}

TEST(Junit, WhatCouldNotBeJudgedIsAnErrorInEveryCase) {
  for (const Verdict verdict :
       {Verdict::kInconclusive, Verdict::kUsage, Verdict::kError, Verdict::kInterrupted}) {
    Result result = CleanRun();
    result.verdict = verdict;
    const Parsed xml(ToJunit(result));
    EXPECT_EQ(xml.Number("errors"), xml.Number("tests")) << Name(verdict);
    EXPECT_EQ(xml.Number("failures"), 0) << Name(verdict);
    EXPECT_EQ(xml.Number("skipped"), 0) << Name(verdict);
  }
}

TEST(Junit, AFailureHasTheFirstTenRangesAndTheCommandThatShowsItAgain) {
  Result result = LossyRun();
  auto& lost = result.findings.front();
  lost.examples.resize(12, lost.examples.front());
  const Parsed xml(ToJunit(result));
  for (const char* name : {"no-loss", "verdict"}) {
    const auto lines = Split(xml.Case(name).child("failure").text().get(), '\n');
    ASSERT_EQ(lines.size(), 12u) << name;
    EXPECT_EQ(lines[1],
              "lost: checkout-0 seq 5013..5020 of payments/3 at offset 8121; now at that offset: "
              "checkout-1/0/77; during kill broker 2");
    EXPECT_EQ(lines[10], lines[1]);
    EXPECT_EQ(lines[11], "again: kproof run scenario.yaml --seed 7");
  }
}

TEST(Junit, WhatSomebodyElsesClientWroteIsJudgedAgain) {
  Result result = LossyRun();
  result.versions["kafka"] = "";
  const std::string text = Parsed(ToJunit(result)).Case("no-loss").child("failure").text().get();
  EXPECT_TRUE(text.ends_with("again: kproof check events.jsonl")) << text;
}

TEST(Junit, AHistoryThatWasCutFailsNothing) {
  Result result = LossyRun();
  result.verdict = Verdict::kInconclusive;
  result.cut = "the 'end' is missing";
  result.limits.push_back({"longest_ack_gap", "< 1s", "2 s", false});
  const Parsed xml(ToJunit(result));
  EXPECT_EQ(xml.Number("failures"), 0);
  EXPECT_TRUE(xml.Case("no-loss").child("error"));
  EXPECT_TRUE(xml.Case("limit longest_ack_gap").child("error"));
}

TEST(Junit, WhatThisMachineCannotRunIsSkippedAndSaysWhy) {
  Result result = CleanRun();
  result.verdict = Verdict::kNotRun;
  result.reason = "fault 'cut' needs the private sandbox";
  const Parsed xml(ToJunit(result));
  EXPECT_EQ(xml.Number("skipped"), xml.Number("tests"));
  EXPECT_EQ(xml.Number("errors"), 0);
  EXPECT_EQ(xml.Number("failures"), 0);
  const auto skipped = xml.Case("no-loss").child("skipped");
  EXPECT_STREQ(skipped.attribute("message").value(), result.reason.c_str());
  EXPECT_TRUE(xml.Case("verdict").child("skipped"));
  EXPECT_EQ(ToJunit(result).find("promised"), std::string::npos);
}

TEST(Junit, TextOfACaseEndsWithoutASpaceAndIsCut) {
  Result result = CleanRun();
  EXPECT_STREQ(VerdictText(result).c_str(), result.reason.c_str());
  for (int i = 0; i < 600; ++i) result.doubts.push_back("doubt " + std::to_string(i));
  EXPECT_TRUE(VerdictText(result).ends_with("doubt 4. and 595 more"));
}

TEST(Junit, DoubtsKeepTheOtherGuaranteesFromBeingGreen) {
  Result result = LossyRun();
  result.doubts = {"a fault did not bite"};
  const Parsed xml(ToJunit(result));
  EXPECT_TRUE(xml.Case("no-duplicates").child("error"));
  EXPECT_TRUE(xml.Case("no-loss").child("failure"));
}

TEST(Junit, AnAnomalyThatNoGuaranteeNamesFailsTheVerdict) {
  Result result = CleanRun();
  result.verdict = Verdict::kViolation;
  result.findings.push_back(Found("phantom", 3));
  const Parsed xml(ToJunit(result));
  EXPECT_TRUE(xml.Case("verdict").child("failure"));
}

TEST(Junit, TheConsumersGuaranteesCountOnlyWhereRequired) {
  Result result = LossyRun();
  result.promise["at-least-once"] = {false, "nobody", "promised by nobody"};
  result.findings.push_back(Found("unprocessed", 3));
  EXPECT_FALSE(Parsed(ToJunit(result)).Case("at-least-once").child("failure"));
  result.require.push_back("at-least-once");
  EXPECT_TRUE(Parsed(ToJunit(result)).Case("at-least-once").child("failure"));
}

TEST(Junit, WhatIsIgnoredIsNoFailureAndSaysSo) {
  Result result = LossyRun();
  result.verdict = Verdict::kLimit;
  result.ignore = {"no-loss"};
  result.ignored = {{"lost", 1505}};
  result.findings.front().ignored = true;
  const Parsed xml(ToJunit(result));
  EXPECT_FALSE(xml.Case("no-loss").child("failure"));
  EXPECT_STREQ(xml.Case("no-loss").child_value("system-out"),
               "ignored (lost 1505); not promised by acks-1: acks=1 is the leader's word alone");
}

TEST(Junit, ControlCharactersAndMarkupDoNotBreakTheDocument) {
  Result result = LossyRun();
  result.scenario = "a<b>&\"\x01\x1b[31m";
  result.reason = "\x02 \xff ]]> \xef\xbf\xbf";
  const Parsed xml(ToJunit(result));
  ASSERT_TRUE(xml.ok);
  EXPECT_STREQ(xml.suite.attribute("name").value(), "a<b>&\"\\x01\\x1b[31m");
  EXPECT_EQ(ToJunit(result).find('\x02'), std::string::npos);
}

TEST(Junit, SeveralRunsAddUp) {
  const std::string text = ToJunit(std::vector<Result>{CleanRun(), LossyRun()});
  const Parsed xml(text);
  const auto root = xml.document.child("testsuites");
  EXPECT_EQ(root.attribute("failures").as_int(), 2);
  EXPECT_EQ(root.attribute("tests").as_int(), 9);
  EXPECT_EQ(std::distance(root.begin(), root.end()), 2);
}

}  // namespace
}  // namespace kproof

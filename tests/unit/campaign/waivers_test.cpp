// Waivers: a strict file, a date, and a red campaign that they turn yellow without hiding anything.
#include "harness/campaign/waivers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/campaign/scenario_called.h"

namespace kproof {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kToday = 2026y / 11 / 30;
constexpr const char* kGood =
    "- {scenario: a, finding: duplicated, ticket: K-1, reason: known, until: 2026-12-31}\n";

ParsedWaivers Parsed(const std::string& yaml) { return ParseWaivers("w.yaml", yaml, kToday); }

std::string Complaints(const std::string& what, const std::string& with) {
  std::string yaml = kGood;
  yaml.replace(yaml.find(what), what.size(), with);
  std::string all;
  for (const auto& diagnostic : Parsed(yaml).diagnostics) all += diagnostic.ToString() + "\n";
  return all;
}

Result Failing(const std::string& scenario, std::vector<std::string> findings) {
  Result result;
  result.scenario = scenario;
  result.verdict = Verdict::kViolation;
  for (const auto& name : findings) {
    Finding finding;
    finding.check = name;
    finding.count = 3;
    result.findings.push_back(finding);
  }
  return result;
}

TEST(Waivers, HaveATicketAReasonAndADay) {
  const auto parsed = Parsed(kGood);
  ASSERT_THAT(parsed.diagnostics, IsEmpty());
  ASSERT_EQ(parsed.waivers.size(), 1u);
  EXPECT_EQ(parsed.waivers[0].scenario, "a");
  EXPECT_EQ(parsed.waivers[0].finding, "duplicated");
  EXPECT_EQ(parsed.waivers[0].until, 2026y / 12 / 31);
}

TEST(Waivers, AreReadStrictly) {
  const struct {
    const char *what, *with, *says;
  } cases[] = {
      {"scenario: a, ", "", "a waiver has no 'scenario'"},
      {"ticket: K-1, ", "", "a waiver has no 'ticket'"},
      {"ticket: K-1, ", "ticket: \"\", ", "ticket of a waiver is empty"},
      {"reason: known, ", "", "a waiver has no 'reason'"},
      {", until: 2026-12-31", "", "a waiver has no 'until'"},
      {"2026-12-31", "2026-02-30", "until"},
      {"2026-12-31", "soon", "until"},
      {"2026-12-31", "2026-11-29", "w.yaml:1:73: the waiver of a has lapsed"},
      {"duplicated", "dupes", "finding of a waiver is 'dupes'"},
      {"duplicated", "lost", "this waiver lets lost records pass"},
      {"reason", "raeson", "did you mean 'reason'?"},
      {"- {", "{", "the file is not a list of waivers"},
  };
  for (const auto& one : cases)
    EXPECT_THAT(Complaints(one.what, one.with), HasSubstr(one.says)) << one.with;
  EXPECT_EQ(Complaints("2026-12-31", "2026-11-30"), "") << "the last day counts";
  EXPECT_EQ(Complaints("finding: duplicated", "finding: lost, waive_loss: true"), "");
}

TEST(Waivers, CoverAResultOnlyWhereEachOfItsFindingsIsCovered) {
  const auto waivers = Parsed(kGood).waivers;
  EXPECT_EQ(CoveringWaivers(Failing("a", {"duplicated"}), waivers).size(), 1u);
  EXPECT_THAT(CoveringWaivers(Failing("a", {"duplicated", "reordered"}), waivers), IsEmpty());
  EXPECT_THAT(CoveringWaivers(Failing("b", {"duplicated"}), waivers), IsEmpty());
  EXPECT_THAT(CoveringWaivers(Failing("a", {}), waivers), IsEmpty());
  auto doubtful = Failing("a", {"duplicated"});
  doubtful.verdict = Verdict::kInconclusive;
  EXPECT_THAT(CoveringWaivers(doubtful, waivers), IsEmpty());
  auto expected = Failing("a", {"duplicated", "reordered"});
  expected.findings[1].expected = true;
  EXPECT_EQ(CoveringWaivers(expected, waivers).size(), 1u);
}

TEST(Waivers, OfAnyFindingDoNotCoverALossUnlessTheySaySo) {
  const auto any = Parsed("- {scenario: a, ticket: K-1, reason: r, until: 2027-01-01}\n").waivers;
  EXPECT_EQ(CoveringWaivers(Failing("a", {"reordered"}), any).size(), 1u);
  EXPECT_THAT(CoveringWaivers(Failing("a", {"lost"}), any), IsEmpty());
  const auto loss =
      Parsed("- {scenario: a, ticket: K, reason: r, until: 2027-01-01, waive_loss: true}\n")
          .waivers;
  EXPECT_EQ(CoveringWaivers(Failing("a", {"lost"}), loss).size(), 1u);
}

TEST(Waivers, TakeTheExitCodeOutAndKeepTheResult) {
  const auto plan = PlanCampaign({ScenarioCalled("a")}, {.seed = 1, .repeat = 1, .tags = {}});
  CampaignProgress progress;
  progress.records = {RecordOf("a", 1, 1)};
  progress.results = {Failing("a", {"duplicated"})};
  EXPECT_EQ(SummaryOf(plan, progress).exit_code, 1);
  const auto waivers =
      Parsed(std::string(kGood) + "- {scenario: b, ticket: K-2, reason: r, until: 2027-01-01}\n")
          .waivers;
  const auto unused = ApplyWaivers(waivers, progress);
  EXPECT_EQ(SummaryOf(plan, progress).exit_code, 0);
  EXPECT_EQ(SummaryOf(plan, progress).results.size(), 1u);
  ASSERT_EQ(unused.size(), 1u);
  EXPECT_EQ(unused[0]->scenario, "b");
  EXPECT_THAT(WaivedLines(waivers, progress),
              ElementsAre("waived: a (seed 0): duplicated: K-1 until 2026-12-31: known"));
}

}  // namespace
}  // namespace kproof

// docs/lint.md has a row for each rule, and the scenarios that show rules are there, are pairs, and
// have the runs that docs/scenarios.md counts.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "audit/lint/registry.h"
#include "audit/lint/shown.h"
#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/run/vocabulary.h"
#include "harness/scenario/scenario.h"

namespace kproof {
namespace {

std::string Page(const std::string& name) {
  std::ifstream file(KPROOF_SOURCE_DIR + std::string("/") + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string RowOf(const LintRule& rule) {
  std::string pair = "–";
  if (*rule.shown_by.breaks != '\0')
    pair = fmt::format("[{0}](../scenarios/{0}.yaml), [{1}](../scenarios/{1}.yaml)",
                       rule.shown_by.breaks, rule.shown_by.holds);
  return fmt::format("| `{}` | {} | {} | {} | {} | `{}` | {} | {} | {} |\n", rule.id,
                     NameOf(rule.severity), NameOf(rule.confidence), rule.when, rule.mechanism,
                     rule.advice, rule.cost, rule.source, pair);
}

Scenario Shipped(const std::string& name) {
  const auto file = "scenarios/" + name + ".yaml";
  const auto parsed = ParseScenario(file, Page(file), TheVocabulary());
  EXPECT_TRUE(parsed.scenario) << name;
  return parsed.scenario.value_or(Scenario{});
}

std::set<std::string> FaultsIn(const Scenario& scenario) {
  std::set<std::string> faults;
  for (const auto& step : scenario.steps) faults.insert(step.fault);
  for (const auto& consumer : scenario.consumers) {
    if (!consumer.crash.at.empty()) faults.insert("crash");
    if (consumer.work.slow_every > 0) faults.insert("slow work");
  }
  return faults;
}

TEST(LintDocs, EachRuleHasItsRowAndEachRowIsARule) {
  const auto page = Page("docs/lint.md");
  for (const auto& rule : LintRules())
    EXPECT_NE(page.find("\n" + RowOf(rule)), std::string::npos) << RowOf(rule);
  std::size_t rows = 0;
  const auto lines = Split(page, '\n');
  for (const auto& line : lines)
    rows += line.starts_with("| `") && Split(line, '|').size() == 11 ? 1 : 0;
  EXPECT_EQ(rows, LintRules().size());
}

TEST(LintDocs, PairsAreAControlAndAClaimUnderOneKindOfFault) {
  std::set<std::string> shown;
  for (const auto& rule : LintRules()) {
    if (*rule.shown_by.breaks == '\0') continue;
    shown.insert(rule.id);
    const auto breaks = Shipped(rule.shown_by.breaks), holds = Shipped(rule.shown_by.holds);
    EXPECT_EQ(breaks.role, "control") << rule.id;
    EXPECT_EQ(holds.role, "claim") << rule.id;
    const auto of_claim = FaultsIn(holds);
    const auto of_control = FaultsIn(breaks);
    EXPECT_TRUE(std::any_of(of_control.begin(), of_control.end(),
                            [&](const auto& fault) { return of_claim.contains(fault); }))
        << rule.id << ": the pair shares no fault";
  }
  EXPECT_GE(shown.size(), 32U);
}

// "| `durability/leader-kill` | 0 | 10 of 10 claims pass |"
TEST(LintDocs, RunsAreThoseThatThePageOfScenariosCounts) {
  const auto page = Page("docs/scenarios.md");
  for (const auto& rule : LintRules())
    for (const std::string scenario : {rule.shown_by.breaks, rule.shown_by.holds}) {
      const auto runs = KnownRuns(scenario);
      if (runs.empty()) {
        const auto row = page.find("\n| `" + scenario + "` | 0 | ");
        EXPECT_TRUE(scenario.empty() || row == std::string::npos) << scenario;
        continue;
      }
      EXPECT_NE(page.find("\n| `" + scenario + "` | 0 | " + runs + " "), std::string::npos)
          << scenario << ": " << runs;
    }
  EXPECT_EQ(ShownText({}), "not shown");
}

TEST(LintDocs, SeveritiesAndConfidencesAreExplained) {
  const auto page = Page("docs/lint.md");
  for (const auto severity : {LintSeverity::kMust, LintSeverity::kShould, LintSeverity::kNote})
    EXPECT_NE(page.find(fmt::format("\n- **{}**: ", NameOf(severity))), std::string::npos);
  for (const auto confidence :
       {LintConfidence::kHigh, LintConfidence::kMedium, LintConfidence::kContext})
    EXPECT_NE(page.find(fmt::format("\n- **{}**: ", NameOf(confidence))), std::string::npos);
}

}  // namespace
}  // namespace kproof

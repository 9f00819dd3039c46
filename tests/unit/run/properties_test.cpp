// docs/properties.md says what the program says: its guarantees, its rules, and the scenarios that
// come with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "audit/judge/registry.h"
#include "audit/promise/promise.h"
#include "harness/base/contains.h"
#include "harness/words/guarantee.h"
#include "tests/unit/run/book.h"

namespace kproof {
namespace {

constexpr char kAlways[] = "Under every configuration";  // nobody has to require it

const Scenario* InTheBook(const std::string& name) {
  const auto found = Book().find(name);
  EXPECT_NE(found, Book().end()) << "no scenario " << name;
  return found == Book().end() ? nullptr : &found->second;
}

bool Requires(const Scenario& scenario, const std::string& check) {
  const auto against = GuaranteesAgainst(check);
  return std::any_of(against.begin(), against.end(), [&](const GuaranteeRow* guarantee) {
    return Contains(scenario.require, std::string(guarantee->name));
  });
}

bool Expects(const Scenario& scenario, const std::string& check) {
  const auto bound = scenario.expect.find(check);
  return bound != scenario.expect.end() &&
         (bound->second.op == ">" || (bound->second.op == "=" && bound->second.value != "0"));
}

TEST(Properties, EveryGuaranteeHasASectionWithItsChecks) {
  const auto& rows = PropertyTable();
  for (const auto& guarantee : GuaranteeTable()) {
    const std::string section = "`" + std::string(guarantee.name) + "`";
    std::set<std::string> checks;
    for (const auto& row : rows) {
      if (row.section == section) checks.insert(row.checks.begin(), row.checks.end());
    }
    const auto excluded = FindingsAgainst(guarantee.name);
    EXPECT_EQ(checks, std::set<std::string>(excluded.begin(), excluded.end())) << guarantee.name;
  }
}

// Not those that answer "unknown": they are no property.
TEST(Properties, EveryRuleOfThePromiseHasItsRow) {
  const auto& rows = PropertyTable();
  for (const auto& rule : PromiseRules()) {
    if (!rule.holds) continue;
    const auto is_row = [&](const Property& row) {
      return row.section == "`" + std::string(NameOf(rule.guarantee)) + "`" &&
             row.promised == (*rule.holds ? "yes" : "no") && row.when == rule.when &&
             row.source == "`" + std::string(rule.name) + "`: " + rule.source;
    };
    EXPECT_EQ(std::count_if(rows.begin(), rows.end(), is_row), 1)
        << NameOf(rule.guarantee) << ": | … | " << (*rule.holds ? "yes" : "no") << " | "
        << rule.when << " | `" << rule.name << "`: " << rule.source << " |";
  }
}

TEST(Properties, EveryRowNamesARuleThatIsThereAndChecksThatAreThere) {
  std::set<std::string> rules, checks;
  for (const auto& rule : PromiseRules()) rules.insert(rule.name);
  for (const auto& checker : Checkers()) checks.insert(std::string(checker.name));
  for (const auto& row : PropertyTable()) {
    EXPECT_FALSE(row.source.empty()) << row.sentence;
    EXPECT_FALSE(row.checks.empty()) << row.sentence;
    if (row.source.starts_with("`") && row.source.find("`: ") != std::string::npos) {
      EXPECT_TRUE(rules.contains(row.source.substr(1, row.source.find('`', 1) - 1))) << row.source;
    }
    for (const auto& check : row.checks) EXPECT_TRUE(checks.contains(check)) << check;
  }
}

TEST(Properties, ClaimsRequireAndControlsExpectWhatTheRowIsAbout) {
  for (const auto& row : PropertyTable()) {
    std::set<std::string> faults;
    for (const auto& name : row.claims) {
      const Scenario* claim = InTheBook(name);
      if (claim == nullptr) continue;
      EXPECT_EQ(claim->role, "claim") << name;
      for (const auto& check : row.checks)
        EXPECT_TRUE(row.section == kAlways || Requires(*claim, check))
            << name << " does not require that nothing is " << check;
      faults.merge(FaultsOf(*claim));
    }
    for (const auto& name : row.controls) {
      const Scenario* control = InTheBook(name);
      if (control == nullptr) continue;
      EXPECT_EQ(control->role, "control") << name;
      EXPECT_TRUE(std::any_of(row.checks.begin(), row.checks.end(),
                              [&](const auto& check) { return Expects(*control, check); }))
          << name << " does not expect what is checked for: " << row.sentence;
      const auto own = FaultsOf(*control);
      EXPECT_TRUE(row.claims.empty() ||
                  std::any_of(own.begin(), own.end(),
                              [&](const auto& fault) { return faults.contains(fault); }))
          << name << " shares no fault with a claim of its row";
    }
  }
}

TEST(Properties, EveryScenarioShowsOne) {
  std::set<std::string> named;
  for (const auto& row : PropertyTable()) {
    named.insert(row.claims.begin(), row.claims.end());
    named.insert(row.controls.begin(), row.controls.end());
  }
  for (const auto& [name, scenario] : Book()) {
    const bool of_a_limit = !scenario.expect_limit.empty();  // which is no guarantee
    EXPECT_TRUE(named.contains(name) || name.starts_with(kControlsOfKproof) || of_a_limit) << name;
  }
}

}  // namespace
}  // namespace kproof

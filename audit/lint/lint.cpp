#include "audit/lint/lint.h"

#include <algorithm>

#include "audit/lint/registry.h"

namespace kproof {
namespace {

LintFinding FindingOf(const LintRule& rule, const LintSubject& subject) {
  for (const auto& name : rule.settings)
    if (const auto* setting = subject.Find(name.scope, name.key))
      return {&rule, name, setting->value, setting->origin};
  return {&rule, rule.settings.front(), "", "not set"};
}

}  // namespace

std::vector<LintFinding> Lint(const LintSubject& subject) {
  std::vector<LintFinding> findings;
  for (const auto& rule : LintRules())
    if (rule.applies(subject)) findings.push_back(FindingOf(rule, subject));
  std::stable_sort(findings.begin(), findings.end(), [](const auto& one, const auto& other) {
    return one.rule->severity < other.rule->severity;
  });
  return findings;
}

bool AnyMust(const std::vector<LintFinding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const LintFinding& finding) {
    return finding.rule->severity == LintSeverity::kMust;
  });
}

}  // namespace kproof

// What the rules say about one subject, the worst first.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/lint/rule.h"

namespace kproof {

// A rule that applies, with the setting that it flags.
struct LintFinding {
  const LintRule* rule;
  SettingName setting;  // the first of the rule's that has a value; its first where none has
  std::string value;    // "": not set anywhere
  std::string origin;
};

// By severity, then in the order of the rules.
std::vector<LintFinding> Lint(const LintSubject& subject);

bool AnyMust(const std::vector<LintFinding>& findings);

}  // namespace kproof

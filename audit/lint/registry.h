// All rules of the lint, and the settings that they and the promises turn on.
//
// Thread-safe: constants.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/lint/rule.h"

namespace kproof {

// By subject, as the files of audit/lint/rules have them.
const std::vector<LintRule>& LintRules();

// Null: there is no rule of that name.
const LintRule* FindLintRule(const std::string& id);

// Settings that matter: those that some rule names or looks at, and those that promises turn on.
const std::set<std::pair<SettingScope, std::string>>& SettingsThatMatter();

}  // namespace kproof

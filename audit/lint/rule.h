// A rule of the lint as data: what it looks at, when it applies, what goes wrong then and why, the
// line that mends it and what that costs, its source, and the pair of scenarios that shows it.
//
// Thread-safe: constants and pure functions.
#pragma once

#include <vector>

#include "audit/lint/subject.h"
#include "harness/words/guarantee.h"

namespace kproof {

// The worst first; docs/lint.md says what each means.
enum class LintSeverity { kMust, kShould, kNote };
const char* NameOf(LintSeverity severity);

enum class LintConfidence { kHigh, kMedium, kContext };
const char* NameOf(LintConfidence confidence);

struct SettingName {
  SettingScope scope;
  const char* key;
};

// Names of scenarios as `kproof list scenarios` has them; "": nothing shows the rule.
struct ScenarioPair {
  const char* breaks = "";  // with the flagged value
  const char* holds = "";   // with the mended one, under the same kind of fault
};

struct LintRule {
  const char* id;  // kebab-case; it never changes its meaning
  LintSeverity severity;
  LintConfidence confidence;
  std::vector<SettingName> settings;  // the first is the one that is flagged
  const char* when;                   // for people
  const char* mechanism;              // what goes wrong, and why
  // "acks=all": a line for the scope of the first setting, after which the rule no longer applies.
  // What is more than such a line has words.
  const char* advice;
  const char* cost;  // of what `advice` says
  const char* source;
  bool (*applies)(const LintSubject& subject);
  ScenarioPair shown_by = {};
  // Guarantees that the settings do not promise, under some class of failure, while it applies.
  std::vector<Guarantee> breaks = {};
};

}  // namespace kproof

// Which keys a scenario knows at each level, and the names that `require`, `ignore`, `expect` and
// `fail_on` know.
//
// The parser, docs/scenario.schema.json and the tests are held to these tables. Thread-safe:
// constants.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kproof {

// "scenario", "cluster", "topic", "producer", "monitor", "consumer", "step" → their keys, in
// alphabetical order.
const std::map<std::string, std::vector<std::string>>& KnownKeys();

// Ways to commit of a consumer, those that can't be had yet too.
const std::vector<std::string>& CommitNames();
// For `require` and `ignore`.
const std::vector<std::string>& GuaranteeNames();
// For `expect` and `fail_on`.
const std::vector<std::string>& FindingNames();
// The findings that break a guarantee; none for a name that is no guarantee.
const std::vector<std::string>& FindingsAgainst(const std::string& guarantee);
// The finding that breaks a guarantee, where it is exactly one; else "".
std::string FindingAgainst(const std::string& guarantee);

}  // namespace kproof

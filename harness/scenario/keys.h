// Which keys a scenario, and a matrix of scenarios, know at each level. The names that `require`,
// `ignore`, `expect`, `fail_on` and `limits` know are in harness/words.
//
// The parser, docs/scenario.schema.json and the tests are held to these tables. Thread-safe:
// constants.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kproof {

// "scenario", "cluster", "topic", "producer", "monitor", "consumer", "step" → their keys, in
// alphabetical order ("process" and "crash" stand in a consumer); "matrix", "matrix_expect" and
// "matrix_name" are those of a matrix's file, "waiver" that of a file of waivers.
const std::map<std::string, std::vector<std::string>>& KnownKeys();

// Ways to commit of a consumer, those that can't be had yet too.
const std::vector<std::string>& CommitNames();
// Points of a consumer's work at which it can crash.
const std::vector<std::string>& CrashPoints();
// The same of those who send in transactions.
const std::vector<std::string>& TransactionCrashPoints();

}  // namespace kproof

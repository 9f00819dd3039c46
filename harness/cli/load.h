// Scenario files from the command line: read, overridden by --set, checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/scenario.h"

namespace kproof {

// A folder stands for all *.yaml below it, in order of their paths, or for itself where it has
// none.
std::vector<std::string> ScenarioFiles(const std::vector<std::string>& paths);

// Every one of these files parsed, in order; nothing when any of them has an error, after printing
// all errors of all files on stderr. Throws Error(kUsage) for a --set without '='.
std::optional<std::vector<Scenario>> LoadScenarios(const std::vector<std::string>& paths,
                                                   const std::vector<std::string>& sets);

}  // namespace kproof

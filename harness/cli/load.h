// Scenario files from the command line: read, overridden by --set, checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/scenario.h"

namespace kproof {

// A folder stands for all *.yaml below it, in order of their paths, or for itself where it has
// none; a name such as durability/leader-kill for what comes with kproof (book.h).
std::vector<std::string> ScenarioFiles(const std::vector<std::string>& paths);

// Of --set PATH=VALUE. Throws Error(kUsage) for a text without '='.
std::vector<Override> ParseSets(const std::vector<std::string>& sets);

// Every one of these files parsed, in order. Throws Error(kUsage) for a --set without '='.
// `more`: what other flags set.
struct LoadedFile {
  std::string path;
  ParsedScenario parsed;
};
std::vector<LoadedFile> ParseFiles(const std::vector<std::string>& paths,
                                   const std::vector<std::string>& sets,
                                   const std::vector<Override>& more = {});

// The same; nothing when any of them has an error, after printing all errors of all files on
// stderr.
std::optional<std::vector<Scenario>> LoadScenarios(const std::vector<std::string>& paths,
                                                   const std::vector<std::string>& sets,
                                                   const std::vector<Override>& more = {});

}  // namespace kproof

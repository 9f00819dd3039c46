// The scenarios that come with kproof, and how a name on the command line becomes files.
#pragma once

#include <string>
#include <vector>

namespace kproof {

struct ShippedScenario {
  std::string name;  // what `kproof run` takes from any folder: "durability/leader-kill"
  std::string file;
};

// The scenarios of `folder` by their paths; of "" those of the folder scenarios where one works,
// else those that come with the program, by their names. In order of names. Throws Error(kUsage)
// where there is no such folder.
std::vector<ShippedScenario> ScenariosIn(const std::string& folder);

// A file or folder as it is; a name such as "durability/leader-kill", "durability" or "scenarios"
// that is nothing here stands for what comes with the program. What is nothing anywhere is given
// back: who reads it says so.
std::string FindScenario(const std::string& path);

// What somebody may have meant who wrote a `path` that is nothing anywhere.
std::string HintForScenario(const std::string& path);

// All *.yaml below the folder, in order of their paths. Throws Error(kUsage) for a folder that
// can't be searched, or that has so much in it that it can't be one of scenarios.
std::vector<std::string> YamlFilesBelow(const std::string& folder);

}  // namespace kproof

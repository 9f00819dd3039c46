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

// `path` itself if it is a file or folder here. Else what comes with kproof under that name, such
// as "durability/leader-kill", "durability" or "scenarios". A path that exists nowhere is returned
// unchanged; reading it will be an error.
std::string FindScenario(const std::string& path);

// A suggestion for a `path` that exists nowhere.
std::string HintForScenario(const std::string& path);

// All *.yaml below the folder, in order of their paths; a folder `matrix` in it is left out,
// because what lies there is run by `kproof matrix`. Throws Error(kUsage) for a folder that can't
// be searched, or that has so much in it that it can't be one of scenarios.
std::vector<std::string> YamlFilesBelow(const std::string& folder);

}  // namespace kproof

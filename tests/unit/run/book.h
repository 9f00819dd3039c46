// What several tests read: the scenarios that come with the program, and the rows of
// docs/properties.md that say what each of them shows.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/scenario/scenario.h"

namespace kproof {

// Scenarios below this folder test kproof itself.
inline constexpr char kControlsOfKproof[] = "controls/";

// "durability/leader-kill" → what its file says.
const std::map<std::string, Scenario>& Book();

// Faults of its steps, and what consumers do to themselves.
std::set<std::string> FaultsOf(const Scenario& scenario);

// One row of docs/properties.md.
struct Property {
  std::string section, sentence, promised, when, source;
  std::vector<std::string> checks, claims, controls;
};
const std::vector<Property>& PropertyTable();

}  // namespace kproof

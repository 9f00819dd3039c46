// A plan: a scenario in which every random choice has been made from the seed, so that it can be
// run again as it is.
#pragma once

#include <cstdint>
#include <string>

#include "harness/scenario/scenario.h"

namespace kproof {

struct Plan {
  Scenario scenario;  // "any broker" has become "broker 2" and so on
  std::uint64_t seed = 0;
};

// Pure: the same scenario and seed give the same plan on every machine.
Plan MakePlan(const Scenario& scenario, std::uint64_t seed);

// The plan as a scenario file: every default and every choice written out. Parsing it gives the
// same scenario.
std::string ToYaml(const Plan& plan);

// The same for programs: {"schema": 1, "scenario": …, "seed": …, "plan": {keys as in the file}},
// without a line end, on one line unless `indented`.
std::string ToJson(const Plan& plan, bool indented);

}  // namespace kproof

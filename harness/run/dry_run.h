// What the steps of a plan would do, in words, for `--dry-run`: as comments, so that the plan stays
// a scenario.
#pragma once

#include <string>

#include "harness/scenario/scenario.h"

namespace kproof {

// Lines that begin with '#', each with its line end; nothing where there are no steps.
std::string DescribeSteps(const Scenario& scenario);

}  // namespace kproof

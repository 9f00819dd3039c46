// Which runs of a scenario are known: what docs/scenarios.md says of it, and nothing else.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "audit/lint/rule.h"

namespace kproof {

// "5 of 5": how many of how many runs went as the book says; "" where the page has no such row.
std::string KnownRuns(const std::string& scenario);

// "durability/leader-kill-acks1 breaks (10 of 10 runs), durability/leader-kill holds (10 of 10
// runs)"; "not shown" without a pair.
std::string ShownText(const ScenarioPair& pair);

}  // namespace kproof

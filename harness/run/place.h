// Where runs take place: in a private sandbox or on loopback.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/cluster/sandbox.h"
#include "harness/scenario/scenario.h"
#include "harness/words/need.h"

namespace kproof {

struct RunPlace {
  std::string mode = "loopback";   // or "private"
  std::optional<Refusal> refusal;  // why this machine has no private sandbox, where that was asked
};

// `asked` is what --sandbox said: private stays so even where the machine refuses it, and each run
// then says so; auto falls back to loopback, where faults that need more are not run, and takes it
// where all `scenarios` are for clusters that a sandbox would be cut off from. Only for programs
// with a single thread so far.
RunPlace ChoosePlace(const std::string& asked, const std::vector<Scenario>& scenarios = {});

// What the faults of a scenario need: NeedsOf all its steps.
std::set<Need> Needs(const Scenario& scenario);

// Which of what a fault needs this place or this machine lacks; nothing when it can be had.
std::optional<Refusal> Missing(const std::set<Need>& needs, const RunPlace& place);

// Whether no fault of it needs more than nodes on loopback addresses: what an unprivileged
// container can run.
bool RunsOnLoopback(const Scenario& scenario);

// What the scenario's faults need and this place or this machine can't give; nothing when it can.
std::optional<Refusal> Lacking(const RunPlace& place, const Scenario& scenario);

// Throws Error(kNotRun) when this place or this machine can't give what the scenario needs.
void RequirePlace(const RunPlace& place, const Scenario& scenario);

// Whether Kafka can work in the folders that these runs would use: that of --out, the cache, and
// those that scenarios name. Throws Error(kUsage) naming the one where it can't.
void RequireFitFolders(const std::string& out, const std::vector<Scenario>& scenarios);

// Gets the Kafka of each scenario into the cache, which a sandbox without a network could not. What
// goes wrong is left to the runs, which say so. Only for programs with a single thread so far.
void FetchBeforehand(const std::vector<Scenario>& scenarios);

}  // namespace kproof

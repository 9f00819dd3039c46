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

// `asked` is the value of --sandbox. `private` stays private even if the machine refuses it; each
// run then reports that. `auto` falls back to loopback, where faults that need more are not run; it
// also chooses loopback if a sandbox would cut the clusters of all `scenarios` off. Only while the
// program has a single thread.
RunPlace ChoosePlace(const std::string& asked, const std::vector<Scenario>& scenarios = {});

// What the faults of a scenario need: NeedsOf all its steps.
std::set<Need> Needs(const Scenario& scenario);

// The first of these needs that this place or this machine can't meet; nothing when it meets all.
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

// Fetches the Kafka of each scenario into the cache, because a sandbox without a network could not.
// If that fails, the runs report it. Only while the program has a single thread.
void FetchBeforehand(const std::vector<Scenario>& scenarios);

// Fetches the clients of each scenario likewise. Gives what people have to be told.
std::vector<std::string> FetchClientsBeforehand(const std::vector<Scenario>& scenarios);

}  // namespace kproof

// What a checker returns: records (or records as read) that show its anomaly, as ranges.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/judge/anomalies.h"
#include "audit/judge/facts/history.h"
#include "audit/judge/records/lost_places.h"
#include "audit/judge/records/sweep.h"
#include "audit/judge/registry.h"

namespace kproof {

struct CheckResult {
  Anomalies anomalies;
  std::map<std::string, std::uint64_t> evidence;
  // What may or may not be an anomaly, because facts are missing: sentences for "inconclusive".
  std::vector<std::string> doubts;
  LostPlaces places;  // of which the record that is there now has to be looked up
};

// Whether any reader has assignments, which `skipped` and other checks of readers need.
bool LooksForSkipped(const History& history);

// Phantoms that missing facts could explain: they are not counted, and make the run inconclusive.
std::uint64_t HiddenPhantoms(const History& history);

}  // namespace kproof

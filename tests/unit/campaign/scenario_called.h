// The least that a campaign needs: scenarios by name, and the record of a trial.
#pragma once

#include <string>

#include "harness/campaign/trial_record.h"
#include "harness/scenario/scenario.h"

namespace kproof {

inline Scenario ScenarioCalled(const std::string& name) {
  Scenario scenario;
  scenario.name = name;
  scenario.clusters["main"] = {};
  return scenario;
}

inline TrialRecord RecordOf(const std::string& name, std::uint64_t seed, int exit_code) {
  TrialRecord record;
  record.scenario = name;
  record.seed = seed;
  record.exit_code = exit_code;
  return record;
}

}  // namespace kproof

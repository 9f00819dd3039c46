// The campaign that shows whether settings survive: each fault that is asked for with these
// settings, and with the unsafe ones of its control.
//
// Thread-safe: pure functions of the files that are read.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/lint/subject.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/scenario/vocabulary.h"

namespace kproof {

inline constexpr char kGivenSettings[] = "given", kUnsafeSettings[] = "unsafe";

struct CertifyRequest {
  std::set<std::string> required;  // guarantees
  std::set<std::string> failures;  // classes that the settings have to survive
  double confidence = 0.95, per_trial = 0.2;
  std::uint64_t controls = 3;  // trials of each control
  std::uint64_t seed = 0;
  std::function<std::string(const std::string& scenario)>
      find;                                                  // the file that this name stands for
  std::function<std::string(const std::string& file)> read;  // throws Error
  // Why this machine can't run a scenario; empty: it can run each of them.
  std::function<std::optional<std::string>(const Scenario& scenario)> lacking = {};
};

struct CertifyPlan {
  // Axes `fault` and `settings` (given, unsafe). A cell of given settings requires what is required
  // and must pass; one of unsafe settings must be unprotected.
  CampaignPlan campaign;
  ClientSaid client;  // what producers of all trials have to be; its version may be ""
  // Sentences: settings and failures that no trial has, and faults that this machine can't cause.
  std::vector<std::string> not_tested;
};

// How many trials without a broken guarantee show with `confidence` that it is broken in fewer than
// `per_trial` of them: ln(1 - confidence) / ln(1 - per_trial), rounded up.
std::uint64_t TrialsFor(double confidence, double per_trial);

// Throws Error(kUsage) where producers can't be the client that was named, no scenario tries any of the failures, or these settings are refused
// in all of them.
CertifyPlan PlanCertify(const LintSubject& subject, const Vocabulary& vocabulary,
                        const CertifyRequest& request);

}  // namespace kproof

// Settings that somebody means to deploy, as settings of a scenario that a local cluster runs.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/lint/subject.h"
#include "harness/scenario/scenario.h"

namespace kproof {

struct Deployment {
  std::vector<Override> settings;           // for producer `checkout` and topic `payments`
  Override client;                          // of the producer, among them: a control has it, too
  std::vector<std::string> not_reproduced;  // sentences: what was given and no trial has
};

Deployment DeploymentOf(const LintSubject& subject);

}  // namespace kproof

// Settings as they are deployed (harness/deployed) put into a question of the lint. What does not
// count, or can't be judged, becomes a sentence: nothing is dropped.
//
// Thread-safe: pure functions.
#pragma once

#include "harness/run/lint_subject.h"
#include "harness/run/stated_deployment.h"

namespace kproof {

// `question` has the version that holds where nothing says another, and the single settings of the
// command line, which come before those of files. Throws Error(kUsage) with the place of a version
// of Kafka whose settings are not known.
void TakeDeployed(const Deployed& deployed, const DeclaredByFlags& flags, LintQuestion& question);

}  // namespace kproof

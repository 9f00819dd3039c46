// The smallest change of settings after which nothing is refused, found by asking lint and promise:
// lines that rules advise, and settings that promises turn on.
//
// Thread-safe: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/lint/certify.h"
#include "harness/run/lint_subject.h"

namespace kproof {

// As its origin is shown.
inline constexpr char kAdvised[] = "advised";

// The question with this line in place of what stands there.
LintQuestion With(LintQuestion question, const AdvisedChange& change);

// The smallest that there is, of at most five changes; of several the one whose rules are the
// worst. Empty: none was found, or nothing is refused.
std::vector<AdvisedChange> Advise(const LintQuestion& question, const CertifyQuestion& asked);

}  // namespace kproof

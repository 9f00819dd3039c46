// The part of a certificate that needs no run: lint, promises by class of failure, and the verdict
// that follows from them alone.
//
// Thread-safe: pure functions.
#pragma once

#include <set>
#include <string>

#include "audit/lint/certificate.h"
#include "audit/promise/assumed_failure.h"

namespace kproof {

struct CertifyQuestion {
  std::set<std::string> required;  // guarantees that settings can promise
  AssumedFailure failures;         // that the settings have to survive, one class at a time
  std::string kproof;              // version of the program, for the certificate
};

// Classes of failure that are asked for where nobody says otherwise: what happens to one node of a
// cluster that is otherwise well.
std::set<std::string> UsualFailures();

// Never "certified": that takes runs. "refused" where a rule of severity must applies or a required
// guarantee is not promised under a class that is asked.
Certificate CertifyBySettings(const LintSubject& subject, const CertifyQuestion& question);

}  // namespace kproof

// What audit/promise says about a subject of the lint: the same settings, asked through the same
// rules that judge a run, so that the two can't read one value in two ways.
//
// Thread-safe: pure functions.
#pragma once

#include "audit/lint/subject.h"
#include "audit/promise/promise.h"

namespace kproof {

PromiseSettings PromiseSettingsOf(const LintSubject& subject);

// broker.session.timeout.ms; Kafka's default where it is not known.
Duration SessionOf(const LintSubject& subject);

}  // namespace kproof

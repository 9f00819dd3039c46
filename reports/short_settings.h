// The effective settings of a result in short: what was set, and what promises turn on. The audit
// store has all of them.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <string>

#include "audit/judge/result.h"

namespace kproof {

// The subject under which a setting stands that is the same for all subjects of its scope.
inline constexpr char kAllSubjects[] = "*";

// Whether an origin is that of what nobody set: Kafka's ConfigSource, and ours for librdkafka.
bool IsDefaultOrigin(const std::string& origin);

// Without the defaults of Kafka and librdkafka, unless a promise turns on them (kTelling); what all
// subjects of a scope have alike stands once, under kAllSubjects. A scope with one subject has it
// alone.
std::map<std::string, std::map<std::string, Result::Settings>> ShortSettings(const Result& result);

}  // namespace kproof

// Whether Kafka would take a value: org.apache.kafka.common.config.ConfigDef.parseType and its
// validators, as far as their printed ranges tell.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "harness/settings/tables.h"

namespace kproof {

// How the value has to be written: "a whole number from 1 to 100"; "" when it is right. Ranges of a
// form that is not understood admit everything.
std::string WrongValue(const Setting& setting, const std::string& value);

// Whether two texts are one value of this type, as in "TRUE" and "true", or "a, b" and "a,b".
bool SameValue(const std::string& type, const std::string& one, const std::string& other);

}  // namespace kproof

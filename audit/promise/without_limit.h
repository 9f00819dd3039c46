// Values of settings that stand for "no limit": people read a word where Kafka has a number of
// nineteen digits.
//
// Thread-safe: a pure function.
#pragma once

#include <string>
#include <string_view>

namespace kproof {

// "unlimited" for retries=2147483647, "never" for flush.messages=9223372036854775807; any other
// value as it is.
std::string InWords(std::string_view key, const std::string& value);

}  // namespace kproof

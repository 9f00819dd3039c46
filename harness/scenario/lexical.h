// How names and small values may be written, beyond what harness/base/units.h reads.
//
// Thread-safe: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kproof {

// A name that also is a part of file and host names: letters, digits, '-' and '_', first a letter
// or digit, at most 64.
bool IsName(std::string_view text);
// Kafka's rule (Topic.java): letters, digits, '.', '_' and '-', at most 249, neither "." nor "..".
bool IsTopicName(std::string_view text);
// "<", "<=", "=", ">=", ">"
bool IsComparison(std::string_view text);
// "4.3.1"
bool IsVersion(std::string_view text);
// As -Xmx takes it: "256m", "1g".
bool IsHeap(std::string_view text);
// A decimal number from 0 to 1, as in "0.1".
std::optional<double> ParseFraction(std::string_view text);
// A decimal number from 0 to 100 before the sign, as in "10%".
std::optional<double> ParsePercent(std::string_view text);
// The shortest decimal text, without an exponent, that reads back to the same number.
std::string FormatDecimal(double number);

}  // namespace kproof

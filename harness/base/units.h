// Numbers with units as people write them in scenarios, strictly: "3s", "250ms", "2000/s", "256B",
// "1MiB".
//
// Each parser gives nothing for anything it does not understand completely; the caller names the
// object in its error. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/base/clock.h"

namespace kproof {

// A whole or decimal number with us, ms, s, min or h; never negative, never without a unit.
std::optional<Duration> ParseDuration(std::string_view text);
// A whole number with B, KB, MB, GB (powers of 1000) or KiB, MiB, GiB (powers of 1024).
std::optional<std::uint64_t> ParseBytes(std::string_view text);
// Records per second, as in "2000/s"; more than zero.
std::optional<double> ParseRate(std::string_view text);
// A decimal whole number with nothing around it.
std::optional<std::int64_t> ParseInt(std::string_view text);

// "250ms", "3s", "9.5s", "2min": what ParseDuration reads back to the same value.
std::string FormatDuration(Duration time);
// "9.1 s", "13 ms": for people.
std::string HumanDuration(Duration time);

// -- bounds, as in "< 15s": a sign and a value
// "< 15s" and "<15s" alike: the sign and what stands behind it; without a sign {text, ""}.
std::pair<std::string, std::string> SplitBound(const std::string& text);
// What is wrong with a limit's bound, as a hint; "": nothing. A limit is an upper bound with a
// unit, above zero.
std::string WrongLimit(std::string_view sign, std::string_view time);

}  // namespace kproof

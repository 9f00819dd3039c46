// Bounds as scenarios and events.jsonl write them: a sign and a value, as in "< 15s".
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace kproof {

// "< 15s" and "<15s" alike: the sign and what stands behind it; without a sign {text, ""}.
std::pair<std::string, std::string> SplitBound(const std::string& text);
// What is wrong with a limit's bound, as a hint; "": nothing. A limit is an upper bound with a
// unit, above zero.
std::string WrongLimit(std::string_view sign, std::string_view time);

}  // namespace kproof

// Small helpers on text that more than one room needs.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

std::vector<std::string> SplitWords(std::string_view text);  // at white space; no empty words
std::vector<std::string> Split(std::string_view text, char separator);  // keeps empty parts
std::string Trim(std::string_view text);
std::string Join(const std::vector<std::string>& parts, std::string_view separator);
// With the letters A to Z small, or a to z capital; others stay.
std::string Lower(std::string_view text);
std::string Upper(std::string_view text);
// "1,234,567"
std::string WithThousands(std::uint64_t number);
// The candidate that `word` was meant to be, if one is near enough to be told from a typing error
// (a third of its letters, whatever their case) or alone begins with it; else "".
std::string Nearest(std::string_view word, const std::vector<std::string>& candidates);
// "; did you mean 'acks'?" or "".
std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates);

// "retention.ms=60000,min.insync.replicas=2": settings on one line. Nothing for an empty text, a
// part without '=' or without a key, or a key that stands there twice. White space around keys and
// values does not count.
std::optional<std::map<std::string, std::string>> ParseKeyValues(const std::string& text);

}  // namespace kproof

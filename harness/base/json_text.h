// JSON from text and to text. nlohmann's parser and writer are templates that take the compiler a
// second and a half in each unit that calls them: here they are compiled once.
//
// Thread-safe: pure functions. Errors are nlohmann's own, whose messages JsonProblem puts in words.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace kproof {

// Throws nlohmann::json::parse_error, and out_of_range for a number that no double holds.
nlohmann::json ParseJson(std::string_view text);
// What is no JSON becomes a value that is "discarded": neither an object nor anything else.
nlohmann::json ParseJsonIfAny(std::string_view text);
// ParseJson, with the keys of objects in the order that they stand in.
nlohmann::ordered_json ParseOrderedJson(std::string_view text);

// On one line, or indented by so many spaces. Throws nlohmann::json::type_error when a string in it
// is not UTF-8.
std::string JsonText(const nlohmann::json& value, int indent = -1);

// For what others wrote: bytes that are not UTF-8 are replaced by U+FFFD. In ASCII alone: all other
// characters are escaped.
std::string LenientJsonText(const nlohmann::json& value, int indent = -1);
std::string LenientJsonText(const nlohmann::ordered_json& value, int indent = -1,
                            bool in_ascii = false);

}  // namespace kproof

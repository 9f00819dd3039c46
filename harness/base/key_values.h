// "retention.ms=60000,min.insync.replicas=2": settings on one line.
//
// Thread-safe: a pure function.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace kproof {

// Nothing for an empty text, a part without '=' or without a key, or a key that stands there twice.
// White space around keys and values does not count.
std::optional<std::map<std::string, std::string>> ParseKeyValues(const std::string& text);

}  // namespace kproof

// The target of a request, taken apart strictly. What it gives are names to look for among those
// that are there; it never becomes a path of the file system.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

struct WebTarget {
  std::vector<std::string> parts;            // "/run/a%20b/" → {"run", "a b"}
  bool folder = false;                       // it ends in '/'
  std::map<std::string, std::string> query;  // "?after=12" → {{"after", "12"}}
};

// Nothing for what is no path on this server: an address of another one, a part that is empty, "."
// or "..", that has a slash, a backslash or a control character in it (also as %2f, %00, …) or is
// no UTF-8, a broken escape, a query that is not key=value, or more than 2,048 bytes.
std::optional<WebTarget> ParseTarget(std::string_view target);

// A name as a part of a link.
std::string EncodePart(std::string_view name);

}  // namespace kproof

// Properties files as Kafka's own tools take them (--command-config): one key=value a line; blank
// lines and lines that begin with # or ! say nothing.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kproof {

// Throws Error(kUsage) with `name` and the line's number for a line without '=', an empty key, or a
// key that is there twice.
std::map<std::string, std::string> ParseProperties(const std::string& name,
                                                   const std::string& text);

// The file, if `file` is not "", and on top of it each "key=value" of `properties`.
std::map<std::string, std::string> ReadProperties(const std::string& file,
                                                  const std::vector<std::string>& properties);

}  // namespace kproof

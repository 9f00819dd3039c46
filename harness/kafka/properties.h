// Properties files as Kafka's own tools take them (--command-config, java.util.Properties): a
// key=value a line, ':' or a space instead of '=' too; blank lines and lines that begin with # or !
// say nothing; a backslash at the end makes a line go on, before a character it takes its meaning
// away. Spaces around values do not count (Kafka: ConfigDef.parseType). Not understood: \uXXXX.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kproof {

// Throws Error(kUsage) with `name` and the line's number for a line without a value, an empty key,
// or a key that is there twice. Errors never hold what a line says: it may be a secret.
std::map<std::string, std::string> ParseProperties(const std::string& name,
                                                   const std::string& text);

// One property and the place that it stands at, for people: "p.properties:3", "--producer".
struct PlacedProperty {
  std::string key, value, place;
};

// The same in the order of the lines.
std::vector<PlacedProperty> ParsePlacedProperties(const std::string& name, const std::string& text);

// The options that a file and single properties come from, for errors.
struct PropertyOptions {
  const char* file = "--command-config";
  const char* property = "--command-property";
};

// The file, if `file` is not "", and on top of it each "key=value" of `properties`.
std::map<std::string, std::string> ReadProperties(const std::string& file,
                                                  const std::vector<std::string>& properties,
                                                  const PropertyOptions& options = {});
// The same with places; what a single property replaces is left out.
std::vector<PlacedProperty> ReadPlacedProperties(const std::string& file,
                                                 const std::vector<std::string>& properties,
                                                 const PropertyOptions& options);

}  // namespace kproof

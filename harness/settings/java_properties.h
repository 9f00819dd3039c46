// The text of a properties file as java.util.Properties reads it: a key=value a line, ':' or a
// space instead of '=' too; blank lines and lines that begin with # or ! say nothing; a backslash
// at the end makes a line go on, before a character it takes its meaning away, \uXXXX is a
// character. Spaces around values do not count (Kafka: ConfigDef.parseType).
//
// Stricter than Java in two things, which are never meant: a line needs a value, and the last line
// can't go on. Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

namespace kproof {

struct JavaProperty {
  int line = 0;  // 1-based; of several lines the first
  std::string key, value;
};

// All of them in the order of the file; a key that is there twice too. Throws Error(kUsage) with
// `name` and the line's number for a line without a value or key and for a \u without four
// hexadecimal digits. Errors never hold what a line says: it may be a secret.
std::vector<JavaProperty> ReadJavaProperties(const std::string& name, const std::string& text);

}  // namespace kproof

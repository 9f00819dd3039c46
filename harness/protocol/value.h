// What stands in a message of Kafka's protocol, whatever its version: values in the order of the
// fields of its schema.
//
// Values; thread-safe as such.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kproof::protocol {

struct Value;
using Array = std::vector<Value>;

// A tagged field that the schema does not know, as a newer program writes it.
struct UnknownTag {
  std::uint32_t tag = 0;
  std::string bytes;
  bool operator==(const UnknownTag&) const = default;
};

struct Struct {
  std::vector<Value> fields;  // one for each of the schema; those that the version lacks: defaults
  std::vector<UnknownTag> unknown = {};
  bool operator==(const Struct& other) const;
};

struct Value {
  // Null; a number of any width, or a bool; a float64; a string, bytes or the 16 bytes of a UUID.
  std::variant<std::monostate, std::int64_t, double, std::string, Array, Struct> is;

  bool null() const { return std::holds_alternative<std::monostate>(is); }
  // Throw std::bad_variant_access for a value of another kind, which is a defect of the caller.
  std::int64_t number() const { return std::get<std::int64_t>(is); }
  const std::string& text() const { return std::get<std::string>(is); }
  Array& array() { return std::get<Array>(is); }
  const Array& array() const { return std::get<Array>(is); }
  Struct& group() { return std::get<Struct>(is); }
  const Struct& group() const { return std::get<Struct>(is); }
  bool operator==(const Value&) const = default;
};

inline bool Struct::operator==(const Struct& other) const {
  return fields == other.fields && unknown == other.unknown;
}

}  // namespace kproof::protocol

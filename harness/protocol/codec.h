// Messages of Kafka's protocol to bytes and back, of any kind and version, by their schema: plain
// and flexible versions (KIP-482), tagged fields, what may be null. Unknown tagged fields are kept.
//
// Reading is strict and safe against hostile bytes: every length is checked against what is there.
// It takes up to some sixty times the size of the message in memory, so callers limit that size.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/protocol/schema.h"

namespace kproof::protocol {

inline constexpr std::size_t kUuidBytes = 16;

// Of messages whose version has none of the fields.
Struct Defaults(const std::vector<Field>& fields);

// The body of a message, which must use all of `bytes`. Throws Error(kCorrupt) for anything else.
Struct ReadBody(const Message& message, std::int16_t version, std::string_view bytes);
// Throws Error for null where this version can't have it, and for what is too long for it.
std::string WriteBody(const Message& message, std::int16_t version, const Struct& body);

// The value of a field by its name, which must be among them.
const Value& At(const std::vector<Field>& fields, const Struct& values, std::string_view name);
Value& At(const std::vector<Field>& fields, Struct& values, std::string_view name);
// Null where there is none of that name.
const Field* FindField(const std::vector<Field>& fields, std::string_view name);

}  // namespace kproof::protocol

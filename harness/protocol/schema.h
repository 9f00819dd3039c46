// Every request and answer of Kafka's protocol by version, as Kafka's own schemas have them: data
// that scripts/protocol/make-tables.py made from kafka-clients' jar.
//
// Thread-safe: constants.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/protocol/value.h"

namespace kproof::protocol {

// From the first version to the last; none as it is made.
struct Versions {
  std::int16_t first = 0, last = -1;
  bool Has(std::int16_t version) const { return version >= first && version <= last; }
};

enum class Kind {
  kBool,
  kInt8,
  kInt16,
  kUint16,
  kInt32,
  kInt64,
  kFloat64,
  kUuid,    // 16 bytes
  kString,  // of at most 32,767 bytes
  kBytes,   // records too
  kStruct
};

struct Field {
  std::string name;  // "TopicData"
  Kind kind = Kind::kStruct;
  bool array = false;
  bool topic = false;  // it names a topic
  Versions versions{}, nullable{}, tagged{};
  std::uint32_t tag = 0;
  Value fallback{};             // what a message has there that says nothing about it
  std::vector<Field> fields{};  // of a struct
};

enum class Way { kRequest, kAnswer };

struct Message {
  Way way = Way::kRequest;
  std::int16_t api_key = 0;
  std::string name;   // "Produce"
  Versions versions;  // that Kafka knows; none: a kind of request that it has no more
  Versions flexible;  // with compact lengths and tagged fields (KIP-482)
  std::vector<Field> fields;
};

// All of them, by key, the request of each before its answer.
const std::vector<Message>& Messages();
// Null for a kind or version that is not in the table.
const Message* FindMessage(Way way, std::int16_t api_key, std::int16_t version);

}  // namespace kproof::protocol

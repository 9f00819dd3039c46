// A whole request, header and body, and the places in partitions that it is about.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/kafka/node_client.h"
#include "harness/protocol/schema.h"

namespace kproof::protocol {

inline constexpr std::int32_t kNoPartition = -1;

// Newer versions name a topic by its id alone (KIP-516), older ones by its name.
struct Place {
  std::string topic{};                    // "" where only the id is there
  TopicId id{};                           // zeros where only the name is there
  std::int32_t partition = kNoPartition;  // kNoPartition: the topic as a whole
  std::int64_t offset = -1;               // that a Fetch asks for
  bool operator==(const Place&) const = default;
};

// Which places something is about.
struct PlaceFilter {
  std::string topic{};  // by name and, for newer clients, by id as well; "": any
  TopicId id{};
  std::int32_t partition = kNoPartition;  // kNoPartition: any
  std::int64_t offset = -1;               // of a Fetch: at or past it
  bool any() const { return topic.empty() && partition == kNoPartition && offset < 0; }
  bool Has(const Place& place) const;
};

struct WholeRequest {
  const Message* schema = nullptr;  // never null
  std::int16_t version = 0;
  std::int32_t correlation = 0;
  std::string client_id;  // "" for none
  Struct body;
};

// `request` from its kind on. Nothing for a kind or version that is not in the table. Throws
// Error(kCorrupt) for a damaged one.
std::optional<WholeRequest> ReadRequest(std::string_view request);

// What the request names, in its order; the partitions that a fetch session forgets are not among
// them.
std::vector<Place> PlacesOf(const WholeRequest& request);
// Whether any version of this kind of request names topics, and partitions of them.
bool NamesTopics(std::int16_t api_key);
bool NamesPartitions(std::int16_t api_key);

// What a field is to whoever looks for a place.
enum class Role { kNone, kTopic, kTopicId, kPartition };
Role RoleOf(const Field& field);
TopicId ReadTopicId(const Value& uuid);
// What a field says of the place where its struct lies goes into `at`; gives its role.
Role Locate(const Field& field, const Value& value, std::int16_t version, Place& at);

}  // namespace kproof::protocol

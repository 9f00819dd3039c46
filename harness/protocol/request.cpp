#include "harness/protocol/request.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/kafka/wire.h"
#include "harness/protocol/codec.h"

namespace kproof::protocol {
namespace {

// Of partitions that are no longer asked for.
constexpr std::string_view kForgotten = "ForgottenTopicsData";

class PlaceFinder {
 public:
  explicit PlaceFinder(std::int16_t version) : version_(version) {}

  // `at` is where the struct lies.
  void Look(const std::vector<Field>& fields, const Struct& values, Place at) {
    bool names_topic = false;
    bool names_partition = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!fields[i].versions.Has(version_) || values.fields[i].null()) continue;
      const Role role = Locate(fields[i], values.fields[i], version_, at);
      if (fields[i].name == "FetchOffset") at.offset = values.fields[i].number();
      names_topic |= role == Role::kTopic || role == Role::kTopicId;
      names_partition |= role == Role::kPartition;
    }
    const std::size_t before = found_.size();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].array && fields[i].versions.Has(version_) && !values.fields[i].null() &&
          fields[i].name != kForgotten)
        LookInto(fields[i], values.fields[i].array(), at);
    }
    if ((names_topic || names_partition) && found_.size() == before) found_.push_back(at);
  }

  std::vector<Place> Take() { return std::move(found_); }

 private:
  void LookInto(const Field& field, const Array& elements, Place at) {
    const Role role = RoleOf(field);
    for (const Value& element : elements) {
      if (field.kind == Kind::kStruct) {
        Look(field.fields, element.group(), at);
      } else if (role == Role::kTopic) {
        at.topic = element.text();
        found_.push_back(at);
      } else if (role == Role::kPartition) {
        at.partition = static_cast<std::int32_t>(element.number());
        found_.push_back(at);
      }
    }
  }

  std::int16_t version_;
  std::vector<Place> found_;
};

bool AnyField(const std::vector<Field>& fields, bool (*is)(Role)) {
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    return is(RoleOf(field)) || AnyField(field.fields, is);
  });
}

bool AnyFieldOf(std::int16_t api_key, bool (*is)(Role)) {
  const auto index = static_cast<std::size_t>(api_key) * 2;
  return api_key >= 0 && index < Messages().size() && AnyField(Messages()[index].fields, is);
}

}  // namespace

Role RoleOf(const Field& field) {
  static const std::vector<std::string> kPartitions = {
      "Index",   "Partition",        "PartitionId", "PartitionIndex",
      "Indexes", "PartitionIndexes", "Partitions"};
  if (field.topic && field.kind == Kind::kString) return Role::kTopic;
  if (field.kind == Kind::kUuid && field.name == "TopicId") return Role::kTopicId;
  if (field.kind == Kind::kInt32 && Contains(kPartitions, field.name)) return Role::kPartition;
  return Role::kNone;
}

TopicId ReadTopicId(const Value& uuid) {
  wire::Reader bytes(uuid.text());
  const std::int64_t high = bytes.Int64();
  return {high, bytes.Int64()};
}

Role Locate(const Field& field, const Value& value, std::int16_t version, Place& at) {
  if (field.array || !field.versions.Has(version) || value.null()) return Role::kNone;
  const Role role = RoleOf(field);
  if (role == Role::kTopic) at.topic = value.text();
  if (role == Role::kTopicId) at.id = ReadTopicId(value);
  if (role == Role::kPartition) at.partition = static_cast<std::int32_t>(value.number());
  return role;
}

bool PlaceFilter::Has(const Place& place) const {
  const bool same_topic =
      topic.empty() ||
      (place.topic.empty() ? place.id != TopicId{} && place.id == id : place.topic == topic);
  const bool same_partition = partition == kNoPartition || place.partition == partition;
  return same_topic && same_partition && place.offset >= offset;
}

std::optional<WholeRequest> ReadRequest(std::string_view request) {
  wire::Reader reader(request);
  const std::int16_t api_key = reader.Int16();
  WholeRequest whole;
  whole.version = reader.Int16();
  whole.schema = FindMessage(Way::kRequest, api_key, whole.version);
  if (whole.schema == nullptr) return std::nullopt;
  whole.correlation = reader.Int32();
  whole.client_id = reader.PlainNullableString().value_or("");
  if (whole.schema->flexible.Has(whole.version)) reader.Tags();
  whole.body = ReadBody(*whole.schema, whole.version, reader.left());
  return whole;
}

std::vector<Place> PlacesOf(const WholeRequest& request) {
  PlaceFinder finder(request.version);
  finder.Look(request.schema->fields, request.body, {});
  return finder.Take();
}

bool NamesTopics(std::int16_t api_key) {
  return AnyFieldOf(api_key,
                    [](Role role) { return role == Role::kTopic || role == Role::kTopicId; });
}

bool NamesPartitions(std::int16_t api_key) {
  return AnyFieldOf(api_key, [](Role role) { return role == Role::kPartition; });
}

}  // namespace kproof::protocol

#include "harness/inject/topic_hider.h"

#include <algorithm>

#include "harness/protocol/codec.h"

namespace kproof {
namespace {

using protocol::At;
using protocol::Value;

constexpr std::int16_t kUnknownTopicOrPartition = 3;
constexpr std::int16_t kUnknownTopicId = 100;

protocol::Place PlaceOf(const std::vector<protocol::Field>& fields, const protocol::Struct& topic) {
  const Value& name = At(fields, topic, "Name");
  return {.topic = name.null() ? "" : name.text(),
          .id = protocol::ReadTopicId(At(fields, topic, "TopicId"))};
}

}  // namespace

bool HideTopic(protocol::WholeAnswer& answer, const protocol::PlaceFilter& topic,
               const std::vector<protocol::Place>& asked) {
  const protocol::Field* const topics = protocol::FindField(answer.schema->fields, "Topics");
  if (topics == nullptr) return false;
  auto& list = At(answer.schema->fields, answer.body, "Topics").array();
  const auto hidden = [&](const Value& value) {
    return topic.Has(PlaceOf(topics->fields, value.group()));
  };
  if (std::none_of(list.begin(), list.end(), hidden)) return false;
  if (asked.empty()) {
    std::erase_if(list, hidden);
    return true;
  }
  for (Value& value : list) {
    if (!hidden(value)) continue;
    const bool by_name = std::any_of(asked.begin(), asked.end(), [&](const protocol::Place& place) {
      return place.topic == topic.topic;
    });
    protocol::Struct unknown = protocol::Defaults(topics->fields);
    const char* const key = by_name ? "Name" : "TopicId";
    At(topics->fields, unknown, key) = At(topics->fields, value.group(), key);
    if (!by_name) At(topics->fields, unknown, "Name") = {};  // such versions may have null there
    At(topics->fields, unknown,
       "ErrorCode") = {std::int64_t{by_name ? kUnknownTopicOrPartition : kUnknownTopicId}};
    value = {std::move(unknown)};
  }
  return true;
}

}  // namespace kproof

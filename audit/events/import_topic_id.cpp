#include "audit/events/import_topic_id.h"

#include <fmt/format.h>

#include <string_view>

namespace kproof {

void TopicIdImporter::Take(const Event& event, Complaints& complaints) {
  if (event.type == EventType::kAssign) TakeAssign(event, complaints);
  if (event.type == EventType::kState && event.Has(Field::kTopicId)) TakeState(event, complaints);
}

void TopicIdImporter::TakeAssign(const Event& event, Complaints& complaints) {
  std::map<std::string_view, const AssignItem*> first;  // of a topic, that has an id
  for (const auto& item : event.places) {
    if (item.topic_id.empty()) continue;
    const auto [known, fresh] = first.try_emplace(item.topic, &item);
    const auto& other = *known->second;
    if (fresh || other.topic_id == item.topic_id) continue;
    complaints.Add(
        event.line,
        fmt::format("partition {} of {} is assigned by the topic's id '{}', and "
                    "partition {} by '{}' in the same event",
                    item.partition, item.topic, item.topic_id, other.partition, other.topic_id),
        "a topic has one id at a time: leave out ids that are not known");
    return;
  }
}

void TopicIdImporter::TakeState(const Event& event, Complaints& complaints) {
  const auto& topic = event.Text(Field::kTopic);
  const Answer now{event.Int(Field::kT), event.Text(Field::kTopicId), event.line};
  const auto [known, fresh] =
      answers_.try_emplace({std::string(event.Cluster()), event.Int(Field::kBroker), topic}, now);
  if (fresh) return;
  auto& last = known->second;
  if (last.t == now.t && last.topic_id != now.topic_id)
    complaints.Add(
        event.line,
        fmt::format("broker {} answers that {} has the id '{}' here and '{}' on line {}, "
                    "at the same 't'",
                    event.Int(Field::kBroker), topic, now.topic_id, last.topic_id, last.line),
        "an answer has one id for each topic: give each answer its own 't'");
  last = now;
}

}  // namespace kproof

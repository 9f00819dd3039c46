// What kafka-topics.sh --describe prints: a line for each topic with its number of replicas and
// all values that are not Kafka's own defaults, wherever they are set (TopicCommand.java), then a
// line for each partition:
//
//   Topic: payments TopicId: … PartitionCount: 2 ReplicationFactor: 3 Configs: a=1,b=2,3
//     Topic: payments Partition: 0 Leader: 1 Replicas: 1,2,3 Isr: 1,2,3
//
// Between them are tabs, or spaces once a terminal has had its way.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/deployed/forms.h"
#include "harness/deployed/lines.h"

namespace kproof {
namespace {

bool LooksLikeTopics(const std::string& text) {
  const auto lines = LinesOf(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](const std::string& line) { return IsTopicHeading(line); });
}

// The word after `label`; "" where the next label follows at once, or nothing.
std::string After(const std::vector<std::string>& words, const std::string& label) {
  const auto at = std::find(words.begin(), words.end(), label);
  if (at == words.end() || at + 1 == words.end() || (at + 1)->ends_with(':')) return "";
  return *(at + 1);
}

[[noreturn]] void RefuseTopic(const std::string& place, const std::string& what) {
  throw Error(ErrorKind::kUsage, fmt::format("{}: {}", place, what),
              Hint("take the whole output of kafka-topics.sh --describe"));
}

// "a=1,b=2,3": a comma ends a setting where another key follows.
std::vector<std::string> SettingsIn(const std::string& configs) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  std::vector<std::string> settings;
  for (const auto& part : Split(configs, ',')) {
    const auto end = part.find_first_not_of(kLetters);
    const bool begins = end != 0 && end != std::string::npos && part[end] == '=';
    if (begins || settings.empty())
      settings.push_back(part);
    else
      settings.back() += "," + part;
  }
  return settings;
}

DeployedEntity TopicIn(const std::string& place, const std::string& line,
                       std::vector<DeployedNote>& notes) {
  constexpr std::string_view kConfigs = "Configs:", kMarked = "MarkedForDeletion:";
  const auto words = SplitWords(line);
  const auto replicas = ParseInt(After(words, "ReplicationFactor:"));
  DeployedEntity topic{SettingOwner::kTopic, After(words, "Topic:"), place};
  if (topic.name.empty() || !replicas || *replicas < 1)
    RefuseTopic(place, "the topic has no name or no ReplicationFactor");
  topic.replication = {*replicas, place};
  const auto configs = line.find(kConfigs);
  if (configs == std::string::npos) return topic;
  topic.complete = true;
  const auto from = configs + kConfigs.size();
  const auto text = Trim(line.substr(from, line.find(kMarked, from) - from));
  if (text.empty()) return topic;
  for (const auto& setting : SettingsIn(text)) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
      RefuseTopic(place, "its Configs are not key=value with commas between them");
    AddLast(topic, {setting.substr(0, equals), Trim(setting.substr(equals + 1)), place}, notes,
            "the last one is taken");
  }
  return topic;
}

// A partition that is being moved has more of them.
void ComparePartition(const std::string& place, const std::vector<std::string>& words,
                      const DeployedEntity& topic, std::vector<DeployedNote>& notes) {
  const auto replicas = static_cast<std::int64_t>(Split(After(words, "Replicas:"), ',').size());
  if (replicas == topic.replication->value) return;
  notes.push_back(
      {DeployedNote::Kind::kNote, place,
       fmt::format("partition {} of {} has {} replicas, ReplicationFactor is {}",
                   After(words, "Partition:"), topic.name, replicas, topic.replication->value)});
}

DeployedFile ReadTopics(const std::string& file, const std::string& text, SettingOwner /*owner*/) {
  DeployedFile read;
  int number = 0;
  for (const auto& line : LinesOf(text)) {
    ++number;
    const auto words = SplitWords(line);
    if (words.empty()) continue;
    const auto place = PlaceOf(file, number);
    const auto has = [&](const char* label) {
      return std::find(words.begin(), words.end(), label) != words.end();
    };
    if (has("PartitionCount:"))
      read.entities.push_back(TopicIn(place, line, read.notes));
    else if (!has("Partition:") || read.entities.empty())
      RefuseTopic(place, "that is neither a topic nor one of its partitions");
    else
      ComparePartition(place, words, read.entities.back(), read.notes);
  }
  return read;
}

}  // namespace

DeployedForm KafkaTopicsForm() {
  return {"kafka-topics", "what `kafka-topics.sh --describe` prints", true, LooksLikeTopics,
          ReadTopics};
}

}  // namespace kproof

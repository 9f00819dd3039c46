#include "audit/events/import_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

enum class ValueKind { kAcks, kFlag, kNumber, kText };

struct Known {
  const char* key;
  const char* scope;
  ValueKind kind;
};

constexpr char kProducer[] = "producer";
constexpr char kTopic[] = "topic";
constexpr char kBroker[] = "broker";
constexpr char kActor[] = "actor";  // of any other kind
constexpr char kReplication[] = "replication";
constexpr char kFrom[] = "events";  // where a value comes from, unless it is said

// The settings whose scope is known; of the rest nothing depends on it.
constexpr Known kKnown[] = {
    {"acks", kProducer, ValueKind::kAcks},
    {"request.required.acks", kProducer, ValueKind::kAcks},
    {"enable.idempotence", kProducer, ValueKind::kFlag},
    {"max.in.flight", kProducer, ValueKind::kNumber},
    {"max.in.flight.requests.per.connection", kProducer, ValueKind::kNumber},
    {"retries", kProducer, ValueKind::kNumber},
    {"message.send.max.retries", kProducer, ValueKind::kNumber},
    {"message.timeout.ms", kProducer, ValueKind::kNumber},
    {"delivery.timeout.ms", kProducer, ValueKind::kNumber},
    {"transactional.id", kProducer, ValueKind::kText},
    {kReplication, kTopic, ValueKind::kNumber},
    {"min.insync.replicas", kTopic, ValueKind::kNumber},
    {"unclean.leader.election.enable", kTopic, ValueKind::kFlag},
    {"retention.ms", kTopic, ValueKind::kNumber},
    {"retention.bytes", kTopic, ValueKind::kNumber},
    {"cleanup.policy", kTopic, ValueKind::kText},
    {"flush.messages", kTopic, ValueKind::kNumber},
    {"flush.ms", kTopic, ValueKind::kNumber},
    {"broker.session.timeout.ms", kBroker, ValueKind::kNumber},
};

const Known* FindKnown(const std::string& key) {
  const auto* found = std::find_if(std::begin(kKnown), std::end(kKnown),
                                   [&](const Known& known) { return key == known.key; });
  return found == std::end(kKnown) ? nullptr : found;
}

std::string LongForm(const std::string& key) {
  if (key == "idempotence") return "enable.idempotence";
  if (key == "min_insync") return "min.insync.replicas";
  if (key == "unclean") return "unclean.leader.election.enable";
  return key;
}

// "" when the value is one that the setting can have.
std::string Wrong(const Known& known, const std::string& text) {
  switch (known.kind) {
    case ValueKind::kAcks:
      return text == "all" || text == "-1" || text == "0" || text == "1" ? "" : "all, -1, 0 or 1";
    case ValueKind::kFlag:
      return text == "true" || text == "false" ? "" : "true or false";
    case ValueKind::kNumber:
      return ParseInt(text) ? "" : "a whole number";
    case ValueKind::kText:
      return "";
  }
  return "";
}

// Kafka's names have dots in them but for a few: another one without a dot that is close to one of
// those is a typing error. "" when it is none.
std::string TypingError(const std::string& key) {
  if (key.find('.') != std::string::npos) return "";
  const auto meant =
      Nearest(key, {"acks", "idempotence", "min_insync", kReplication, "retries", "unclean"});
  return meant.empty() ? ""
                       : fmt::format("there is no setting '{}'; did you mean '{}'?", key, meant);
}

}  // namespace

void SettingsImporter::Put(const Subject& subject, const std::string& key, const OtherValue& value,
                           const Event& event, Complaints& complaints) {
  const auto source =
      event.Has(Field::kSources) ? event.sources.find(value.key) : end(event.sources);
  const auto [known, fresh] = values_[subject].try_emplace(
      key, Value{value.text, event.line, source == end(event.sources) ? kFrom : source->second});
  if (fresh || known->second.text == value.text) return;
  complaints.Add(event.line,
                 fmt::format("'{}' is {} here and {} on line {}", key, value.text,
                             known->second.text, known->second.line),
                 "if they differ, name the 'origin', 'topic' or 'node' that has the setting");
}

void SettingsImporter::Take(const Event& event, Complaints& complaints) {
  const std::string cluster(event.Cluster());
  const auto name = [&](Field field) { return event.Has(field) ? event.Text(field) : ""; };
  const std::map<std::string, std::string> names = {{kProducer, name(Field::kOrigin)},
                                                    {kTopic, name(Field::kTopic)},
                                                    {kBroker, name(Field::kNode)},
                                                    {kActor, name(Field::kActor)}};
  const bool any_named = std::any_of(names.begin(), names.end(),
                                     [](const auto& entry) { return !entry.second.empty(); });
  for (const auto& other : event.others) {
    if (other.kind == OtherValue::Kind::kList || other.kind == OtherValue::Kind::kObject) {
      complaints.Add(event.line, fmt::format("'{}' is a list or an object", other.key),
                     "a setting is a string, a number, true or false");
      continue;
    }
    const auto key = LongForm(other.key);
    const auto* known = FindKnown(key);
    if (const auto error = known == nullptr ? TypingError(key) : ""; !error.empty()) {
      complaints.Add(event.line, error, "write Kafka's own name");
      continue;
    }
    const auto wrong = known == nullptr ? "" : Wrong(*known, other.text);
    if (!wrong.empty()) {
      complaints.Add(event.line, fmt::format("'{}' is '{}'", other.key, other.text),
                     "it has to be " + wrong);
      continue;
    }
    // Brokers have what topics are made with, under the same names.
    const bool of_node = event.Has(Field::kNode) &&
                         (known == nullptr || std::string_view(known->scope) != kProducer);
    const bool of_actor = event.Has(Field::kActor);
    for (const auto& [scope, subject] : names) {
      const bool here = of_actor || scope == kActor ? of_actor && scope == kActor
                        : of_node                   ? scope == kBroker
                        : known != nullptr          ? scope == known->scope
                                                    : !any_named || !subject.empty();
      if (here && any_named && subject.empty()) {
        complaints.Add(event.line, fmt::format("'{}' is a setting of a {}", other.key, scope),
                       "give it in a separate 'config' event");
      } else if (here) {
        Put({scope, cluster, subject}, key, other, event, complaints);
      }
    }
  }
  if (event.others.empty()) complaints.Add(event.line, "'config' names no setting");
}

SettingsImporter::Values SettingsImporter::Of(const std::string& scope, const std::string& cluster,
                                              const std::vector<std::string>& names) const {
  Values settings;
  for (const auto& name : names) {
    const auto found = values_.find({scope, cluster, name});
    if (found == values_.end()) continue;
    for (const auto& [key, value] : found->second) settings[key] = value;
  }
  return settings;
}

std::set<std::pair<std::string, std::string>> SettingsImporter::Topics() const {
  std::set<std::pair<std::string, std::string>> topics;
  for (const auto& [subject, settings] : values_) {
    const auto& [scope, cluster, name] = subject;
    if (scope == kTopic && !name.empty()) topics.insert({cluster, name});
  }
  return topics;
}

bool SettingsImporter::IsCompacted(const std::string& cluster, const std::string& topic) const {
  const auto settings = Of(kTopic, cluster, {"", topic});
  const auto policy = settings.find("cleanup.policy");
  return policy != settings.end() && policy->second.text.find("compact") != std::string::npos;
}

// What is said of a producer goes under its name, and what is said of several ("checkout") under
// theirs: whoever reads the store looks there for "checkout-0". What is said of all is written for
// each, below that.
void SettingsImporter::Write(
    SettingSink& store, const std::map<std::string, std::set<std::string>>& origins,
    const std::map<std::pair<std::string, std::string>, std::int32_t>& topics,
    const std::function<std::string(const std::string& actor)>& scope_of) const {
  const auto write = [&](const std::string& scope, const std::string& cluster,
                         const std::string& name, const Values& settings) {
    for (const auto& [key, value] : settings)
      store.Add(SettingFact{scope, name, key, value.text, value.source, cluster});
  };
  for (const auto& [subject, settings] : values_) {
    const auto& [scope, cluster, name] = subject;
    if (scope == kProducer && !name.empty()) write(kProducer, cluster, name, settings);
    if (scope == kBroker) write(kBroker, cluster, name.empty() ? "brokers" : name, settings);
    if (scope == kActor) write(scope_of(name), cluster, name, settings);
  }
  for (const auto& [cluster, names] : origins) {
    if (!values_.contains({kProducer, cluster, ""})) continue;
    for (const auto& origin : names)
      write(kProducer, cluster, origin,
            Of(kProducer, cluster, {"", origin.substr(0, origin.rfind('-')), origin}));
  }
  for (const auto& [topic, partitions] : topics) {
    auto settings = Of(kTopic, topic.first, {"", topic.second});
    if (const auto replication = settings.find(kReplication); replication != settings.end()) {
      const auto copies = ParseInt(replication->second.text).value_or(0);
      store.AddTopic({topic.first, topic.second, partitions, static_cast<std::int32_t>(copies)});
      settings.erase(replication);
    }
    write(kTopic, topic.first, topic.second, settings);
  }
}

}  // namespace kproof

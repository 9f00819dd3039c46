// Changes settings of topics while they are in use. Brokers take them over as soon as they read the
// change in the metadata log, each at its own time. What was promised under the old settings is not
// promised under the new ones, so findings of such a run are never called violations.
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/proofs.h"

namespace kproof {
namespace {

constexpr Duration kConfigLimit = std::chrono::seconds(1);
constexpr const char* kOwn = "DYNAMIC_TOPIC_CONFIG";  // set on the topic itself

class AlterTopicConfig final : public Operation {
 public:
  explicit AlterTopicConfig(const FaultOptions& options) : Operation(options) {
    const auto values = ParseKeyValues(With("set"));
    if (!values)
      throw Error(ErrorKind::kUsage, "set: '" + With("set") + "' is not key=value",
                  Hint("for example set: retention.ms=60000,min.insync.replicas=2"));
    wanted_ = *values;
  }

  // What stood on the topic itself is set again; what came from elsewhere holds again.
  Undo Prepare(const Target& target) override {
    for (const auto& partition : PartitionsOf(target)) before_.try_emplace(partition.topic);
    std::vector<ConfigChange> back;
    for (auto& [topic, entries] : before_) {
      entries = Entries(topic, *cluster().brokers().front());
      ConfigChange& change = back.emplace_back();
      change.name = topic;
      for (const auto& [key, value] : wanted_) {
        const auto old = entries.find(key);
        const bool own = old != entries.end() && old->second.source == kOwn;
        change.values[key] = own ? old->second.value : std::nullopt;
      }
    }
    return Undo{"set back what the settings were",
                [this, back] { Require(admin().Alter(back, Limit()), "set back settings"); }};
  }

  void Inject(const Target&) override {
    std::vector<ConfigChange> changes;
    for (const auto& [topic, entries] : before_) {
      ConfigChange& change = changes.emplace_back();
      change.name = topic;
      for (const auto& [key, value] : wanted_) change.values[key] = value;
    }
    Require(admin().Alter(changes, Limit()), "alter settings");
  }

  // Every broker that runs tells the new values, and one of them is not the old one.
  Bite Prove(const Target&) const override {
    Bite bite{.bit = false, .proof = ""};
    Proofs proofs;
    for (const auto& [topic, old] : before_) {
      for (const Node* node : RunningBrokers()) {
        const auto now = Entries(topic, *node);
        for (const auto& [key, value] : wanted_) {
          const auto was = old.contains(key) ? old.at(key).value.value_or("") : "";
          const auto is = now.contains(key) ? now.at(key).value.value_or("") : "";
          bite.bit = bite.bit || is != was;
          // Of those who tell the right value the first one stands for all.
          if (is != value || node == cluster().brokers().front())
            proofs.Add(is == value, topic + " " + key + ": " + was + " → " + is);
        }
      }
    }
    bite.bit = bite.bit && proofs.all_hold();
    bite.proof = proofs.Text(", ");
    return bite;
  }

 private:
  static std::map<std::string, ConfigEntry> Entries(const std::string& topic, const Node& node) {
    NodeClient client = Connect(node);
    const auto entries = client.TopicConfig(topic, kConfigLimit);
    if (!entries)
      throw Error(node.name() + " does not tell the settings of " + topic,
                  Hint(client.last_error()));
    std::map<std::string, ConfigEntry> by_key;
    for (const auto& entry : *entries) by_key[entry.key] = entry;
    return by_key;
  }

  std::map<std::string, std::string> wanted_;
  std::map<std::string, std::map<std::string, ConfigEntry>> before_;  // by topic
};

}  // namespace

FaultType AlterTopicConfigType() {
  return {.name = "alter-topic-config",
          .summary = "change settings of topics; set back at the end of the step",
          .failure_class = FailureClass::kOperator,
          .remains = Remains::kMetadata,
          .params = {{.name = "set",
                      .kind = FaultParam::Kind::kSettings,
                      .fallback = "",
                      .summary = "key=value, several with commas between them"}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<AlterTopicConfig>(options);
          }};
}

}  // namespace kproof

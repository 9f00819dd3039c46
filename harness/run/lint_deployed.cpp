#include "harness/run/lint_deployed.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/settings/check.h"
#include "harness/settings/topic_defaults.h"

namespace kproof {
namespace {

const DeployedSetting* FindDeployed(const std::vector<DeployedSetting>& settings,
                                    const std::string& key) {
  const auto found =
      std::find_if(settings.begin(), settings.end(),
                   [&](const DeployedSetting& setting) { return setting.key == key; });
  return found == settings.end() ? nullptr : &*found;
}

std::string Sentence(const DeployedNote& note) {
  return fmt::format("{} ({}): {}", note.origin, NameOf(note.kind), note.what);
}

class LintQuestionFiller {
 public:
  explicit LintQuestionFiller(LintQuestion& question) : question_(question) {}

  void Add(const std::vector<DeployedNote>& notes) {
    for (const auto& note : notes) question_.notes.push_back(Sentence(note));
  }

  void State(const StatedDeployment& stated, bool of_topic) {
    Add(stated.notes);
    if (stated.kafka) {
      question_.kafka = stated.kafka->value;
      question_.kafka_origin = stated.kafka->origin;
    }
    if (!of_topic || !stated.replication) return;
    question_.replication = stated.replication->value;
    question_.replication_origin = stated.replication->origin;
  }

  void Topic(const DeployedEntity& topic) {
    for (const auto& setting : topic.settings)
      Take(setting, question_.topic_settings, "--topic-setting");
    if (!topic.complete) return;
    // What a whole list of values leaves out has Kafka's default, whatever the brokers have.
    for (const auto& key : SettingNames(SettingKind::kTopic, question_.kafka)) {
      const auto row = FindSetting(SettingKind::kTopic, question_.kafka, key);
      if (HasDefault(*row) && FindDeployed(question_.topic_settings, key) == nullptr)
        question_.topic_settings.push_back(
            {key, row->fallback, topic.origin + ", not among its Configs: the default", true});
    }
  }

  // Brokers start with settings that Kafka does not have, and say so in their log.
  void Brokers(const DeployedEntity& broker) {
    for (const auto& setting : broker.settings) {
      const bool known = FindSetting(SettingKind::kBroker, question_.kafka, setting.key) ||
                         IsPassedOn(setting.key) || IsFeature(setting.key);
      if (known)
        Take(setting, question_.broker, "--broker");
      else if (!setting.is_default)
        Add({{DeployedNote::Kind::kUnknown, setting.origin,
              UnknownSetting(SettingOwner::kBroker, question_.kafka, setting.key)}});
    }
  }

 private:
  // Of the command line comes before that of a file.
  void Take(const DeployedSetting& setting, std::vector<DeployedSetting>& settings,
            const char* flag) {
    if (FindDeployed(settings, setting.key) == nullptr)
      settings.push_back(setting);
    else
      Add({{DeployedNote::Kind::kOverridden, setting.origin,
            fmt::format("{}: {} counts", setting.key, flag)}});
  }

  LintQuestion& question_;
};

}  // namespace

void TakeDeployed(const Deployed& deployed, const DeclaredByFlags& flags, LintQuestion& question) {
  LintQuestionFiller into(question);
  into.Add(deployed.notes);
  into.State(StatedBy(deployed, flags, flags.replication.value_or(1)),
             deployed.topic.replication.has_value());
  into.Topic(deployed.topic);
  into.Brokers(deployed.broker);
}

}  // namespace kproof

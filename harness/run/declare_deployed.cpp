#include "harness/run/declare_deployed.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/deployed/local.h"
#include "harness/settings/values.h"

namespace kproof {
namespace {

using NoteKind = DeployedNote::Kind;

SettingKind KindOf(SettingOwner owner) {
  return owner == SettingOwner::kTopic ? SettingKind::kTopic : SettingKind::kBroker;
}

class Declaration {
 public:
  Declaration(DeclaredSettings declared, std::int64_t replication) {
    into_.declared = std::move(declared);
    into_.replication = replication;
  }

  void State(const StatedDeployment& stated) {
    Add(stated.notes);
    if (stated.kafka) {
      into_.declared.kafka = stated.kafka->value;
      into_.kafka_origin = stated.kafka->origin;
    }
    if (stated.replication) {
      into_.replication = stated.replication->value;
      into_.replication_origin = stated.replication->origin;
    }
  }

  void Producer(const DeployedFile& producer) {
    Add(producer.notes);
    for (const auto& entity : producer.entities)
      for (const auto& setting : entity.settings)
        Take("producer", into_.declared.producer, setting);
  }

  void Settings(const DeployedEntity& entity) {
    const std::string scope = NameOf(entity.owner);
    auto& settings =
        entity.owner == SettingOwner::kTopic ? into_.declared.topic : into_.declared.broker;
    std::uint64_t defaults = 0;
    for (const auto& setting : entity.settings) {
      const bool used = PromiseTurnsOn(scope, setting.key);
      if (setting.is_default && !used)
        ++defaults;
      else if (CanBeTaken(entity.owner, setting, used))
        Take(scope, settings, setting);
    }
    if (entity.complete) AddDefaults(entity, settings);
    if (defaults > 0)
      Note(NoteKind::kNote, entity.origin,
           fmt::format(
               "{} that no promise turns on, with Kafka's default",
               Counted(defaults, scope + " setting is there", scope + " settings are there")));
  }

  void Add(const std::vector<DeployedNote>& notes) {
    into_.notes.insert(into_.notes.end(), notes.begin(), notes.end());
  }

  DeclaredDeployment Take(const std::string& topic) {
    into_.topic = topic;
    return std::move(into_);
  }

 private:
  void Note(NoteKind kind, const std::string& origin, const std::string& what) {
    into_.notes.push_back({kind, origin, what});
  }

  // Whether this Kafka knows the setting and a cluster here can have it; else it is a note.
  bool CanBeTaken(SettingOwner owner, const DeployedSetting& setting, bool used) {
    const bool broker = owner == SettingOwner::kBroker;
    const auto& version = into_.declared.kafka;
    if (broker && setting.key == kReplicationOfNewTopics &&
        into_.replication_origin.ends_with(kReplicationOfNewTopics))
      return false;  // it is the replication of the answer
    if (const auto why = broker ? WhyNotLocal(setting.key) : ""; !why.empty()) {
      Note(NoteKind::kNotLocal, setting.origin, fmt::format("{}: {}", setting.key, why));
      return false;
    }
    const auto known = FindSetting(KindOf(owner), version, setting.key);
    if (!known && broker && IsPassedOn(setting.key)) return true;
    if (!known) {
      Note(NoteKind::kUnknown, setting.origin, UnknownSetting(owner, version, setting.key));
      return false;
    }
    const auto wrong = WrongValue(*known, setting.value);
    if (wrong.empty()) return true;
    const auto what = fmt::format("{} has a value that Kafka {} refuses", setting.key, version);
    if (used)
      throw Error(ErrorKind::kUsage, fmt::format("{}: {}", setting.origin, what),
                  Hint("write " + wrong));
    Note(NoteKind::kNote, setting.origin, fmt::format("{}; it takes {}", what, wrong));
    return false;
  }

  // Of the command line comes before that of a file.
  void Take(const std::string& scope, SettingMap& settings, const DeployedSetting& setting) {
    if (!settings.emplace(setting.key, setting.value).second)
      return Note(NoteKind::kOverridden, setting.origin,
                  fmt::format("{}: --{} counts", setting.key, scope));
    into_.declared.origins[scope][setting.key] = setting.origin;
  }

  // What a whole list of non-default values leaves out has Kafka's default, whatever files say.
  void AddDefaults(const DeployedEntity& entity, SettingMap& settings) {
    const auto& version = into_.declared.kafka;
    for (const auto& key : SettingNames(SettingKind::kTopic, version))
      if (PromiseTurnsOn("topic", key) && !settings.contains(key))
        Take("topic", settings,
             {key, FindSetting(SettingKind::kTopic, version, key)->fallback,
              entity.origin + ", not among its Configs: the default", true});
  }

  DeclaredDeployment into_;
};

}  // namespace

DeclaredDeployment DeclareDeployed(DeclaredSettings declared, const Deployed& deployed,
                                   const DeployedFile& producer, const DeclaredByFlags& flags,
                                   std::int64_t replication) {
  Declaration declaration(std::move(declared), replication);
  declaration.Add(deployed.notes);
  declaration.State(StatedBy(deployed, flags, replication));
  declaration.Producer(producer);
  declaration.Settings(deployed.topic);
  declaration.Settings(deployed.broker);
  return declaration.Take(deployed.topic.name);
}

}  // namespace kproof

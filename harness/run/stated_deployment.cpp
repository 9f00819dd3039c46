#include "harness/run/stated_deployment.h"

#include <fmt/format.h>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/settings/check.h"

namespace kproof {
namespace {

SettingKind TableOf(SettingOwner owner) {
  return owner == SettingOwner::kTopic ? SettingKind::kTopic : SettingKind::kBroker;
}

// Of the topic, or of topics that are created without saying it.
std::optional<Stated<std::int64_t>> ReplicationIn(const Deployed& deployed) {
  if (deployed.topic.replication) return deployed.topic.replication;
  for (const auto& setting : deployed.broker.settings) {
    const auto number = ParseInt(setting.value);
    if (setting.key == kReplicationOfNewTopics && number && *number > 0)
      return Stated<std::int64_t>{*number,
                                  fmt::format("{}, {}", setting.origin, kReplicationOfNewTopics)};
  }
  return std::nullopt;
}

// What does not count, because a flag does.
void AddContradiction(const char* flag, const std::string& given, const std::string& stated,
                      const std::string& origin, std::vector<DeployedNote>& notes) {
  if (given != stated)
    notes.push_back({DeployedNote::Kind::kOverridden, origin,
                     fmt::format("it says {}; {} {} counts", stated, flag, given)});
}

std::string CountedOf(std::int64_t count, const char* what) {
  return Counted(static_cast<std::uint64_t>(count), what);
}

}  // namespace

StatedDeployment StatedBy(const Deployed& deployed, const DeclaredByFlags& flags,
                          std::int64_t otherwise) {
  StatedDeployment stated;
  if (const auto& kafka = deployed.broker.kafka; kafka && flags.kafka) {
    AddContradiction("--kafka", *flags.kafka, kafka->value, kafka->origin, stated.notes);
  } else if (kafka) {
    if (!InTables(kafka->value))
      throw Error(
          ErrorKind::kUsage,
          fmt::format("{}: settings of Kafka '{}' are not known", kafka->origin, kafka->value),
          Hint(fmt::format("name one of {} with --kafka, which then counts", VersionsInTables())));
    stated.kafka = kafka;
  }
  const auto replication = ReplicationIn(deployed);
  if (replication && flags.replication)
    AddContradiction("--replication", std::to_string(*flags.replication),
                     std::to_string(replication->value), replication->origin, stated.notes);
  else
    stated.replication = replication;
  const auto replicas = flags.replication ? *flags.replication
                        : replication     ? replication->value
                                          : otherwise;
  if (const auto& brokers = deployed.broker.brokers; brokers && brokers->value < replicas)
    stated.notes.push_back({DeployedNote::Kind::kNote, brokers->origin,
                            fmt::format("there are {} for {}", CountedOf(brokers->value, "broker"),
                                        CountedOf(replicas, "replica"))});
  return stated;
}

std::string UnknownSetting(SettingOwner owner, const std::string& kafka_version,
                           const std::string& key) {
  const auto table = TableOf(owner);
  const bool broker = table == SettingKind::kBroker;
  auto hint = WhichVersionsHave(table, kafka_version, key);
  if (hint.empty() &&
      FindSetting(broker ? SettingKind::kTopic : SettingKind::kBroker, kafka_version, key))
    hint = broker ? "it is a setting of topics" : "it is a setting of brokers";
  if (hint.empty()) {
    const auto nearest = Nearest(key, SettingNames(table, kafka_version));
    if (!nearest.empty()) hint = fmt::format("did you mean '{}'?", nearest);
  }
  return fmt::format("{}: Kafka {} has no such {} setting{}", key, kafka_version, NameOf(owner),
                     hint.empty() ? "" : "; " + hint);
}

}  // namespace kproof

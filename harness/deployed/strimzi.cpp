// Resources of Strimzi's operator, one or several documents or a list of kubectl: Kafka
// (spec.kafka.config, its version and number of brokers, or the brokers of its KafkaNodePools) and
// KafkaTopic. What a resource says besides is a note.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/deployed/forms.h"
#include "harness/deployed/lines.h"
#include "harness/scenario/tree.h"

namespace kproof {
namespace {

using Kind = DeployedNote::Kind;

// Settings that the operator leaves out of what brokers get (KafkaClusterSpec.java:
// FORBIDDEN_PREFIXES and their exceptions).
constexpr std::array<std::string_view, 25> kForbidden = {
    "advertised.",
    "authorizer.",
    "broker.",
    "controller.",
    "cruise.control.metrics.reporter.bootstrap.servers",
    "cruise.control.metrics.topic",
    "host.name",
    "inter.broker.listener.name",
    "listener.",
    "listeners",
    "log.dir",
    "metadata.log.dir",
    "node.id",
    "password.",
    "port",
    "process.roles",
    "sasl.",
    "security.",
    "ssl.",
    "super.user",
    "zookeeper.clientCnxnSocket",
    "zookeeper.connect",
    "zookeeper.metadata.migration.enable",
    "zookeeper.set.acl",
    "zookeeper.ssl",
};
constexpr std::array<std::string_view, 10> kAllowed = {
    "controller.quorum.election.backoff.max.ms",
    "controller.quorum.election.timeout.ms",
    "controller.quorum.fetch.timeout.ms",
    "cruise.control.metrics.topic.",
    "sasl.server.max.receive.size",
    "ssl.cipher.suites",
    "ssl.enabled.protocols",
    "ssl.protocol",
    "ssl.secure.random.implementation",
    "zookeeper.connection.timeout.ms",
};

// Parts of spec.kafka that a cluster on this machine can't have.
constexpr std::array<std::string_view, 5> kNotLocalParts = {"authorization", "listeners", "rack",
                                                            "storage", "tieredStorage"};

bool LooksLikeStrimzi(const std::string& text) {
  const auto lines = LinesOf(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](const std::string& line) { return IsStrimziVersion(line); });
}

bool IsForbidden(const std::string& key) {
  const auto begins = [&](std::string_view prefix) { return key.starts_with(prefix); };
  return std::any_of(kForbidden.begin(), kForbidden.end(), begins) &&
         std::none_of(kAllowed.begin(), kAllowed.end(), begins);
}

std::string At(const SourcePlace& place) { return PlaceOf(place.file, place.line); }

[[noreturn]] void RefuseResource(const SourcePlace& place, const std::string& what,
                                 const std::string& hint) {
  throw Error(ErrorKind::kUsage, fmt::format("{}: {}", At(place), what), Hint(hint));
}

// The part of a resource that these keys lead to; null where there is none.
const Tree* Part(const Tree& tree, std::initializer_list<const char*> path) {
  const Tree* part = &tree;
  for (const auto* key : path) {
    part = part->Find(key);
    if (part == nullptr || part->kind == Tree::Kind::kNull) return nullptr;
  }
  return part;
}

std::string TextAt(const Tree& tree, std::initializer_list<const char*> path) {
  const auto* part = Part(tree, path);
  if (part == nullptr) return "";
  if (part->kind != Tree::Kind::kScalar)
    RefuseResource(part->place, part->key + " is not one value",
                   "write it as Strimzi's examples do");
  return part->text;
}

std::optional<Stated<std::int64_t>> CountAt(const Tree& tree,
                                            std::initializer_list<const char*> path) {
  const auto* part = Part(tree, path);
  if (part == nullptr) return std::nullopt;
  const auto count = ParseInt(TextAt(tree, path));
  if (!count || *count < 1)
    RefuseResource(part->place, part->key + " is not a number from 1 on",
                   "write it without quotes");
  return Stated<std::int64_t>{*count, At(part->place)};
}

class Resources {
 public:
  void Add(const Tree& resource) {
    if (resource.kind != Tree::Kind::kMap)
      RefuseResource(resource.place, "a document that is no resource",
                     "resources have apiVersion, kind, metadata and spec");
    const auto kind = TextAt(resource, {"kind"});
    if (const auto* items = Part(resource, {"items"}); items != nullptr && kind.ends_with("List"))
      for (const auto& item : items->children) Add(item);
    else if (kind == "Kafka")
      AddKafka(resource);
    else if (kind == "KafkaNodePool")
      AddPool(resource);
    else if (kind == "KafkaTopic")
      AddTopic(resource);
    else
      read_.notes.push_back({Kind::kNote, At(resource.place),
                             fmt::format("{} {} has no settings of brokers or topics", kind,
                                         TextAt(resource, {"metadata", "name"}))});
  }

  DeployedFile Take() {
    for (auto& entity : read_.entities)
      if (const auto pool = pools_.find(entity.name);
          entity.owner == SettingOwner::kBroker && pool != pools_.end())
        entity.brokers = pool->second;
    return std::move(read_);
  }

 private:
  void AddKafka(const Tree& resource) {
    DeployedEntity cluster{SettingOwner::kBroker, NameIn(resource), At(resource.place)};
    const auto* spec = Part(resource, {"spec", "kafka"});
    if (spec == nullptr || spec->kind != Tree::Kind::kMap)
      RefuseResource(resource.place, "a Kafka resource without spec.kafka",
                     "give the whole resource");
    cluster.brokers = CountAt(*spec, {"replicas"});
    if (const auto* version = Part(*spec, {"version"}))
      cluster.kafka = {TextAt(*spec, {"version"}), At(version->place)};
    for (const auto& part : spec->children) {
      const auto place = At(part.key_place);
      if (part.key == "config")
        AddConfig(part, cluster);
      else if (part.key == "metadataVersion")
        read_.notes.push_back({Kind::kNote, place,
                               fmt::format("metadataVersion {} does not say whether ELR is on; "
                                           "--broker eligible.leader.replicas.version=1 does",
                                           part.text)});
      else if (part.key != "replicas" && part.key != "version")
        AddOther(place, part.key);
    }
    read_.entities.push_back(std::move(cluster));
  }

  void AddOther(const std::string& place, const std::string& key) {
    const bool local =
        std::find(kNotLocalParts.begin(), kNotLocalParts.end(), key) == kNotLocalParts.end();
    read_.notes.push_back({local ? Kind::kNote : Kind::kNotLocal, place,
                           local ? fmt::format("no promise turns on spec.kafka.{}", key)
                                 : fmt::format("spec.kafka.{} is the operator's to set up", key)});
  }

  void AddPool(const Tree& resource) {
    const auto* roles = Part(resource, {"spec", "roles"});
    const bool brokers =
        roles == nullptr || std::any_of(roles->children.begin(), roles->children.end(),
                                        [](const Tree& role) { return role.text == "broker"; });
    const auto replicas = CountAt(resource, {"spec", "replicas"});
    if (!brokers || !replicas) return;
    auto& pool = pools_[TextAt(resource, {"metadata", "labels", "strimzi.io/cluster"})];
    pool.value += replicas->value;
    pool.origin += (pool.origin.empty() ? "" : ", ") + replicas->origin;
  }

  void AddTopic(const Tree& resource) {
    auto name = TextAt(resource, {"spec", "topicName"});
    if (name.empty()) name = NameIn(resource);
    DeployedEntity topic{SettingOwner::kTopic, name, At(resource.place)};
    topic.cluster = TextAt(resource, {"metadata", "labels", "strimzi.io/cluster"});
    topic.replication = CountAt(resource, {"spec", "replicas"});
    CountAt(resource, {"spec", "partitions"});
    if (const auto* config = Part(resource, {"spec", "config"})) AddConfig(*config, topic);
    if (TextAt(resource, {"metadata", "annotations", "strimzi.io/managed"}) == "false")
      read_.notes.push_back({Kind::kNote, topic.origin,
                             fmt::format("strimzi.io/managed of topic {} is false: the operator "
                                         "does not carry its settings out",
                                         name)});
    read_.entities.push_back(std::move(topic));
  }

  static std::string NameIn(const Tree& resource) {
    const auto name = TextAt(resource, {"metadata", "name"});
    if (name.empty())
      RefuseResource(resource.place, "a resource without metadata.name", "give the whole resource");
    return name;
  }

  void AddConfig(const Tree& config, DeployedEntity& entity) {
    if (config.kind == Tree::Kind::kNull) return;
    if (config.kind != Tree::Kind::kMap)
      RefuseResource(config.place, "config is not a map",
                     "write `min.insync.replicas: 2` below it");
    for (const auto& setting : config.children) {
      if (setting.kind != Tree::Kind::kScalar)
        RefuseResource(setting.key_place, setting.key + " has no value, or several",
                       "write one value");
      const auto place = At(setting.key_place);
      if (entity.owner == SettingOwner::kBroker && IsForbidden(setting.key))
        read_.notes.push_back(
            {Kind::kNotLocal, place,
             fmt::format("{}: Strimzi's operator does not give this setting to brokers",
                         setting.key)});
      else
        entity.settings.push_back({setting.key, setting.text, place});
    }
  }

  DeployedFile read_;
  std::map<std::string, Stated<std::int64_t>> pools_;  // by cluster
};

DeployedFile ReadStrimzi(const std::string& file, const std::string& text, SettingOwner /*owner*/) {
  std::vector<Diagnostic> diagnostics;
  const auto documents = ReadDocuments(file, text, "a resource", diagnostics);
  if (!diagnostics.empty()) {
    auto& first = diagnostics.front();
    throw Error(ErrorKind::kUsage, fmt::format("{}: {}", PlaceOf(file, first.line), first.what),
                Hint(first.hint));
  }
  Resources resources;
  for (const auto& document : documents) resources.Add(document);
  return resources.Take();
}

}  // namespace

DeployedForm StrimziForm() {
  return {"strimzi", "resources of Strimzi: Kafka, KafkaNodePool, KafkaTopic", false,
          LooksLikeStrimzi, ReadStrimzi};
}

}  // namespace kproof

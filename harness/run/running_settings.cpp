#include "harness/run/running_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "audit/promise/settings.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/kafka/membership_messages.h"
#include "harness/kafka/node_client.h"
#include "harness/run/kafka_release.h"
#include "harness/run/lint_subject.h"

namespace kproof {
namespace {

constexpr Duration kAnswerWithin = std::chrono::seconds(5);
constexpr char kBootstrapFlag[] = "--bootstrap-server";
constexpr char kOfDefaults[] = "DEFAULT_CONFIG";

Address AddressIn(const std::string& text) {
  const auto colon = text.rfind(':');
  const auto port = colon == std::string::npos ? std::nullopt : ParseInt(text.substr(colon + 1));
  if (colon == 0 || !port || *port <= 0 || *port > 65'535)
    throw Error(ErrorKind::kUsage, fmt::format("{}: '{}' is no address", kBootstrapFlag, text),
                Hint("write HOST:PORT, or several with commas between them"));
  return {text.substr(0, colon), static_cast<int>(*port)};
}

void RequirePlainText(const std::map<std::string, std::string>& properties) {
  const auto found = properties.find("security.protocol");
  if (found == properties.end() || found->second == "PLAINTEXT") return;
  throw Error(
      ErrorKind::kNotRun,
      fmt::format("security.protocol is {}, and certify asks in plain text alone", found->second),
      Hint("give the output of kafka-configs.sh --describe --all of the topic and of the "
           "brokers with --topic-config and --broker-config"));
}

[[noreturn]] void NoAnswer(const std::string& whom, const std::string& why) {
  const bool rights = why.ends_with("AUTHORIZATION_FAILED");
  throw Error(
      ErrorKind::kNotRun, fmt::format("{} does not answer: {}", whom, why),
      Hint(rights ? "it takes the right DescribeConfigs on the topic and on the cluster"
                  : "see whether it is up, and whether this listener wants TLS or SASL, which "
                    "certify does not have"));
}

class RunningCluster {
 public:
  explicit RunningCluster(const RunningQuestion& question) : question_(question) {}

  RunningSettings Read() {
    RequirePlainText(question_.properties);
    for (const auto& [key, value] : question_.properties)
      if (key != "security.protocol")
        Note("--command-config", key + " is not used by these questions");
    const auto metadata = Metadata();
    Topic(metadata);
    for (const auto& [id, address] : metadata.addresses) Broker(id, AddressIn(address));
    if (read_.entities.size() < 2)
      throw Error(ErrorKind::kNotRun, "the cluster names no broker", Hint("see whether it is up"));
    const DeployedSource broker{{}, "", question_.broker};
    const DeployedSource topic{{}, "", question_.topic, false};
    return {metadata.cluster_id,
            PutTogether("the cluster", std::move(read_), {.broker = broker, .topic = topic})};
  }

 private:
  void Note(const std::string& origin, const std::string& what,
            DeployedNote::Kind kind = DeployedNote::Kind::kNote) {
    read_.notes.push_back({kind, origin, what});
  }

  // Of the first broker that answers.
  MetadataAnswer Metadata() {
    std::string why;
    for (const auto& text : Split(question_.bootstrap_servers, ',')) {
      asked_ = AddressIn(Trim(text));
      NodeClient client(asked_);
      if (auto answer = client.Metadata({question_.topic}, kAnswerWithin)) return *answer;
      why = client.last_error();
    }
    NoAnswer(fmt::format("{} {}", kBootstrapFlag, question_.bootstrap_servers), why);
  }

  void Topic(const MetadataAnswer& metadata) {
    const auto name = "topic " + question_.topic;
    DeployedEntity topic{SettingOwner::kTopic, question_.topic, name};
    std::size_t fewest = 0;
    for (const auto& partition : metadata.partitions) {
      const auto replicas = partition.replicas.size();
      if (fewest != 0 && replicas != fewest)
        Note(name, "its partitions differ in their number of replicas: the fewest count");
      fewest = fewest == 0 ? replicas : std::min(fewest, replicas);
    }
    if (fewest == 0)
      throw Error(ErrorKind::kUsage,
                  fmt::format("cluster {} has no topic '{}'", metadata.cluster_id, question_.topic),
                  Hint("name one of its topics with --topic; kafka-topics.sh --list has them"));
    topic.replication = {static_cast<std::int64_t>(fewest),
                         fmt::format("{} of cluster {}", name, metadata.cluster_id)};
    NodeClient client(asked_);
    const auto entries = client.TopicConfig(question_.topic, kAnswerWithin);
    if (!entries) NoAnswer(name, client.last_error());
    Add(*entries, topic);
    read_.entities.push_back(std::move(topic));
  }

  // Each is asked for itself: no other one knows what its file says.
  void Broker(std::int32_t id, const Address& address) {
    const auto name = fmt::format("broker {}", id);
    DeployedEntity broker{SettingOwner::kBroker, std::to_string(id), name};
    NodeClient client(address);
    const auto entries = client.BrokerConfig(id, kAnswerWithin);
    if (!entries) NoAnswer(fmt::format("{} at {}", name, address.ToString()), client.last_error());
    Add(*entries, broker);
    const auto features = client.Ask(messages::AskFeatures(), kAnswerWithin);
    if (!features) NoAnswer(name, client.last_error());
    AddFeatures(messages::ReadFeatures(*features), broker);
    read_.entities.push_back(std::move(broker));
  }

  void Add(const std::vector<ConfigEntry>& entries, DeployedEntity& entity) {
    for (const auto& entry : entries) {
      const auto origin = fmt::format("{}, {}", entity.origin, entry.source);
      const bool is_default = entry.source == kOfDefaults;
      if (entry.value)
        entity.settings.push_back({entry.key, *entry.value, origin, is_default});
      else if (!entry.known)
        Note(origin,
             entry.key + " is no setting of Kafka: it has no effect, unless a plugin reads it",
             DeployedNote::Kind::kUnknown);
    }
  }

  // As settings of brokers; and the version, which no request asks for.
  void AddFeatures(const FeatureLevels& levels, DeployedEntity& broker) {
    const auto origin = broker.origin + ", feature level of the cluster";
    for (const auto& [feature, level] : levels.finalized)
      if (IsFeature(feature)) broker.settings.push_back({feature, std::to_string(level), origin});
    if (!levels.finalized.contains(promise_key::kElr))
      broker.settings.push_back({promise_key::kElr, "0", origin});
    const auto highest = levels.supported.find("metadata.version");
    if (highest == levels.supported.end()) return;
    if (const auto release = ReleaseOfLevel(highest->second))
      broker.kafka = {release->newest,
                      fmt::format("{}: it is a Kafka {} by its features, and which patch it does "
                                  "not say",
                                  broker.origin, release->minor)};
  }

  const RunningQuestion& question_;
  Address asked_;
  DeployedFile read_;
};

}  // namespace

RunningSettings ReadRunningSettings(const RunningQuestion& question) {
  return RunningCluster(question).Read();
}

}  // namespace kproof

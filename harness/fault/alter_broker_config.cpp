// Changes dynamic settings of brokers while they are in use: of each broker that is named, or the
// default of all of them, which a broker's own dynamic setting goes before (KIP-226). A topic whose
// own settings say nothing takes the new value at once. Settings that are not dynamic are refused.
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/fault/alter_config.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

constexpr char kSetOnBroker[] = "DYNAMIC_BROKER_CONFIG";
constexpr char kEach[] = "each", kDefault[] = "default";

// Threads, buffers and the layout of indexes: they take no record away and acknowledge none sooner.
// Any other setting may be one of those that promises turn on.
const std::vector<std::string>& Harmless() {
  static const std::vector<std::string> kKeys = {"background.threads",
                                                 "log.cleaner.backoff.ms",
                                                 "log.cleaner.dedupe.buffer.size",
                                                 "log.cleaner.io.buffer.load.factor",
                                                 "log.cleaner.io.buffer.size",
                                                 "log.cleaner.io.max.bytes.per.second",
                                                 "log.cleaner.threads",
                                                 "log.index.interval.bytes",
                                                 "log.index.size.max.bytes",
                                                 "log.preallocate",
                                                 "num.io.threads",
                                                 "num.network.threads",
                                                 "num.recovery.threads.per.data.dir",
                                                 "num.replica.fetchers"};
  return kKeys;
}

FailureClass ClassWith(const std::map<std::string, std::string>& with) {
  const auto set = ParseKeyValues(with.at("set"));
  if (!set) return FailureClass::kOperator;
  for (const auto& [key, value] : *set)
    if (!Contains(Harmless(), key)) return FailureClass::kOperator;
  return FailureClass::kNone;
}

class AlterBrokerConfig final : public AlterConfig {
 public:
  explicit AlterBrokerConfig(const FaultOptions& options)
      : AlterConfig(options), by_default_(With("of") == kDefault) {}

 private:
  static constexpr auto kBroker = ConfigChange::Scope::kBroker;

  std::vector<Place> PlacesOf(const Target& target) const override {
    std::vector<Place> places;
    for (const Node* node : target.nodes)
      if (node->broker()) places.push_back({kBroker, std::to_string(node->id())});
    if (places.empty())
      throw Error(ErrorKind::kUsage, target.name + " names no broker",
                  Hint("settings are those of brokers, such as 'broker 2' or 'brokers'"));
    if (by_default_) places = {{kBroker, ""}};
    return places;
  }

  Values SetAt(const Place& place) const override {
    const Node& asked = place.name.empty() ? *RunningBrokers().front() : BrokerOf(place);
    NodeClient client = Connect(asked);
    const auto told = place.name.empty() ? client.BrokerDefaults(kTellLimit)
                                         : client.BrokerConfig(asked.id(), kTellLimit);
    Values own;
    for (const auto& [key, entry] : ByKey(told, "brokers", asked, client))
      if (entry.value && (place.name.empty() || entry.source == kSetOnBroker))
        own[key] = *entry.value;
    return own;
  }

  std::vector<const Node*> WitnessesOf(const Place& place) const override {
    if (place.name.empty()) return RunningBrokers();
    return {&BrokerOf(place)};
  }

  Entries TellsOf(const Place&, const Node& witness) const override {
    NodeClient client = Connect(witness);
    return ByKey(client.BrokerConfig(witness.id(), kTellLimit), "itself", witness, client);
  }

  std::string TextOf(const Place&, const Node& witness) const override { return witness.name(); }

  const Node& BrokerOf(const Place& place) const { return cluster().node(std::stoi(place.name)); }

  const bool by_default_;
};

}  // namespace

FaultType AlterBrokerConfigType() {
  return {.name = "alter-broker-config",
          .summary = "change dynamic settings of brokers; set back at the end of the step",
          .failure_class = FailureClass::kOperator,
          .class_with = ClassWith,
          .remains = Remains::kMetadata,
          .params = {{.name = "of",
                      .kind = FaultParam::Kind::kWord,
                      .fallback = kEach,
                      .summary = "`each` broker by itself, or the `default` of all brokers of the "
                                 "cluster, whichever are named",
                      .words = {kDefault, kEach}},
                     {.name = "set",
                      .kind = FaultParam::Kind::kBrokerSettings,
                      .fallback = "",
                      .summary = "key=value, several with commas between them"}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<AlterBrokerConfig>(options);
          }};
}

}  // namespace kproof

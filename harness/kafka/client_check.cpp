#include "harness/kafka/client_check.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <memory>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/kafka/client_config.h"
#include "harness/kafka/library_properties.h"

namespace kproof {
namespace {

struct Owned {
  std::string_view key;    // Kafka's name
  std::string_view right;  // the value that kproof gives it, which may be said; "": it varies
  std::string_view why;
};

// Values of acks that brokers take.
constexpr std::array<std::string_view, 4> kKnownAcks{"all", "-1", "0", "1"};

constexpr std::array kOfAll{
    Owned{"bootstrap.servers", "", "kproof connects clients to the cluster of the run"},
    Owned{"client.id", "", "kproof calls each client by the name of its instance, as checkout-0"},
    Owned{"enabled_events", "0", "kproof takes outcomes by callbacks"},
    Owned{"security.protocol", "plaintext", "kproof speaks no TLS and no SASL yet"},
    Owned{"test.mock.num.brokers", "0", "it would put librdkafka's mock in the cluster's place"},
};
constexpr std::array kOfConsumers{
    Owned{"allow.auto.create.topics", "false", "kproof's readers change nothing"},
    Owned{"enable.auto.commit", "",
          "kproof chooses it: `commit` of the consumer says how it commits"},
    Owned{
        "enable.auto.offset.store", "",
        "kproof chooses it: with `commit: auto` the client takes every record that it handed over "
        "for done"},
    Owned{"group.id", "", "kproof chooses it: `group` of the consumer names its group"},
    Owned{"group.instance.id", "",
          "kproof chooses it: with `static: true` each member has its own name in the group"},
    Owned{"offset.store.method", "broker", "kproof's groups keep their offsets in Kafka"},
};
constexpr std::array kOfMonitors{
    Owned{"allow.auto.create.topics", "false", "kproof's readers change nothing"},
    Owned{"auto.offset.reset", "error", "kproof's readers make no silent jumps"},
    Owned{"check.crcs", "false", "kproof checks stamps instead, and damage must not stop reading"},
    Owned{"enable.auto.commit", "false", "kproof's monitors are in no group and commit nothing"},
    Owned{"enable.partition.eof", "true", "kproof must know the end of a partition"},
    Owned{"group.id", "", "kproof's monitors are in no group and read every partition themselves"},
    Owned{"isolation.level", "read_uncommitted", "kproof chooses it: `isolation` of the monitor"},
};
constexpr std::array kOfProducers{
    Owned{"delivery.report.only.error", "false", "kproof must hear of every ack"},
    Owned{"partitioner", "murmur2_random",
          "kproof chooses partitions itself, as Kafka's own producer does: murmur2_random"},
    Owned{"transaction.timeout.ms", "",
          "kproof chooses it: `timeout` of the producer's `transaction`"},
    Owned{"transactional.id", "", "kproof chooses it: `transaction` of the producer asks for it"},
};

const Owned* FindOwned(ClientRole role, const std::string& key) {
  const auto in = [&](const auto& table) -> const Owned* {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Owned& o) { return o.key == key; });
    return found == table.end() ? nullptr : &*found;
  };
  if (const auto* owned = in(kOfAll)) return owned;
  switch (role) {
    case ClientRole::kConsumer:
      return in(kOfConsumers);
    case ClientRole::kMonitor:
      return in(kOfMonitors);
    case ClientRole::kProducer:
      return in(kOfProducers);
  }
  return nullptr;
}

class Check {
 public:
  Check(ClientRole role, const std::string& object) : role_(role), object_(object) {}

  void One(const std::string& key, const std::string& value) {
    const Owned* owned = FindOwned(role_, CanonicalProperty(key));
    if (owned != nullptr && (owned->right.empty() || Lower(owned->right) != Lower(value)))
      return Add(key, !owned->right.empty(),
                 owned->right.empty() ? fmt::format("'{}' can't be set in {}", key, object_)
                                      : fmt::format("{} of {} is '{}'", key, object_, value),
                 std::string(owned->why));
    const auto* property = FindLibraryProperty(key);
    if (property != nullptr &&
        !(role_ == ClientRole::kProducer ? property->producers : property->consumers))
      return Add(key, false, fmt::format("'{}' in {}", key, object_),
                 role_ == ClientRole::kProducer
                     ? "it is a property of consumers: producers ignore it"
                     : "it is a property of producers: consumers ignore it");
    // librdkafka takes any number up to 1000; brokers answer INVALID_REQUIRED_ACKS to others
    // (ProduceRequest, Kafka's protocol).
    if (CanonicalProperty(key) == "acks" && !Contains(kKnownAcks, Lower(value)))
      return Add(key, true, fmt::format("{} of {} is '{}'", key, object_, value),
                 "write all, 1 or 0; brokers refuse others");
    Try(key, {{key, value}});
  }

  // As a whole; only where each by itself is right.
  void Whole(const std::string& defaults, const SettingMap& properties) {
    if (!problems_.empty()) return;
    try {
      const auto config = role_ == ClientRole::kProducer
                              ? ClientConfig::Producer(defaults, properties)
                              : ClientConfig::Consumer(properties);
      config.TryClient(role_ == ClientRole::kProducer);
    } catch (const Error& error) {
      Add("", false, fmt::format("{}: {}", object_, error.what()), error.hint());
    }
  }

  std::vector<SettingProblem> Take() { return std::move(problems_); }

 private:
  void Add(const std::string& key, bool of_value, const std::string& what,
           const std::string& hint) {
    problems_.push_back({key, of_value, what, hint});
  }

  void Try(const std::string& key, const SettingMap& one) {
    try {
      ClientConfig::Consumer(one);
    } catch (const Error& error) {
      Add(key, FindLibraryProperty(key) != nullptr, fmt::format("{}: {}", object_, error.what()),
          error.hint());
    }
  }

  const ClientRole role_;
  const std::string& object_;
  std::vector<SettingProblem> problems_;
};

}  // namespace

std::vector<SettingProblem> CheckClientSettings(ClientRole role, const std::string& object,
                                                const std::string& defaults,
                                                const SettingMap& properties) {
  Check check(role, object);
  for (const auto& [key, value] : properties) check.One(key, value);
  check.Whole(defaults, properties);
  return check.Take();
}

std::string WhyClientsOwn(ClientRole role, const std::string& key) {
  const Owned* owned = FindOwned(role, key);
  return owned == nullptr ? "" : std::string(owned->why);
}

}  // namespace kproof

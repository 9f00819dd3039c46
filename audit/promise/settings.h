// Reads the settings that a promise depends on from the facts.
//
// Thread-safe: pure functions of the facts.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "audit/promise/promise.h"
#include "audit/store/reader.h"
#include "audit/store/run_facts.h"

namespace kproof {

// Settings that SettingsOf and SessionOf look at. Clients have several names for some.
std::vector<std::string> PromiseProducerKeys();
namespace promise_key {
inline constexpr char kFlush[] = "flush.messages";
inline constexpr char kMinIsr[] = "min.insync.replicas";
inline constexpr char kUnclean[] = "unclean.leader.election.enable";
inline constexpr char kSession[] = "broker.session.timeout.ms";
// Of brokers, as if it were a setting: the level of the feature, from Kafka 4.0; absent: 0.
inline constexpr char kElr[] = "eligible.leader.replicas.version";
}  // namespace promise_key

class Effective {
 public:
  explicit Effective(const std::vector<SettingFact>& facts);

  // Nothing when it was not read. A producer's settings stand under its own name or under that of
  // its group ("checkout" for "checkout-0").
  std::optional<std::string> Producer(const std::string& name,
                                      const std::vector<std::string>& keys) const;
  std::optional<std::string> Topic(const std::string& cluster, const std::string& name,
                                   const std::string& key) const;
  // The largest number that any broker of `cluster` has for `key`.
  std::optional<std::int64_t> LargestOfBrokers(const std::string& cluster,
                                               const std::string& key) const;

 private:
  using Subject = std::pair<std::string, std::string>;  // cluster, "" for producers; name
  std::optional<std::string> Find(const std::string& scope, const Subject& subject,
                                  const std::string& key) const;
  std::map<std::string, std::map<Subject, std::map<std::string, std::string>>> values_;
};

PromiseSettings SettingsOf(const Effective& effective, const std::string& producer,
                           const TopicRow& topic);

// Kafka's default of broker.session.timeout.ms.
inline constexpr Duration kDefaultSession = std::chrono::seconds(9);
// That of its brokers; the default where it could not be read.
Duration SessionOf(const Effective& effective, const std::string& cluster);

// The classes that were injected, into `cluster`, up to the end of the run. The outage is the
// longest time that faults with less than a session between them lasted together, plus one broker
// session: a record that was sent when the first began may have had to wait that long for a leader.
// `broker.session.timeout.ms` is 9 s where it could not be read (Kafka's default).
FailureClasses FailuresOf(const Effective& effective, const std::vector<FaultFact>& faults,
                          const std::string& cluster, RunMicros end);

}  // namespace kproof

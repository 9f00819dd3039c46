// What settings as they are deployed say besides settings, against what flags say: the version of
// the brokers and the replication of the topic. And what is said of a setting that Kafka does not
// have.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/deployed/deployed.h"

namespace kproof {

// What flags say, where they are given: it comes before what files state.
struct DeclaredByFlags {
  std::optional<std::int64_t> replication;
  std::optional<std::string> kafka;
};

struct StatedDeployment {
  std::optional<Stated<std::string>> kafka;         // what counts, where files say it
  std::optional<Stated<std::int64_t>> replication;  // likewise; of the topic, else of new topics
  std::vector<DeployedNote> notes;                  // what does not count, or does not fit
};

// `otherwise`: the replication that holds where neither says one. Throws Error(kUsage) with the
// place of a version of Kafka whose settings are not known.
StatedDeployment StatedBy(const Deployed& deployed, const DeclaredByFlags& flags,
                          std::int64_t otherwise);

// The brokers' setting that says the replication of topics that are created without it.
inline constexpr char kReplicationOfNewTopics[] = "default.replication.factor";

// "min.insync.replica: Kafka 4.3.1 has no such topic setting; did you mean 'min.insync.replicas'?"
// `owner`: topic or broker.
std::string UnknownSetting(SettingOwner owner, const std::string& kafka_version,
                           const std::string& key);

}  // namespace kproof

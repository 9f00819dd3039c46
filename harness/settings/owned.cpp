// Properties of a node that kproof chooses by other keys of a scenario, or could not work without,
// and names that Kafka itself only passes on.
#include <array>
#include <string_view>

#include "harness/base/text.h"
#include "harness/settings/check.h"

namespace kproof {
namespace {

struct Owned {
  std::string_view name, why;
};

constexpr std::string_view kAddresses =
    "kproof chooses addresses and listeners, all of them PLAINTEXT; `port` moves them";
constexpr std::string_view kFolders = "kproof chooses folders; `log_dirs` says how many";
constexpr std::string_view kRoles =
    "kproof numbers the nodes and gives them their roles by `brokers`, `controllers` and `mode`";
constexpr std::string_view kVoters =
    "kproof names the voters by `controllers`, `quorum` and `voters`";
constexpr std::string_view kNoZooKeeper = "kproof starts no ZooKeeper: clusters are KRaft";

constexpr std::array kOwned{
    Owned{"advertised.listeners", kAddresses},
    Owned{"broker.id", kRoles},
    Owned{"broker.id.generation.enable", kRoles},
    Owned{"broker.rack", "kproof gives racks by `racks`"},
    Owned{"controller.listener.names", kAddresses},
    Owned{"controller.quorum.bootstrap.servers", kVoters},
    Owned{"controller.quorum.voters", kVoters},
    Owned{"early.start.listeners", kAddresses},
    Owned{"inter.broker.listener.name", kAddresses},
    Owned{"listener.security.protocol.map", kAddresses},
    Owned{"listeners", kAddresses},
    Owned{"log.dir", kFolders},
    Owned{"log.dirs", kFolders},
    Owned{"metadata.log.dir", kFolders},
    Owned{"node.id", kRoles},
    Owned{"process.roles", kRoles},
    Owned{"security.inter.broker.protocol", kAddresses},
    Owned{"zookeeper.connect", kNoZooKeeper},
    Owned{"zookeeper.metadata.migration.enable", kNoZooKeeper},
};

// KIP-103 (listener.name.), KIP-405 (rsm.config., rlmm.config.), KIP-297 (config.providers.).
constexpr std::array<std::string_view, 4> kPrefixes = {"config.providers.", "listener.name.",
                                                       "rlmm.config.", "rsm.config."};

// Read by classes that come with Kafka: StandardAuthorizer, JmxReporter (the latter two before 4.0)
// and KafkaCSVMetricsReporter.
constexpr std::array<std::string_view, 8> kOfPlugins = {
    "allow.everyone.if.no.acl.found", "kafka.csv.metrics.dir", "kafka.csv.metrics.reporter.enabled",
    "metrics.jmx.blacklist",          "metrics.jmx.exclude",   "metrics.jmx.include",
    "metrics.jmx.whitelist",          "super.users",
};

}  // namespace

bool IsPassedOn(const std::string& name) {
  for (const auto prefix : kPrefixes)
    if (name.starts_with(prefix) && name.size() > prefix.size()) return true;
  for (const auto known : kOfPlugins)
    if (name == known) return true;
  return false;
}

std::string WhyNodesOwn(const std::string& name) {
  for (const auto& owned : kOwned)
    if (name == owned.name) return std::string(owned.why);
  return "";
}

}  // namespace kproof

// KRaft: the quorum of controllers, and features of the cluster.
#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

std::size_t Voters(const LintSubject& s) { return s.List(kB, "controller.quorum.voters").size(); }

// "4.1-IV1" -> "4.1", "4.1.2" -> "4.1"
std::string ReleaseOf(const std::string& version) {
  const auto release = version.substr(0, version.find('-'));
  const auto dot = release.find('.');
  return release.substr(0, dot == std::string::npos ? dot : release.find('.', dot + 1));
}

}  // namespace

std::vector<LintRule> KraftRules() {
  return {
      {"controllers-one",
       kShould,
       kHigh,
       {{kB, "controller.quorum.voters"}},
       "one voter in controller.quorum.voters",
       "the metadata of all topics is on one disk; while that node is away no leader is elected",
       "run three controllers",
       "two more nodes",
       "Kafka documentation, KRaft, controllers",
       [](const LintSubject& s) { return Voters(s) == 1; }},
      {"controllers-even",
       kShould,
       kHigh,
       {{kB, "controller.quorum.voters"}},
       "an even number of voters in controller.quorum.voters",
       "a majority of an even number survives no more failures than one voter fewer would: of two, "
       "both are needed",
       "run an odd number of controllers, 3 or 5",
       "one node more or fewer",
       "Kafka documentation, KRaft, controllers",
       [](const LintSubject& s) { return Voters(s) > 0 && Voters(s) % 2 == 0; }},
      {"quorum-can-not-change",
       kNote,
       kMedium,
       {{kB, "controller.quorum.voters"}},
       "controller.quorum.voters was given, Kafka 3.9 or newer",
       "voters that stand in this setting can't be replaced while the cluster runs: a broken disk "
       "of a controller needs care",
       "use controller.quorum.bootstrap.servers in clusters that are formatted anew",
       "an existing cluster has to be upgraded (kraft.version 1)",
       "KIP-853",
       [](const LintSubject& s) { return Voters(s) > 0 && !Older(s.kafka, "3.9"); }},
      {"quorum-known-by-one",
       kNote,
       kHigh,
       {{kB, "controller.quorum.bootstrap.servers"}},
       "one address in controller.quorum.bootstrap.servers",
       "a node that starts while this controller is away can't find the quorum",
       "name each controller in controller.quorum.bootstrap.servers",
       "none",
       "KIP-853",
       [](const LintSubject& s) {
         return s.List(kB, "controller.quorum.bootstrap.servers").size() == 1;
       }},
      {"combined-nodes",
       kShould,
       kHigh,
       {{kB, "process.roles"}},
       "process.roles=broker,controller",
       "load or a fault of the broker hits the controller too, and neither can be restarted alone",
       "process.roles=broker",
       "nodes for controllers alone",
       "Kafka documentation, KRaft, process roles: not recommended in critical deployments",
       [](const LintSubject& s) { return s.List(kB, "process.roles").size() > 1; }},
      {"elr-off",
       kShould,
       kHigh,
       {{kB, "eligible.leader.replicas.version"}, {kT, kMinIsr}},
       "eligible.leader.replicas.version=0, or Kafka before 4.0; acks=all, min.insync.replicas >= "
       "2",
       "when the last in-sync replica loses its power, the partition waits for it, and loses with "
       "it "
       "what other replicas still have",
       "eligible.leader.replicas.version=1",
       "Kafka 4.0 or newer; min.insync.replicas can no longer be set for a single broker",
       "KIP-966",
       [](const LintSubject& s) {
         return s.Below(kB, "eligible.leader.replicas.version", 1) && AcksAll(s) &&
                s.MinIsr().value_or(0) >= 2;
       },
       {"durability/last-isr-power-loss-no-elr", "durability/last-isr-power-loss-elr"},
       {kNoLoss}},
      {"upgrade-not-finished",
       kNote,
       kMedium,
       {{kB, "metadata.version"}},
       "metadata.version older than the brokers",
       "the cluster works as the older version did: fixes that need the new one are not in effect",
       "finish the upgrade: kafka-features.sh upgrade --release-version",
       "there is no way back to the older version",
       "KIP-584; KIP-1022",
       [](const LintSubject& s) {
         const auto* version = s.Find(kB, "metadata.version");
         return version != nullptr && version->value.find('.') != std::string::npos &&
                Older(ReleaseOf(version->value), ReleaseOf(s.kafka));
       }},
      {"protocol-version-without-effect",
       kNote,
       kHigh,
       {{kB, "inter.broker.protocol.version"}},
       "inter.broker.protocol.version was given (before Kafka 4.0)",
       "KRaft does not look at it; metadata.version decides, so an upgrade may not be what it "
       "seems",
       "leave inter.broker.protocol.version out",
       "none",
       "KIP-778",
       [](const LintSubject& s) { return s.Given(kB, "inter.broker.protocol.version"); }},
      {"controllers-noticed-late",
       kNote,
       kContext,
       {{kB, "controller.quorum.fetch.timeout.ms"}},
       "controller.quorum.fetch.timeout.ms > 10000",
       "that long nobody notices that the active controller is gone, and no leader is elected",
       "controller.quorum.fetch.timeout.ms=2000",
       "elections after short pauses of the network",
       "KIP-595",
       [](const LintSubject& s) {
         return s.Above(kB, "controller.quorum.fetch.timeout.ms", 10'000);
       }},
  };
}

}  // namespace kproof

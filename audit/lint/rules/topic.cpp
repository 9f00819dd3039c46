// Topics: replicas, and who of them has to have a record before it is acknowledged.
#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

constexpr char kUncleanCost[] =
    "a partition whose in-sync replicas are all gone waits for one of them";

bool Several(const LintSubject& s) { return s.Replication().value_or(0) > 1; }

// Of the topic and of its brokers, both given.
bool Overridden(const LintSubject& s, bool lower) {
  const auto topic = s.Number(kT, kMinIsr);
  const auto brokers = s.Number(kB, kMinIsr);
  if (!topic || !brokers || !s.Given(kT, kMinIsr) || !s.Given(kB, kMinIsr)) return false;
  return lower ? *topic < *brokers : *topic > *brokers;
}

}  // namespace

std::vector<LintRule> TopicRules() {
  return {
      {"replication-1",
       kMust,
       kHigh,
       {{kT, kReplicationKey}},
       "replication 1",
       "one disk has the only copy: with it every record is lost, and while its broker is away "
       "nothing can be written or read",
       "replication.factor=3",
       "three times the disk, and traffic between brokers",
       "Kafka documentation, replication",
       [](const LintSubject& s) { return s.Replication() == 1; },
       {"durability/rf1-min-isr-2", "durability/wiped-disk-fast-restart"},
       {kNoLoss}},
      {"replication-2",
       kShould,
       kHigh,
       {{kT, kReplicationKey}, {kT, kMinIsr}},
       "replication 2",
       "one broker away leaves a single copy, or stops writes where min.insync.replicas is 2: "
       "maintenance and a failure can't happen at the same time",
       "replication.factor=3",
       "half as much disk again, and traffic between brokers",
       "Kafka documentation, topic setting min.insync.replicas",
       [](const LintSubject& s) { return s.Replication() == 2; }},
      {"min-isr-1",
       kMust,
       kHigh,
       {{kT, kMinIsr}},
       "min.insync.replicas=1, replication > 1",
       "a leader that is alone in the ISR acknowledges what no other replica has: its power or its "
       "disk takes that along",
       "min.insync.replicas=2",
       "writes wait, or fail, while fewer than 2 replicas are in sync",
       "Kafka documentation, topic setting min.insync.replicas; KIP-966",
       [](const LintSubject& s) { return Several(s) && s.MinIsr() == 1; },
       {},
       {kNoLoss}},
      {"min-isr-above-replication",
       kShould,
       kHigh,
       {{kT, kMinIsr}, {kT, kReplicationKey}},
       "min.insync.replicas > replication",
       "Kafka counts min.insync.replicas up to the number of replicas: with one replica, 2 "
       "protects nothing",
       "replication.factor=3",
       "three times the disk, and traffic between brokers",
       "effectiveMinIsr in Partition.scala",
       [](const LintSubject& s) {
         const auto replication = s.Replication();
         return replication && s.Above(kT, kMinIsr, *replication);
       },
       {"durability/rf1-min-isr-2", "durability/wiped-disk-fast-restart"}},
      {"every-replica-needed",
       kShould,
       kHigh,
       {{kT, kMinIsr}, {kT, kReplicationKey}},
       "min.insync.replicas = replication, of 3 or more",
       "one broker away stops all writes of its partitions, also in a planned restart",
       "min.insync.replicas=2",
       "one more failure may meet the last in-sync replicas",
       "Kafka documentation, topic setting min.insync.replicas",
       [](const LintSubject& s) {
         const auto replication = s.Replication();
         return replication && *replication >= 3 && s.MinIsr() == replication;
       }},
      {"min-isr-lowered-by-topic",
       kShould,
       kHigh,
       {{kT, kMinIsr}, {kB, kMinIsr}},
       "min.insync.replicas of the topic is below that of the brokers",
       "the topic's own value wins: what the brokers' setting promises does not hold here",
       "leave min.insync.replicas out of the topic",
       "writes wait for as many replicas as elsewhere",
       "Kafka documentation, topic setting min.insync.replicas",
       [](const LintSubject& s) { return Overridden(s, true); }},
      {"min-isr-raised-by-topic",
       kNote,
       kHigh,
       {{kT, kMinIsr}, {kB, kMinIsr}},
       "min.insync.replicas of the topic is above that of the brokers",
       "the topic's own value wins: its writes stop in restarts that other topics do not notice",
       "leave min.insync.replicas out of the topic",
       "writes wait for as many replicas as elsewhere",
       "Kafka documentation, topic setting min.insync.replicas",
       [](const LintSubject& s) { return Overridden(s, false); }},
      {"unclean-election-one-replica",
       kMust,
       kHigh,
       {{kT, kUnclean}, {kT, kMinIsr}},
       "unclean.leader.election.enable=true, min.insync.replicas=1, replication > 1",
       "when the last in-sync replica fails, one that lacks acknowledged records leads, and they "
       "are lost",
       "unclean.leader.election.enable=false",
       kUncleanCost,
       "Kafka documentation, topic setting unclean.leader.election.enable",
       [](const LintSubject& s) { return Several(s) && s.On(kT, kUnclean) && s.MinIsr() == 1; },
       {"durability/isr-one-leader-dies-unclean", "durability/isr-one-leader-dies-clean"},
       {kNoLoss}},
      {"unclean-election",
       kShould,
       kHigh,
       {{kT, kUnclean}},
       "unclean.leader.election.enable=true, min.insync.replicas >= 2",
       "when as many replicas fail as min.insync.replicas, one that lacks acknowledged records may "
       "lead, and they are lost",
       "unclean.leader.election.enable=false",
       kUncleanCost,
       "Kafka documentation, topic setting unclean.leader.election.enable",
       [](const LintSubject& s) { return s.On(kT, kUnclean) && s.MinIsr().value_or(0) >= 2; },
       {},
       {kNoLoss}},
      {"unclean-allowed-by-topic",
       kShould,
       kHigh,
       {{kT, kUnclean}, {kB, kUnclean}},
       "unclean.leader.election.enable: true on the topic, false on the brokers",
       "the topic's own value wins: the brokers' setting protects every topic but this one",
       "unclean.leader.election.enable=false",
       kUncleanCost,
       "Kafka documentation, topic setting unclean.leader.election.enable",
       [](const LintSubject& s) {
         return s.Given(kT, kUnclean) && s.On(kT, kUnclean) && s.Off(kB, kUnclean);
       },
       {"durability/topic-overrides-min-isr", "durability/isr-one-leader-dies-clean"}},
      {"power-loss-of-all-replicas",
       kNote,
       kContext,
       {{kT, "flush.messages"}},
       "flush.messages > 1",
       "records are acknowledged before they are synced: power loss of all replicas at once loses "
       "what no disk has yet",
       "flush.messages=1",
       "each batch waits for the disks of its in-sync replicas",
       "Kafka documentation, topic setting flush.messages",
       [](const LintSubject& s) { return s.Above(kT, "flush.messages", 1); },
       {"durability/power-loss-all", "durability/power-loss-all-flushed"},
       {kNoLoss}},
      {"compaction-needs-keys",
       kNote,
       kContext,
       {{kT, "cleanup.policy"}},
       "cleanup.policy has compact",
       "records without a key are refused, and of each key only the newest record is kept",
       "cleanup.policy=delete",
       "old values of a key stay until they are too old",
       "LogValidator in Kafka's storage; Kafka documentation, topic setting cleanup.policy",
       [](const LintSubject& s) { return Compacted(s); }},
  };
}

}  // namespace kproof

// Kafka's own topics: committed offsets, and the state of share groups.
#include "audit/lint/rules/names.h"

namespace kproof {

std::vector<LintRule> InternalTopicRules() {
  using namespace lint;
  return {
      {"offsets-replication",
       kShould,
       kHigh,
       {{kB, "offsets.topic.replication.factor"}},
       "offsets.topic.replication.factor < 3",
       "committed offsets are on fewer disks than the records: when those fail, groups start where "
       "auto.offset.reset says",
       "offsets.topic.replication.factor=3",
       "three brokers; an existing topic has to be reassigned",
       "Kafka documentation, broker setting offsets.topic.replication.factor",
       [](const LintSubject& s) { return s.Below(kB, "offsets.topic.replication.factor", 3); },
       {"consumers/offsets-lost", "consumers/offsets-kept"}},
      {"offsets-min-isr",
       kShould,
       kHigh,
       {{kB, kMinIsr}},
       "min.insync.replicas of the brokers < 2",
       "the topic of committed offsets has no setting of its own for this: a commit that one "
       "broker "
       "alone has is acknowledged; so is a record of each topic without its own value",
       "min.insync.replicas=2",
       "commits and writes wait, or fail, while fewer than 2 replicas are in sync",
       "GroupCoordinatorService.groupMetadataTopicConfigs",
       [](const LintSubject& s) { return s.Below(kB, kMinIsr, 2); }},
      {"offsets-acks",
       kShould,
       kHigh,
       {{kB, "offsets.commit.required.acks"}},
       "offsets.commit.required.acks is not -1 (before Kafka 4.0)",
       "commits are acknowledged before all in-sync replicas have them, and may be lost",
       "offsets.commit.required.acks=-1",
       "a commit waits for the in-sync replicas",
       "KIP-1041",
       [](const LintSubject& s) { return s.Above(kB, "offsets.commit.required.acks", -1); }},
      {"share-state-replication",
       kNote,
       kHigh,
       {{kB, "share.coordinator.state.topic.replication.factor"}},
       "share.coordinator.state.topic.replication.factor < 3",
       "the state of share groups is on fewer disks than the records",
       "share.coordinator.state.topic.replication.factor=3",
       "three brokers; an existing topic has to be reassigned",
       "KIP-932",
       [](const LintSubject& s) {
         return s.Below(kB, "share.coordinator.state.topic.replication.factor", 3);
       }},
      {"share-state-min-isr",
       kNote,
       kHigh,
       {{kB, "share.coordinator.state.topic.min.isr"}},
       "share.coordinator.state.topic.min.isr < 2",
       "acknowledgements of share groups that one broker alone has may be lost with its disk",
       "share.coordinator.state.topic.min.isr=2",
       "share groups wait while fewer than 2 replicas are in sync",
       "KIP-932",
       [](const LintSubject& s) {
         return s.Below(kB, "share.coordinator.state.topic.min.isr", 2);
       }},
  };
}

}  // namespace kproof

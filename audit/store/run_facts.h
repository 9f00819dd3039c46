// Facts about a run that are not about records: who took part, what was broken, what the cluster
// said, what was configured.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/words/failure_class.h"

namespace kproof {

struct TopicFact {
  std::string cluster = "main";
  std::string name;
  std::int32_t partitions = 0;
  std::int32_t replication = 0;
};

// One step of the nemesis, from its preparation to its undo. Written when it begins and again
// whenever it changes.
struct FaultFact {
  std::int64_t id = 0;    // given by the store on the first write
  std::int32_t step = 0;  // index in the plan
  std::string cluster = "main";
  std::string fault;                     // "kill"
  std::string failure_class;             // what the promise reasons about; may be one of no table
  std::string target;                    // as written: "leader of payments/0"
  std::vector<std::int32_t> nodes;       // as resolved
  std::vector<std::string> topics = {};  // that it was done to, by name
  std::optional<RunMicros> from;         // before the first act; nothing: never injected
  std::optional<RunMicros> to;           // after the undo; nothing: never undone
  std::optional<bool> bit;               // nothing: not measured yet
  std::string proof;                     // what was measured, in words with numbers
  std::optional<bool> healed;
  std::string problem;  // why it could not be injected, did not bite, or did not heal; "" when all
                        // went well
};

// Records may be gone after it because somebody asked for that: a deletion, or an operator's change
// of settings, which may be one of retention.
inline bool MayDelete(const FaultFact& fault) {
  return fault.failure_class == NameOf(FailureClass::kDeletion) ||
         fault.failure_class == NameOf(FailureClass::kOperator);
}

// It deletes whole topics, whichever; `delete-records` moves the start of a log, and the topic goes
// on.
inline bool DeletesSomeTopic(const FaultFact& fault) {
  return fault.failure_class == NameOf(FailureClass::kDeletion) && fault.fault != "delete-records";
}

// The same of topics that it names.
inline bool DeletesTopics(const FaultFact& fault) {
  return DeletesSomeTopic(fault) && !fault.topics.empty();
}

// What one node answered about one partition, when that differs from its last answer.
struct PartitionState {
  RunMicros at = 0;
  std::int32_t node = 0;  // who was asked
  std::string topic;
  std::int32_t partition = 0;
  std::int32_t leader = -1;  // -1: none
  std::int32_t leader_epoch = -1;
  std::vector<std::int32_t> replicas;
  std::vector<std::int32_t> isr;
  std::vector<std::int32_t>
      elr;  // eligible leader replicas (KIP-966); empty where the node can't tell
  std::string cluster = "main";
  std::string topic_id = {};  // Kafka's id of the topic; "": nobody said
};

// Of two answers about one partition, whether the later one, `now`, counts rather than `before`:
// the highest leader epoch wins; among equals the leader's own, then the newest.
bool Supersedes(const PartitionState& now, const PartitionState& before);

// What one controller answered about the quorum, when that differs from its last answer.
struct QuorumState {
  RunMicros at = 0;
  std::int32_t node = 0;
  std::int32_t active = -1;  // active controller; -1: none known
  std::int32_t epoch = -1;   // quorum epoch
  std::string cluster = "main";
};

// Something that happened at a moment. Kinds are a closed list (docs/audit-store.md):
//   phase: subject = "steady", "load", "faults", "healed", "whole", "drained", "final" or "end"
//   node: subject = "broker-2", detail = "started" or "exited with …" (ordered by the nemesis)
//   disturbance: subject = node, partition or "machine": what went wrong without being asked for
//   client: subject = client, detail = a fatal error and the life that followed, a lost position
//   error: subject = client, detail = what it was told while nothing had got through yet
//   state: subject = step, detail = state before, during, after
//   problem: subject = what the run could not do; makes the verdict inconclusive
struct EventFact {
  RunMicros at = 0;
  std::string kind;
  std::string subject;
  std::string detail;
  std::string cluster = "main";           // of the subject; "": nobody said
  std::optional<std::int32_t> node = {};  // where the subject is a broker or controller: its id
};

// The node that an event is about, by its words: of the kinds "node" and "disturbance" alone, and
// named as ours are ("broker-3", "controller-1", "node-2").
std::optional<std::int32_t> NodeOf(const std::string& kind, const std::string& subject);

// The last time that a history of events tells (run_key::kToldUntilUs), by a store's `run`.
std::optional<RunMicros> ToldUntil(const std::map<std::string, std::string>& run);

// One telling line of a node's log.
struct LogLine {
  RunMicros at = 0;  // when the harness read it, or its own time stamp where it has one
  std::string node;
  std::string line;
  std::string cluster = "main";  // of the node; "": nobody said
};

// One effective setting and where its value comes from. Secrets come in redacted.
struct SettingFact {
  std::string scope;    // "producer", "monitor", "topic", "broker"
  std::string subject;  // producer's name, topic's name, node's name
  std::string key;      // Kafka's own name
  std::string value;
  std::string origin;  // "scenario", "profile java", "librdkafka default", Kafka's ConfigSource
                       // ("DYNAMIC_TOPIC_CONFIG", …)
  std::string cluster = "main";  // of the topic or broker; names of actors are unique in the run
};

// What was found of each replica when it was read from its own node and compared with the leader's
// log, once the cluster was whole again.
struct ReplicaFact {
  struct Difference {
    enum class Kind : std::uint8_t {
      kLacks,    // the leader's log holds these, the replica does not
      kDiffers,  // both hold something, and not the same
      kExtra,    // the replica holds something where the leader's log holds nothing
      kDeleted,  // below the replica's log start and not below the leader's
    };
    Kind kind = Kind::kLacks;
    std::int64_t first_offset = 0;
    std::int64_t count = 0;
    std::string detail;
  };

  RunMicros at = 0;  // when all had been read
  std::string cluster = "main";
  std::string topic;
  std::int32_t partition = 0;
  std::int32_t node = 0;
  std::int32_t leader = -1;
  std::int32_t leader_epoch = -1;
  bool in_isr = false;        // before it was read and after
  std::int64_t start = 0;     // the leader's log start
  std::int64_t end = 0;       // the leader's high watermark
  std::int64_t position = 0;  // compared up to here
  std::string problem;        // why not to the end; "" when it was
  std::vector<Difference> differences;
  std::string topic_id = {};  // "": nobody said
};

}  // namespace kproof

// The tables of events and fields, both in alphabetical order.
#include "audit/events/event.h"

#include <limits>
#include <vector>

#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

constexpr std::int64_t kMostInt32 = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kMostUint32 = std::numeric_limits<std::uint32_t>::max();
// One less than the largest number, so that the end of a range is a number too.
constexpr std::int64_t kMostOffset = std::numeric_limits<std::int64_t>::max() - 1;

constexpr FieldForm kFieldForms[] = {
    {Field::kActor, "actor", FieldKind::kName},
    {Field::kAnnouncesEnd, "announces_end", FieldKind::kFlag},
    {Field::kAsked, "asked", FieldKind::kSeconds},
    {Field::kBit, "bit", FieldKind::kFlag},
    {Field::kBroker, "broker", FieldKind::kInt, 0, kMostInt32},
    {Field::kBytes, "bytes", FieldKind::kInt, 0, kMostInt32},
    {Field::kClass, "class", FieldKind::kName},
    {Field::kClient, "client", FieldKind::kText},
    {Field::kCluster, "cluster", FieldKind::kName},
    {Field::kCounts, "counts", FieldKind::kCounts},
    {Field::kCrc, "crc", FieldKind::kWord},
    {Field::kDetail, "detail", FieldKind::kText},
    {Field::kDifferences, "differences", FieldKind::kDifferences},
    {Field::kElr, "elr", FieldKind::kInts, 0, kMostInt32},
    {Field::kEnd, "end", FieldKind::kInt, 0, kMostOffset},
    {Field::kError, "error", FieldKind::kIntOrText, -kMostInt32, kMostInt32},
    {Field::kFault, "fault", FieldKind::kName},
    {Field::kFrom, "from", FieldKind::kSecondsOrPlace},
    {Field::kGeneration, "generation", FieldKind::kInt, 0, kMostInt32},
    {Field::kGroup, "group", FieldKind::kName},
    {Field::kGuarantees, "guarantees", FieldKind::kNames},
    {Field::kHeaders, "headers", FieldKind::kInt, 0, kMostInt32},
    {Field::kHealed, "healed", FieldKind::kFlag},
    {Field::kHow, "how", FieldKind::kWord},
    {Field::kInIsr, "in_isr", FieldKind::kFlag},
    {Field::kIsolation, "isolation", FieldKind::kWord},
    {Field::kIsr, "isr", FieldKind::kInts, 0, kMostInt32},
    {Field::kKey, "key", FieldKind::kText},
    {Field::kKind, "kind", FieldKind::kWord},
    {Field::kLatencyUs, "latency_us", FieldKind::kInt, 0, kMostOffset},
    {Field::kLeader, "leader", FieldKind::kInt, 0, kMostInt32},
    {Field::kLeaderEpoch, "leader_epoch", FieldKind::kInt, 0, kMostInt32},
    {Field::kLife, "life", FieldKind::kInt, 0, kMostUint32},
    {Field::kLine, "line", FieldKind::kText},
    {Field::kNode, "node", FieldKind::kNameOrInt},
    {Field::kNodes, "nodes", FieldKind::kInts, 0, kMostInt32},
    {Field::kOffset, "offset", FieldKind::kInt, 0, kMostOffset},
    {Field::kOp, "op", FieldKind::kWord},
    {Field::kOrigin, "origin", FieldKind::kName},
    {Field::kOutcome, "outcome", FieldKind::kWord},
    {Field::kPartition, "partition", FieldKind::kInt, 0, kMostInt32},
    {Field::kPartitions, "partitions", FieldKind::kPlaces},
    {Field::kPass, "pass", FieldKind::kWord},
    {Field::kPosition, "position", FieldKind::kInt, 0, kMostOffset},
    {Field::kProblem, "problem", FieldKind::kText},
    {Field::kProof, "proof", FieldKind::kText},
    {Field::kReplicas, "replicas", FieldKind::kInts, 0, kMostInt32},
    {Field::kSentCluster, "sent_cluster", FieldKind::kName},
    {Field::kSentPartition, "sent_partition", FieldKind::kInt, 0, kMostInt32},
    {Field::kSentTopic, "sent_topic", FieldKind::kName},
    {Field::kSeq, "seq", FieldKind::kInt, 0, kMostOffset},
    {Field::kSources, "sources", FieldKind::kTexts},
    {Field::kStart, "start", FieldKind::kInt, 0, kMostOffset},
    {Field::kStore, "store", FieldKind::kWord},
    {Field::kSubject, "subject", FieldKind::kText},
    {Field::kT, "t", FieldKind::kSeconds},
    {Field::kTarget, "target", FieldKind::kText},
    {Field::kTo, "to", FieldKind::kSeconds},
    {Field::kTombstone, "tombstone", FieldKind::kFlag},
    {Field::kTopic, "topic", FieldKind::kName},
    {Field::kTopicId, "topic_id", FieldKind::kName},
    {Field::kTopics, "topics", FieldKind::kNames},
    {Field::kTxn, "txn", FieldKind::kNameOrInt},
};
static_assert(std::size(kFieldForms) == kFields);

template <typename... Fields>
constexpr FieldSet Set(Fields... fields) {
  return (FieldSet{0} | ... | Bit(fields));
}

using F = Field;
constexpr FieldSet kAll = Set(F::kT, F::kCluster, F::kAnnouncesEnd);  // every event may have these
constexpr FieldSet kRecord = Set(F::kActor, F::kOrigin, F::kSeq, F::kTopic, F::kPartition);
constexpr FieldSet kPlace = Set(F::kActor, F::kTopic, F::kPartition, F::kOffset);

constexpr EventForm kEventForms[] = {
    {EventType::kActor, "actor", Set(F::kActor, F::kOp),
     kAll | Set(F::kKind, F::kClient, F::kDetail), 0},
    {EventType::kAssign, "assign", Set(F::kActor, F::kPartitions),
     kAll | Set(F::kGroup, F::kHow, F::kGeneration), 0},
    {EventType::kBounds, "bounds", Set(F::kTopic, F::kPartition, F::kStart, F::kEnd),
     kAll | Set(F::kPosition, F::kIsolation, F::kActor, F::kTopicId), 0},
    {EventType::kCommit, "commit", kPlace | Set(F::kGroup, F::kOutcome),
     kAll | Set(F::kTxn, F::kStore, F::kAsked, F::kTopicId), 0},
    {EventType::kConfig, "config", 0,
     kAll | Set(F::kOrigin, F::kTopic, F::kNode, F::kActor, F::kSources), 0, true},
    {EventType::kEnd, "end", Set(F::kCounts), Set(F::kT, F::kCluster), 0},
    {EventType::kFault, "fault", Set(F::kFault, F::kNodes, F::kFrom, F::kTo, F::kBit, F::kHealed),
     kAll | Set(F::kClass, F::kTarget, F::kTopics, F::kProof, F::kProblem),
     Set(F::kFrom, F::kTo, F::kBit, F::kHealed)},
    {EventType::kLog, "log", Set(F::kT, F::kNode, F::kLine), kAll, 0},
    {EventType::kNote, "note", Set(F::kT, F::kKind), kAll | Set(F::kSubject, F::kDetail), 0},
    {EventType::kProcess, "process", kPlace | Set(F::kGroup), kAll | Set(F::kTopicId), 0},
    // A record with a stamp has a `seq` too: the parser asks for it.
    {EventType::kRead, "read", kPlace | Set(F::kOrigin),
     kAll | Set(F::kLife, F::kSeq, F::kSentPartition, F::kPass, F::kIsolation, F::kGroup, F::kCrc,
                F::kSentTopic, F::kSentCluster, F::kTopicId, F::kKey, F::kTombstone),
     Set(F::kOrigin)},
    {EventType::kReplica, "replica",
     Set(F::kTopic, F::kPartition, F::kBroker, F::kInIsr, F::kStart, F::kEnd),
     kAll |
         Set(F::kLeader, F::kLeaderEpoch, F::kPosition, F::kProblem, F::kDifferences, F::kTopicId),
     0},
    {EventType::kRequire, "require", Set(F::kGuarantees), kAll, 0},
    {EventType::kReset, "reset", kPlace | Set(F::kGroup), kAll | Set(F::kTopicId), 0},
    {EventType::kRun, "run", 0, kAll, 0, true},
    {EventType::kSeek, "seek", kPlace, kAll | Set(F::kTopicId), 0},
    {EventType::kSend, "send", kRecord,
     kAll | Set(F::kLife, F::kTxn, F::kKey, F::kTombstone, F::kBytes, F::kHeaders, F::kFrom), 0},
    {EventType::kSettle, "settle", kRecord | Set(F::kOutcome),
     kAll | Set(F::kLife, F::kTxn, F::kOffset, F::kError, F::kLatencyUs, F::kTopicId), 0},
    {EventType::kState, "state",
     Set(F::kT, F::kTopic, F::kPartition, F::kBroker, F::kReplicas, F::kIsr),
     kAll | Set(F::kLeader, F::kLeaderEpoch, F::kElr, F::kTopicId), 0},
    {EventType::kTxn, "txn", Set(F::kActor, F::kTxn, F::kOp), kAll | Set(F::kOutcome), 0},
};
static_assert(std::size(kEventForms) == kEventTypes);

constexpr const char* kActorOps[] = {"open", "close", "hole"};
// In the order of their numbers, which stand in facts.
std::span<const char* const> ActorKinds() {
  static const auto names = [] {
    std::vector<const char*> all;
    for (const auto& row : ActorKindTable()) all.push_back(row.name);
    return all;
  }();
  return names;
}

constexpr const char* kNoteKinds[] = {"phase", "node",    "disturbance", "client",
                                      "state", "problem", "error",       "resent"};
constexpr const char* kOutcomes[] = {"acked", "failed", "unknown"};
constexpr const char* kTxnOps[] = {"begin", "commit", "abort", "end"};
constexpr const char* kTxnOutcomes[] = {"committed", "aborted", "unknown"};
constexpr const char* kPasses[] = {"live", "final"};
constexpr const char* kIsolations[] = {"uncommitted", "committed"};
constexpr const char* kCrcs[] = {"ok", "bad"};
constexpr const char* kHows[] = {"subscribe", "manual"};
constexpr const char* kStores[] = {"kafka", "external"};
constexpr const char* kDifferences[] = {"lacks", "differs", "extra", "deleted"};

}  // namespace

std::span<const FieldForm> FieldForms() { return kFieldForms; }

std::span<const EventForm> EventForms() { return kEventForms; }

std::span<const char* const> DifferenceKinds() { return kDifferences; }

std::span<const char* const> WordsOf(EventType type, Field field) {
  switch (field) {
    case Field::kCrc:
      return kCrcs;
    case Field::kIsolation:
      return kIsolations;
    case Field::kPass:
      return kPasses;
    case Field::kHow:
      return kHows;
    case Field::kStore:
      return kStores;
    case Field::kOp:
      if (type == EventType::kTxn) return kTxnOps;
      return kActorOps;
    case Field::kKind:
      if (type == EventType::kNote) return kNoteKinds;
      return ActorKinds();
    case Field::kOutcome:
      if (type == EventType::kTxn) return kTxnOutcomes;
      return kOutcomes;
    default:
      return {};
  }
}

}  // namespace kproof

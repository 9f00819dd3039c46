// One line of events.jsonl as a value: which event it is, and its fields. docs/events.md describes
// each of them; the tables here are what that page is compared with by a test.
//
// Fields are kept side by side and one Event is used for all lines, so that a line costs no
// allocation once the texts have grown.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kproof {

enum class EventType : std::uint8_t {
  kActor,
  kAssign,
  kBounds,
  kCommit,
  kConfig,
  kEnd,
  kFault,
  kLog,
  kNote,
  kProcess,
  kRead,
  kReplica,
  kRequire,
  kReset,
  kRun,
  kSeek,
  kSend,
  kSettle,
  kState,
  kTxn
};
inline constexpr std::size_t kEventTypes = 20;

enum class Field : std::uint8_t {
  kActor,
  kAnnouncesEnd,
  kAsked,
  kBit,
  kBroker,
  kBytes,
  kClass,
  kClient,
  kCluster,
  kCounts,
  kCrc,
  kDetail,
  kDifferences,
  kElr,
  kEnd,
  kError,
  kFault,
  kFrom,
  kGeneration,
  kGroup,
  kGuarantees,
  kHeaders,
  kHealed,
  kHow,
  kInIsr,
  kIsolation,
  kIsr,
  kKey,
  kKind,
  kLatencyUs,
  kLeader,
  kLeaderEpoch,
  kLife,
  kLine,
  kNode,
  kNodes,
  kOffset,
  kOp,
  kOrigin,
  kOutcome,
  kPartition,
  kPartitions,
  kPass,
  kPosition,
  kProblem,
  kProof,
  kReplicas,
  kSentCluster,
  kSentPartition,
  kSentTopic,
  kSeq,
  kSources,
  kStart,
  kStore,
  kSubject,
  kT,
  kTarget,
  kTo,
  kTombstone,
  kTopic,
  kTopicId,
  kTopics,
  kTxn
};
inline constexpr std::size_t kFields = 63;

// What a value has to be.
enum class FieldKind : std::uint8_t {
  kText,            // a string
  kName,            // a string that is not empty
  kNameOrInt,       // the same, or a whole number
  kInt,             // a whole number in the field's limits
  kIntOrText,       // the same, or a string, which counts as -1
  kSeconds,         // a number
  kSecondsOrPlace,  // the same, or in a `send` an object {topic, partition, offset[, cluster]}
  kFlag,            // true or false
  kWord,            // a string out of a list that depends on the event
  kNames,           // an array of strings
  kInts,            // an array of whole numbers
  kPlaces,          // an array of [topic, partition, offset or null[, topic's id]]
  kTexts,           // an object of strings
  kCounts,          // an object of events' names and whole numbers
  kDifferences      // an array of [kind, offset, count] or [kind, offset, count, detail]
};

struct FieldForm {
  Field field;
  std::string_view name;
  FieldKind kind;
  std::int64_t least = 0, most = 0;  // for whole numbers
};
std::span<const FieldForm> FieldForms();  // in order of Field
inline const FieldForm& FormOf(Field field) {
  return FieldForms()[static_cast<std::size_t>(field)];
}

using FieldSet = std::uint64_t;
constexpr FieldSet Bit(Field field) { return FieldSet{1} << static_cast<unsigned>(field); }

struct EventForm {
  EventType type;
  const char* name;
  FieldSet required;
  FieldSet optional;
  FieldSet nullable;    // required ones that may be null
  bool others = false;  // other keys are the event's contents (`config`, `run`)
};
std::span<const EventForm> EventForms();  // in order of EventType
inline const EventForm& FormOf(EventType type) {
  return EventForms()[static_cast<std::size_t>(type)];
}

// What a kWord may say in this event, in the order of its numbers; empty where the event has no
// such field.
std::span<const char* const> WordsOf(EventType type, Field field);
// The word for one value of the enum that they stand for.
template <typename Enum>
const char* WordOf(EventType type, Field field, Enum value) {
  return WordsOf(type, field)[static_cast<std::size_t>(value)];
}

// What an `assign` names.
struct AssignItem {
  std::string topic;
  std::int32_t partition = 0;
  std::optional<std::int64_t> offset = std::nullopt;
  std::string topic_id = {};
};

// What a `send` was made from.
struct InputItem {
  std::string cluster, topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
};

// What a `replica` names.
struct DifferenceItem {
  std::size_t kind = 0;  // place in DifferenceKinds()
  std::int64_t offset = 0, count = 0;
  std::string detail = {};
};
// "lacks", "differs", "extra", "deleted": as ReplicaFact::Difference::Kind.
std::span<const char* const> DifferenceKinds();

// What an `end` counts.
struct CountItem {
  EventType type = EventType::kNote;
  std::uint64_t count = 0;
};

// A key of `config` or `run` that is no field.
struct OtherValue {
  enum class Kind : std::uint8_t { kText, kNumber, kFlag, kList, kObject };
  std::string key;
  Kind kind = Kind::kText;
  std::string text;  // the string itself, "true", "12"; lists and objects as JSON
};

struct Event {
  EventType type = EventType::kNote;
  std::uint64_t line = 0;

  bool Has(Field field) const { return (present & Bit(field)) != 0; }
  const std::string& Text(Field field) const { return texts[static_cast<std::size_t>(field)]; }
  // Whole numbers, flags and words; only of a field that the event has.
  std::int64_t Int(Field field) const { return ints[static_cast<std::size_t>(field)]; }
  std::optional<std::int64_t> MaybeInt(Field field) const {
    return Has(field) ? std::optional(Int(field)) : std::nullopt;
  }
  std::int64_t IntOr(Field field, std::int64_t otherwise) const {
    return Has(field) ? Int(field) : otherwise;
  }
  // Microseconds of a field that is in seconds.
  std::optional<std::int64_t> Micros(Field field) const { return MaybeInt(field); }
  // "main" unless the event names another one.
  std::string_view Cluster() const {
    return Has(Field::kCluster) ? std::string_view(Text(Field::kCluster)) : "main";
  }

  FieldSet present = 0;  // given, and not null
  FieldSet nulls = 0;    // given as null
  std::array<std::int64_t, kFields> ints{};
  std::array<std::string, kFields> texts;
  std::vector<std::string> names;
  std::map<Field, std::vector<std::int32_t>> numbers;
  std::vector<AssignItem> places;
  InputItem input;
  std::vector<DifferenceItem> differences;
  std::vector<CountItem> counts;
  std::map<std::string, std::string> sources;
  std::vector<OtherValue> others;
};

}  // namespace kproof

// What readers, groups and transactions did, as values: what the checks of transactions and of
// consumers are decided from.
//
// A reader that writes none of these was not looked at; that differs from one that did nothing
// wrong. Times of an actor that has no clock in common with the others order its own facts only
// (StoreWriter::MarkUntimed).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/facts.h"

namespace kproof {

enum class TxnOutcome : std::uint8_t { kCommitted = 0, kAborted = 1, kUnknown = 2 };

// The life of one transaction, named by its actor and `name`. What is nothing was not reported.
struct TxnFact {
  std::string name;
  std::optional<RunMicros> began = std::nullopt;
  std::optional<RunMicros> commit_asked = std::nullopt;  // the first time
  std::optional<RunMicros> abort_asked = std::nullopt;   // the first time
  std::optional<RunMicros> ended = std::nullopt;
  std::optional<TxnOutcome> outcome = std::nullopt;  // the last word; nothing: it has no end
};

enum class RunCause : std::uint8_t {
  kAssigned = 0,   // the partition was assigned, or given another position
  kSeek = 1,       // the client moved itself
  kStepBack = 2,   // it returned an offset below where it stood, and nobody had asked for that
  kUnassigned = 3  // no assignment is known: who knows where it stood and for how long
};

// What one reader got from one partition in strictly ascending offsets while nothing moved it.
// `position` is the next offset that it would return when the run began; nothing: the first read
// sets it. A seek of a reader that stands nowhere is a run without reads. Runs of one assignment
// share its number; nothing: no assignment is known.
struct ReadRun {
  std::uint64_t number = 0;  // of this actor, from 0, in the order in which they began
  std::optional<std::uint64_t> assignment;  // of this actor
  std::string cluster = "main";
  std::string topic;
  std::int32_t partition = 0;
  Isolation isolation = Isolation::kUncommitted;
  std::string group;  // "": none
  RunCause cause = RunCause::kAssigned;
  std::optional<std::int64_t> position;
  RunMicros at = 0;
  std::string topic_id = {};  // "": nobody said
};

// Effects of an application at ascending offsets of one partition, within one second. A second
// effect at an offset goes into another one.
struct Processed {
  std::string cluster = "main";
  std::string group;
  std::string topic;
  std::int32_t partition = 0;
  OffsetRun offsets;
  RunMicros from = 0, to = 0;  // of the first and the last effect
  std::string topic_id = {};   // "": nobody said
};

// Where a group's offset is kept: by the group's coordinator, or beside the application's results.
enum class CommitStore : std::uint8_t { kKafka = 0, kExternal = 1 };

// A group's claim that everything below `offset` is done, and what became of it.
struct GroupCommit {
  std::string cluster = "main";
  std::string group;
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  Outcome outcome = Outcome::kAcked;
  RunMicros at = 0;                               // when it was answered
  std::optional<RunMicros> asked = std::nullopt;  // when it was asked for; nothing: at `at`
  std::string txn = {};  // of the actor: it counts where that committed; "": none
  CommitStore store = CommitStore::kKafka;
  std::string topic_id = {};  // "": nobody said
};

// Somebody set a group's offset on purpose, to deliver records again or to leave some out.
struct GroupReset {
  std::string cluster = "main";
  std::string group;
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  RunMicros at = 0;
  std::string topic_id = {};  // "": nobody said
};

struct PlaceId {
  std::string cluster = "main";
  std::string topic;
  std::int32_t partition = 0;
  auto operator<=>(const PlaceId&) const = default;
};

struct AssignedPlace {
  PlaceId place;
  std::optional<std::int64_t> position;  // nothing: unknown, the first read sets it
  std::string topic_id = {};             // "": nobody said
};

enum class AssignHow : std::uint8_t { kSubscribe = 0, kManual = 1 };

// One member was assigned exactly these places; none: an eager rebalance began, or it left.
struct Assignment {
  std::string cluster = "main";
  std::string group;             // "": that of the member's reads
  std::optional<AssignHow> how;  // nothing: subscribe where it has a group
  std::optional<std::int32_t> generation;
  RunMicros at = 0;
  std::vector<AssignedPlace> places;
};

}  // namespace kproof

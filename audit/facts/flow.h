// What readers, groups and transactions did, as values: what the checks of transactions and of
// consumers are decided from.
//
// A reader that writes none of these was not looked at; that differs from one that did nothing
// wrong. Times of an actor that has no clock in common with the others order its own facts only
// (StoreWriter::MarkUntimed).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "audit/facts/facts.h"

namespace kproof {

enum class TxnOutcome : std::uint8_t { kCommitted = 0, kAborted = 1, kUnknown = 2 };

// The life of one transaction, named by its actor and `name`. What is nothing was not told.
struct TxnFact {
  std::string name;
  std::optional<RunMicros> began;
  std::optional<RunMicros> commit_asked;  // the first time
  std::optional<RunMicros> abort_asked;   // the first time
  std::optional<RunMicros> ended;
  std::optional<TxnOutcome> outcome;  // the last word; nothing: it has no end
};

enum class RunCause : std::uint8_t {
  kAssigned = 0,   // the partition was assigned, or given another position
  kSeek = 1,       // the client moved itself
  kStepBack = 2,   // it returned an offset below where it stood, and nobody had asked for that
  kUnassigned = 3  // no assignment is known: who knows where it stood and for how long
};

// What one reader got from one partition in strictly ascending offsets while nothing moved it.
// `position` is the next offset that it would return when the run began; nothing: the first read
// sets it. Runs of one assignment share its number; nothing: no assignment is known.
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
};

// A group's claim that everything below `offset` is done, and what became of it.
struct GroupCommit {
  std::string cluster = "main";
  std::string group;
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  Outcome outcome = Outcome::kAcked;
  RunMicros at = 0;
};

}  // namespace kproof

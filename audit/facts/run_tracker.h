// Turns assignments, seeks and reads of one reader into runs, and effects into rows: what flow.h
// describes.
//
// Not thread-safe; one of each for an actor.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/facts/flow.h"

namespace kproof {

class RunTracker {
 public:
  // Called once for each run: with its first read, or when it is over without one (group "" then).
  using Emit = std::function<void(const ReadRun&)>;
  explicit RunTracker(Emit emit) : emit_(std::move(emit)) {}

  // Topics of one name with different ids are different ones; without an id it is the one that the
  // reader stands in, where that is one.
  //
  // A new assignment of exactly these. One that stays keeps its position unless it is given one.
  void Assign(const std::vector<AssignedPlace>& places, RunMicros at);
  // The client moved itself.
  void Seek(const PlaceId& place, std::int64_t offset, RunMicros at,
            const std::string& topic_id = {});
  // The number of the run that this record belongs to; nothing for a reader without a group of
  // which no assignment is known. A span of reads must not hold records of two runs.
  std::optional<std::uint64_t> Read(const PlaceId& place, Isolation isolation,
                                    const std::string& group, std::int64_t offset, RunMicros at,
                                    const std::string& topic_id = {});
  // The actor ended, or begins another life: nothing is assigned to it. Emits what is left.
  void End();

 private:
  using Key = std::pair<PlaceId, std::string>;  // the topic's id
  struct Standing {
    std::string topic_id;  // "": nobody said
    std::optional<std::uint64_t> assignment;
    std::optional<std::int64_t> position;
    std::optional<ReadRun> begun;  // no read of it yet
    ReadRun run;                   // the last that was emitted
  };
  void Begin(Standing& at, const PlaceId& place, RunCause cause, RunMicros when);
  void Open(Standing& at, Isolation isolation, const std::string& group,
            const std::string& topic_id = {});
  std::map<Key, Standing>::iterator Find(const PlaceId& place, const std::string& topic_id);

  Emit emit_;
  std::map<Key, Standing> standing_;
  std::uint64_t next_run_ = 0;
  std::uint64_t next_assignment_ = 0;
};

class ProcessedTracker {
 public:
  using Emit = std::function<void(const Processed&)>;
  explicit ProcessedTracker(Emit emit) : emit_(std::move(emit)) {}

  void Effect(const PlaceId& place, const std::string& group, std::int64_t offset, RunMicros at,
              const std::string& topic_id = {});
  void Flush();

 private:
  Emit emit_;
  std::map<std::tuple<PlaceId, std::string>, Processed> open_;
};

}  // namespace kproof

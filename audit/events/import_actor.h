// Who wrote events, and when: the order and the times of each actor's events, and what is known of
// its life.
//
// Times are microseconds since the first `t` of the file, rounded down to a whole second. An actor
// without `t` gets a time of its own, one microsecond an event: this orders its events, but can't
// be compared with other times. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/events/complaints.h"
#include "audit/events/event.h"
#include "audit/events/names.h"
#include "audit/facts/facts.h"

namespace kproof {

struct ActorState {
  std::string name;
  std::string cluster;  // the first that it had to do with
  std::string client;
  RunMicros at = 0;      // of its last event
  bool timed = false;    // some event of it had a `t`
  bool untimed = false;  // and some fact of it did not, before the first that had
  std::optional<std::uint64_t> opened, closed;  // lines
  RunMicros opened_at = 0, closed_at = 0;
  std::vector<std::string> holes;  // why facts of it are missing; none are, as far as is known
  std::optional<ActorKind> said;   // the kind that it gave itself
  bool sends = false, consumes = false, reads_finally = false, reads = false;

  bool MayLackFacts() const { return (opened && !closed) || !holes.empty(); }
  ActorKind Kind() const;
};

class ActorImporter {
 public:
  // The actor that `event` names, with `at` set to the event's time. `fact`: whether its time means
  // anything.
  ActorState& Take(const Event& event, bool fact);
  // The time of an event that names no actor; nothing when it has no `t`.
  std::optional<RunMicros> TimeOf(const Event& event);
  // The same of another time that is on the clock of `t`.
  RunMicros Rebase(std::int64_t t);
  // It opens, closes, or has lost facts. Returns whether it has no position from now on.
  bool Life(ActorState& actor, const Event& event, Complaints& complaints);
  // An event stood behind a later one of the same actor: the file has to be sorted first.
  bool disorder() const { return disorder_; }
  ActorState& Named(std::string_view name) { return actors_[NumberOf(name)]; }
  std::deque<ActorState>& actors() { return actors_; }

 private:
  static void Open(ActorState& actor, std::uint64_t line);
  std::uint32_t NumberOf(std::string_view name);

  Names names_;
  std::deque<ActorState> actors_;  // they keep their addresses
  std::optional<RunMicros> base_;
  bool disorder_ = false;
};

}  // namespace kproof

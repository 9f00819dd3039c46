// The time at which a member kills itself because its scenario asks for that: the nth time that it
// comes to a point of its work.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "harness/scenario/scenario.h"

namespace kproof {

enum class CrashAt : std::uint8_t {
  kNever,
  kBeforeProcessing,  // a record was worked on, and its effect has not taken place
  kAfterProcessing,   // its effect has taken place, and nobody was asked to commit it
  kAfterCommit,       // a commit was answered
  // Of whoever sends in transactions:
  kBeforeSend,     // one was begun, and nothing of it was sent
  kBetweenSends,   // half of it was delivered
  kBeforeOffsets,  // all of it was sent, and nobody has the offsets of what it was made from
  kAfterOffsets,   // the coordinator has them
  kBeforeEnd,      // all of it was delivered, and nobody was asked to commit it
  kAfterEnd        // it was committed, and no fact says so
};

class CrashPoint {
 public:
  // Throws Error(kUsage) for a point that is not there.
  explicit CrashPoint(const CrashSpec& crash);

  // Whether it is time now that the member has come to `at`.
  bool Reached(CrashAt at) { return at == at_ && ++count_ == crash_.nth; }
  // "before processing, time 5": for people.
  std::string Text() const;
  // Why it has not crashed, once its work is over; "": nobody asked for that.
  std::string Missed() const;

 private:
  const CrashSpec crash_;
  const CrashAt at_;
  std::int32_t count_ = 0;
};

}  // namespace kproof

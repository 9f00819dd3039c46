// Settings as they may be: the values that were read, and for settings that were not read, each
// value that a client or broker would accept, one after another.
//
// Only what a rule asks for is tried, and of numbers one value on each side of every border that a
// rule has, so all answers are found in a few dozen steps. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "audit/promise/promise.h"

namespace kproof {

inline constexpr std::int64_t kMostInFlight = 5;  // of an idempotent producer, with either client
inline constexpr std::int64_t kNeverFlushed = std::numeric_limits<std::int64_t>::max();

class Possible {
 public:
  Possible(const PromiseSettings& read, const FailureClasses& failures);

  Acks acks();
  bool idempotence();
  std::int64_t in_flight();
  std::int64_t retries();
  Duration delivery_timeout();
  std::int64_t replication();
  std::int64_t min_isr();
  bool unclean();
  bool transactional();
  std::int64_t flush_messages();
  std::int64_t elr();

  // The next combination of values; false once there is none.
  bool Next();

 private:
  template <typename Value>
  Value One(std::optional<Value>& setting, const std::vector<Value>& values);
  bool MustBeIdempotent() const;
  bool CantBeIdempotent() const;
  std::vector<std::int64_t> Replicas() const;

  // Which of how many values of a setting, in the order in which they were asked for.
  struct Choice {
    std::size_t at = 0, of = 0;
  };
  const PromiseSettings read_;
  const FailureClasses& failures_;
  PromiseSettings now_;
  std::vector<Choice> choices_;
  std::size_t asked_ = 0;
};

}  // namespace kproof

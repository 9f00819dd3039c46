// In which hundredths of which seconds of the run something happened, and the silences between.
//
// Sixteen bytes a second, and next to nothing for a minute in which no hundredth was silent: the
// acks of thousands of busy partitions take little, however long a run lasts. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "audit/facts/facts.h"

namespace kproof {

struct Gap {
  RunMicros from = 0, to = 0;
  bool ended = false;  // by an ack (or read) at `to`; else the window closed
  RunMicros length() const { return to - from; }
};

class Pulses {
 public:
  // A pulse of the second in which `from` lies.
  void Add(RunMicros from, const Pulse& pulse);
  void Add(const Pulses& other);

  // Calls take(moment, pulse) for each second that has one, by the moment at which it begins,
  // ascending, until it returns false.
  template <typename Take>
  void EachSecond(const Take& take) const;

 private:
  static constexpr std::int64_t kSeconds = 64;  // of one block
  // By the number of a block: the pulse of each of its seconds. Empty: each hundredth of the block
  // has one.
  std::map<std::int64_t, std::vector<Pulse>> blocks_;
};

// Whether each hundredth has one.
bool IsFull(const Pulse& pulse);
// Whether the hundredth with this number (0 … 99) has one.
bool Has(const Pulse& pulse, unsigned slot);
// What has all of them.
inline constexpr Pulse kFullPulse{~std::uint64_t{0}, ~std::uint64_t{0} >> 28};
inline constexpr RunMicros kSlot = 10'000;  // one hundredth

// The longest time without a pulse between `from` and `to`, both ends counting as the borders of
// gaps. Known to 10 ms.
Gap LongestGap(const Pulses& pulses, RunMicros from, RunMicros to);
// The first pulse at or after `from`; nothing when there is none.
std::optional<RunMicros> FirstPulse(const Pulses& pulses, RunMicros from);

template <typename Take>
void Pulses::EachSecond(const Take& take) const {
  for (const auto& [number, block] : blocks_) {
    for (std::int64_t i = 0; i < kSeconds; ++i) {
      const auto& pulse = block.empty() ? kFullPulse : block[static_cast<std::size_t>(i)];
      const bool none = pulse.low == 0 && pulse.high == 0;
      if (!none && !take((number * kSeconds + i) * kSecond, pulse)) return;
    }
  }
}

}  // namespace kproof

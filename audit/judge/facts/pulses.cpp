#include "audit/judge/facts/pulses.h"

#include <algorithm>

namespace kproof {
namespace {

std::int64_t FloorDivide(std::int64_t number, std::int64_t by) {
  return number >= 0 ? number / by : (number - by + 1) / by;
}

// Calls take(moment) for each hundredth that has a pulse, ascending, until it returns false.
template <typename Take>
bool EachSlot(RunMicros second, const Pulse& pulse, const Take& take) {
  for (unsigned slot = 0; slot < 100; ++slot) {
    if (Has(pulse, slot) && !take(second + static_cast<RunMicros>(slot) * kSlot)) return false;
  }
  return true;
}

}  // namespace

bool IsFull(const Pulse& pulse) {
  return pulse.low == kFullPulse.low && (pulse.high & kFullPulse.high) == kFullPulse.high;
}

bool Has(const Pulse& pulse, unsigned slot) {
  return ((slot < 64 ? pulse.low : pulse.high) >> (slot % 64) & 1U) != 0;
}

// Blocks mostly fill up from their first second to their last, so the last one decides first
// whether one is full.
void Pulses::Add(RunMicros from, const Pulse& pulse) {
  const auto second = SecondOf(from);
  const auto [at, fresh] = blocks_.try_emplace(FloorDivide(second, kSeconds));
  auto& block = at->second;
  if (fresh) block.resize(kSeconds);
  if (block.empty()) return;
  auto& known = block[static_cast<std::size_t>(second - at->first * kSeconds)];
  known.low |= pulse.low;
  known.high |= pulse.high;
  if (std::all_of(block.rbegin(), block.rend(), IsFull)) std::vector<Pulse>().swap(block);
}

void Pulses::Add(const Pulses& other) {
  other.EachSecond([this](RunMicros second, const Pulse& pulse) {
    Add(second, pulse);
    return true;
  });
}

// Within a second without a silent hundredth no gap is longer than a hundredth.
Gap LongestGap(const Pulses& pulses, RunMicros from, RunMicros to) {
  Gap longest{from, from, false};
  RunMicros since = from;
  const auto consider = [&](RunMicros until, bool ended) {
    if (until - since > longest.length()) longest = {since, until, ended};
    since = std::max(since, until);
  };
  pulses.EachSecond([&](RunMicros second, const Pulse& pulse) {
    const bool inside = second >= from && second + kSecond <= to;
    if (inside && IsFull(pulse) && longest.length() >= kSlot) {
      consider(second, true);
      since = second + kSecond - kSlot;
      return true;
    }
    return EachSlot(second, pulse, [&](RunMicros slot) {
      if (slot >= to) return false;
      if (slot >= from) consider(slot, true);
      return true;
    });
  });
  consider(to, false);
  return longest;
}

std::optional<RunMicros> FirstPulse(const Pulses& pulses, RunMicros from) {
  std::optional<RunMicros> first;
  pulses.EachSecond([&](RunMicros second, const Pulse& pulse) {
    if (second + kSecond <= from) return true;
    return EachSlot(second, pulse, [&](RunMicros slot) {
      if (slot + kSlot <= from) return true;
      first = std::max(slot, from);
      return false;
    });
  });
  return first;
}

}  // namespace kproof

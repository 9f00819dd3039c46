// Pulses and the silences between them, against a set of moments.
#include "audit/judge/facts/pulses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "harness/base/random.h"

namespace kproof {
namespace {

using Moments = std::set<RunMicros>;

Pulse At(std::initializer_list<unsigned> hundredths) {
  Pulse pulse;
  for (const auto slot : hundredths) pulse.Mark(static_cast<RunMicros>(slot) * kSlot);
  return pulse;
}

// A second of which each hundredth has a pulse but for these.
Pulse AllBut(std::initializer_list<unsigned> hundredths) {
  Pulse pulse;
  for (unsigned slot = 0; slot < 100; ++slot) {
    if (std::find(hundredths.begin(), hundredths.end(), slot) == hundredths.end())
      pulse.Mark(static_cast<RunMicros>(slot) * kSlot);
  }
  return pulse;
}

Moments MomentsOf(const Pulses& pulses) {
  Moments moments;
  pulses.EachSecond([&](RunMicros second, const Pulse& pulse) {
    for (unsigned slot = 0; slot < 100; ++slot) {
      if (Has(pulse, slot)) moments.insert(second + static_cast<RunMicros>(slot) * kSlot);
    }
    return true;
  });
  return moments;
}

Gap LongestOf(const Moments& moments, RunMicros from, RunMicros to) {
  Gap longest{from, from, false};
  auto since = from;
  for (const auto moment : moments) {
    if (moment < from || moment >= to) continue;
    if (moment - since > longest.length()) longest = {since, moment, true};
    since = moment;
  }
  return to - since > longest.length() ? Gap{since, to, false} : longest;
}

void ExpectGap(const Pulses& pulses, RunMicros from, RunMicros to) {
  const auto expected = LongestOf(MomentsOf(pulses), from, to);
  const auto found = LongestGap(pulses, from, to);
  EXPECT_EQ(std::pair(found.from, found.to), std::pair(expected.from, expected.to))
      << "between " << from << " and " << to;
  EXPECT_EQ(found.ended, expected.ended);
}

// Seconds mostly without a silence, in any order, some before the run began.
TEST(Pulses, HoldWhatWasAddedInAnyOrder) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    Pulses pulses;
    Moments added;
    const auto length = 1 + random.Below(200);
    const bool ascending = random.Below(2) == 0;
    for (std::uint64_t i = 0; i < 2 * length; ++i) {
      const auto second =
          static_cast<RunMicros>(ascending ? i / 2 : random.Below(length)) - RunMicros{70};
      const Pulse pulse =
          random.Below(20) != 0 ? kFullPulse : Pulse{random.Next(), random.Next() >> 28};
      pulses.Add(second * kSecond + static_cast<RunMicros>(random.Below(1'000'000)), pulse);
      for (unsigned slot = 0; slot < 100; ++slot) {
        if (Has(pulse, slot)) added.insert(second * kSecond + static_cast<RunMicros>(slot) * kSlot);
      }
    }
    EXPECT_EQ(MomentsOf(pulses), added);
    for (int window = 0; window < 20; ++window) {
      const auto from = static_cast<RunMicros>(random.Below(300'000'000)) - 100'000'000;
      ExpectGap(pulses, from, from + static_cast<RunMicros>(random.Below(200'000'000)));
      const auto first = std::find_if(added.begin(), added.end(),
                                      [&](RunMicros moment) { return moment + kSlot > from; });
      EXPECT_EQ(FirstPulse(pulses, from),
                first == added.end() ? std::nullopt : std::optional(std::max(*first, from)));
    }
  }
}

TEST(Pulses, AMinuteWithOneSilentHundredthIsNotFull) {
  for (const unsigned silent : {0U, 63U, 64U, 99U}) {
    for (const RunMicros where : {0, 31, 63}) {
      Pulses pulses;
      for (RunMicros second = 0; second < 64; ++second)
        pulses.Add(second * kSecond, second == where ? AllBut({silent}) : kFullPulse);
      EXPECT_EQ(MomentsOf(pulses).size(), 6'399u);
      ExpectGap(pulses, 0, 64 * kSecond);
      pulses.Add(where * kSecond, At({silent}));
      EXPECT_EQ(MomentsOf(pulses).size(), 6'400u);
    }
  }
}

TEST(Pulses, ASilenceIsTheSameBesideSecondsWithoutOne) {
  Pulses pulses;
  for (RunMicros second = 0; second < 200; ++second) pulses.Add(second * kSecond, kFullPulse);
  pulses.Add(200 * kSecond, At({1}));
  ExpectGap(pulses, 0, 201 * kSecond);
  ExpectGap(pulses, 0, 200 * kSecond);
  ExpectGap(pulses, 0, 200 * kSecond + 2 * kSlot);
  ExpectGap(pulses, 5, 90 * kSecond + 5);
  ExpectGap(pulses, -10 * kSecond, 10 * kSecond);
}

TEST(Pulses, OfOthersAreAdded) {
  Pulses pulses, other;
  pulses.Add(0, At({1}));
  other.Add(0, At({2}));
  other.Add(-1, At({99}));
  pulses.Add(other);
  EXPECT_EQ(MomentsOf(pulses), (Moments{-kSlot, kSlot, 2 * kSlot}));
}

}  // namespace
}  // namespace kproof

// Chains read back what was pushed, whatever its order; sets of offsets are those that were added.
#include "audit/judge/records/chain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "audit/judge/facts/offset_set.h"
#include "harness/base/random.h"

namespace kproof {
namespace {

using Record = std::tuple<std::uint64_t, std::int64_t, std::int32_t, RunMicros, RunMicros>;

void Append(const Piece& piece, std::vector<Record>& records) {
  for (std::uint64_t i = 0; i < piece.count; ++i) {
    const auto offset = piece.offset < 0 ? -1 : piece.offset + static_cast<std::int64_t>(i);
    records.emplace_back(piece.sequence + i, offset, piece.partition, piece.at, piece.until);
  }
}

TEST(Chains, ReadBackWhatWasPushed) {
  Random random(3);
  for (int trial = 0; trial < 200; ++trial) {
    Chains chains;
    std::vector<Record> pushed, found;
    for (int i = 0; i < 60; ++i) {
      Piece piece{random.Below(200), 1 + random.Below(5), -1};
      if (random.Below(5) != 0) piece.offset = static_cast<std::int64_t>(random.Below(300));
      piece.partition = static_cast<std::int32_t>(random.Below(2));
      piece.at = static_cast<RunMicros>(random.Below(3)) - 1;
      piece.until = piece.at + static_cast<RunMicros>(random.Below(2)) * 900'000;
      chains.Push(piece);
      Append(piece, pushed);
    }
    for (const auto& chain : chains.all()) {
      Chain::Reader reader(chain);
      std::uint64_t next = 0;
      for (Piece piece; reader.Next(piece);) {
        EXPECT_GE(piece.sequence, next);
        next = piece.end();
        Append(piece, found);
      }
    }
    std::sort(pushed.begin(), pushed.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, pushed);
  }
}

TEST(Chains, EachSecondRecordTwiceMakesTwo) {
  Chains chains;
  std::int64_t offset = 0;
  for (std::uint64_t sequence = 0; sequence < 1'000; ++sequence) {
    for (std::uint64_t copy = 0; copy < 1 + sequence % 2; ++copy)
      chains.Push({sequence, 1, offset++});
  }
  EXPECT_EQ(chains.all().size(), 2u);
}

TEST(OffsetSet, HoldsWhatWasAdded) {
  Random random(5);
  const std::uint64_t base = (std::uint64_t{1} << 32) - 200;  // around the end of a bitmap
  std::set<std::uint64_t> one, other;
  OffsetSet set, second;
  for (int i = 0; i < 80; ++i) {
    const auto first = base + random.Below(400);
    const Range range{first, first + 1 + random.Below(6)};
    auto& numbers = i % 2 == 0 ? one : other;
    (i % 2 == 0 ? set : second).Add(range);
    for (auto offset = range.first; offset < range.end; ++offset) numbers.insert(offset);
  }
  EXPECT_EQ(set.size(), one.size());
  std::uint64_t both = 0, below = 0;
  for (auto offset = base; offset < base + 420; ++offset) {
    EXPECT_EQ(set.Contains(offset), one.contains(offset));
    EXPECT_EQ(set.CountBelow(offset), below);
    below += one.contains(offset) ? 1 : 0;
    both += one.contains(offset) && other.contains(offset) ? 1 : 0;
  }
  EXPECT_EQ(set.And(second).size(), both);
  EXPECT_FALSE(set.Overlaps({0, base}));
}

}  // namespace
}  // namespace kproof

#include "audit/facts/histogram.h"

#include <gtest/gtest.h>

#include <limits>

#include "harness/base/error.h"
#include "harness/base/random.h"

namespace kproof {
namespace {

TEST(Histogram, EveryValueLiesInABucketAtMostASixteenthWide) {
  std::int64_t previous_end = -1;
  const auto last = Histogram::BucketOf(std::numeric_limits<std::int64_t>::max());
  for (std::uint16_t bucket = 0; bucket <= last; ++bucket) {
    const auto begin = previous_end + 1;
    const auto end = Histogram::UpperEnd(bucket);
    EXPECT_EQ(Histogram::BucketOf(begin), bucket);
    EXPECT_EQ(Histogram::BucketOf(end), bucket);
    EXPECT_LE(end - begin, begin / 16) << "bucket " << bucket;
    previous_end = end;
  }
  EXPECT_EQ(previous_end, std::numeric_limits<std::int64_t>::max());
}

TEST(Histogram, QuantilesAreUpperEndsOfTheirBuckets) {
  Histogram histogram;
  EXPECT_EQ(histogram.Quantile(0.5), 0);
  for (int i = 1; i <= 1000; ++i) histogram.Add(i);
  EXPECT_EQ(histogram.count(), 1000u);
  EXPECT_EQ(histogram.Quantile(0.5), Histogram::UpperEnd(Histogram::BucketOf(500)));
  EXPECT_EQ(histogram.Quantile(0.99), Histogram::UpperEnd(Histogram::BucketOf(990)));
  EXPECT_EQ(histogram.Quantile(1.0), Histogram::UpperEnd(Histogram::BucketOf(1000)));
  Histogram one;
  one.Add(-5);
  EXPECT_EQ(one.Quantile(0.001), 0);
}

TEST(Histogram, PackedReadsBackWhateverTheOrderOfAdding) {
  Random random(3);
  Histogram up;
  Histogram down;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 500; ++i)
    values.push_back(static_cast<std::int64_t>(random.Next() >> (1 + random.Below(62))));
  for (auto value : values) up.Add(value, 3);
  for (auto it = values.rbegin(); it != values.rend(); ++it) down.Add(*it, 3);
  EXPECT_EQ(up, down);
  EXPECT_EQ(up.Pack(), down.Pack());
  EXPECT_EQ(Histogram::Unpack(up.Pack()), up);
  Histogram sum = up;
  sum.Add(down);
  EXPECT_EQ(sum.count(), 3000u);
  EXPECT_EQ(Histogram().Pack(), "");
  EXPECT_TRUE(Histogram::Unpack("").empty());
}

TEST(Histogram, DamageIsAnError) {
  EXPECT_THROW(Histogram::Unpack("\x01"), Error);
  EXPECT_THROW(Histogram::Unpack(std::string("\x01\x00", 2)), Error);
  EXPECT_THROW(Histogram::Unpack("\xff\xff\x7f\x01"), Error);
}

}  // namespace
}  // namespace kproof

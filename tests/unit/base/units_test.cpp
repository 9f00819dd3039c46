#include "harness/base/units.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct DurationCase {
  const char* text;
  std::optional<Duration> want;
};

class ParseDurationOf : public testing::TestWithParam<DurationCase> {};

TEST_P(ParseDurationOf, IsStrict) { EXPECT_EQ(ParseDuration(GetParam().text), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    Units, ParseDurationOf,
    testing::Values(DurationCase{"3s", seconds(3)}, DurationCase{"250ms", milliseconds(250)},
                    DurationCase{"1.5s", milliseconds(1500)}, DurationCase{"2min", minutes(2)},
                    DurationCase{"3", std::nullopt}, DurationCase{"3 s", std::nullopt},
                    DurationCase{"-3s", std::nullopt}, DurationCase{"s", std::nullopt},
                    DurationCase{"1e3s", std::nullopt}, DurationCase{"3m", std::nullopt},
                    DurationCase{"1.2.3s", std::nullopt}, DurationCase{"", std::nullopt},
                    DurationCase{"2h", std::chrono::hours(2)}, DurationCase{"7us", Duration(7)},
                    DurationCase{".5s", std::nullopt}, DurationCase{"5.s", std::nullopt},
                    DurationCase{"9999999999999h", std::nullopt}));

TEST(FormatDuration, ReadsBackToTheSameValue) {
  for (const std::int64_t micros :
       {0L, 1L, 999L, 1'000L, 250'000L, 1'000'000L, 90'000'000L, 120'000'000L})
    EXPECT_EQ(ParseDuration(FormatDuration(Duration(micros))), Duration(micros));
}

TEST(ParseBytes, KnowsBothKindsOfKilo) {
  EXPECT_EQ(ParseBytes("256B"), 256u);
  EXPECT_EQ(ParseBytes("1KB"), 1'000u);
  EXPECT_EQ(ParseBytes("1KiB"), 1'024u);
  EXPECT_EQ(ParseBytes("1kb"), std::nullopt);
  EXPECT_EQ(ParseBytes("256"), std::nullopt);
}

TEST(ParseBytes, RefusesWhatNoMachineHolds) {
  EXPECT_EQ(ParseBytes("1000000000GiB"), 1'000'000'000ull << 30);
  EXPECT_EQ(ParseBytes("1000000001B"), std::nullopt);
  EXPECT_EQ(ParseBytes("99999999999999999999B"), std::nullopt);
}

TEST(ParseInt, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(ParseInt("-7"), -7);
  for (const char* text : {"", "7x", "7 ", " 7", "+7", "0x7", "99999999999999999999"})
    EXPECT_EQ(ParseInt(text), std::nullopt) << text;
}

TEST(ParseRate, NeedsItsUnitAndMoreThanZero) {
  EXPECT_EQ(ParseRate("2000/s"), 2000.0);
  EXPECT_EQ(ParseRate("0.5/s"), 0.5);
  EXPECT_EQ(ParseRate("0/s"), std::nullopt);
  EXPECT_EQ(ParseRate("2000"), std::nullopt);
}

}  // namespace
}  // namespace kproof

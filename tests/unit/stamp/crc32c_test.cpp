// Both ways of the checksum against each other: a machine without the instruction must not call
// sound records corrupt.
#include "harness/stamp/crc32c.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "harness/base/random.h"

namespace kproof {
namespace {

using Way = std::uint32_t (*)(std::span<const std::byte>, std::uint32_t);

std::span<const std::byte> Bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::vector<std::byte> RandomBytes(Random& random, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::byte>(random.Below(256));
  return bytes;
}

std::vector<Way> Ways() {
  std::vector<Way> ways{Crc32c, crc32c::ByTable};
  if (crc32c::HasInstruction()) ways.push_back(crc32c::ByInstruction);
  return ways;
}

TEST(Crc32c, MatchesThePublishedValuesByEveryWay) {
  const std::vector<std::byte> zeros(32), ones(32, std::byte{0xFF});
  for (const Way way : Ways()) {
    EXPECT_EQ(way(Bytes("123456789"), 0), 0xE3069283u);
    EXPECT_EQ(way(zeros, 0), 0x8A9136AAu);  // RFC 3720, appendix B.4
    EXPECT_EQ(way(ones, 0), 0x62A8AB43u);
    EXPECT_EQ(way({}, 0), 0u);
  }
}

TEST(Crc32c, GoesOnWhereItStoppedByEveryWay) {
  for (const Way way : Ways()) {
    EXPECT_EQ(way(Bytes("6789"), way(Bytes("12345"), 0)), 0xE3069283u);
    EXPECT_EQ(way({}, 0xE3069283u), 0xE3069283u);
  }
}

TEST(Crc32c, InstructionAndTableAgreeOnRandomLengthsChainedAtRandomPlaces) {
  if (!crc32c::HasInstruction()) GTEST_SKIP() << "this processor has no CRC-32C instruction";
  Random random(7);
  for (int i = 0; i < 2'000; ++i) {
    const auto bytes = RandomBytes(random, random.Below(300));
    const auto whole = std::span(bytes);
    const auto cut = static_cast<std::size_t>(random.Below(bytes.size() + 1));
    const auto by_table = crc32c::ByTable(whole);
    ASSERT_EQ(crc32c::ByInstruction(whole), by_table) << bytes.size();
    ASSERT_EQ(crc32c::ByTable(whole.subspan(cut), crc32c::ByInstruction(whole.first(cut))),
              by_table)
        << bytes.size() << " cut at " << cut;
    ASSERT_EQ(crc32c::ByInstruction(whole.subspan(cut), crc32c::ByTable(whole.first(cut))),
              by_table)
        << bytes.size() << " cut at " << cut;
  }
}

}  // namespace
}  // namespace kproof

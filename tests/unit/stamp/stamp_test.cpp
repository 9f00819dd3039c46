#include "harness/stamp/stamp.h"

#include <gtest/gtest.h>

#include <cstring>

#include "harness/base/error.h"
#include "harness/base/random.h"

namespace kproof {
namespace {

TEST(Stamp, IsLaidOutAsTheContractSays) {
  const Stamp stamp{.origin = 0x01020304,
                    .life = 0x05060708,
                    .partition = 0x1122,
                    .sequence = 0x1112131415161718,
                    .created_us = 0x2122232425262728,
                    .value_crc32c = 0x31323334,
                    .in_transaction = true,
                    .resend = true};
  const unsigned char want[32] = {1,    3,    0x11, 0x22, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07,
                                  0x08, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x21, 0x22,
                                  0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x31, 0x32, 0x33, 0x34};
  EXPECT_EQ(std::memcmp(Encode(stamp).data(), want, sizeof want), 0);
}

TEST(Stamp, DecodesWhatItEncoded) {
  Random random(7);
  for (int i = 0; i < 1000; ++i) {
    const Stamp stamp{.origin = static_cast<std::uint32_t>(random.Next()),
                      .life = static_cast<std::uint32_t>(random.Next()),
                      .partition = static_cast<std::uint16_t>(random.Next()),
                      .sequence = random.Next(),
                      .created_us = static_cast<std::int64_t>(random.Next()),
                      .value_crc32c = static_cast<std::uint32_t>(random.Next()),
                      .in_transaction = random.Below(2) == 1,
                      .resend = random.Below(2) == 1};
    EXPECT_EQ(Decode(Encode(stamp)), stamp);
  }
}

TEST(Stamp, RefusesAnotherLengthAndAnotherVersion) {
  auto bytes = Encode(Stamp{});
  EXPECT_THROW(Decode(std::span(bytes).first(31)), Error);
  bytes[0] = std::byte{2};
  EXPECT_THROW(Decode(bytes), Error);
}

}  // namespace
}  // namespace kproof

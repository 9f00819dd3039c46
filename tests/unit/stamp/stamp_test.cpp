#include "harness/stamp/stamp.h"

#include <gtest/gtest.h>

#include <cstring>
#include <span>

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
                    .resend = true,
                    .topic_crc32c = 0x41424344};
  const unsigned char want[36] = {2,    3,    0x11, 0x22, 0x01, 0x02, 0x03, 0x04, 0x05,
                                  0x06, 0x07, 0x08, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16,
                                  0x17, 0x18, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27,
                                  0x28, 0x31, 0x32, 0x33, 0x34, 0x41, 0x42, 0x43, 0x44};
  EXPECT_EQ(Encode(stamp).size(), sizeof want);
  EXPECT_EQ(std::memcmp(Encode(stamp).data(), want, sizeof want), 0);
}

// The check value of CRC-32C, and the figure that docs/stamp.md gives.
TEST(Stamp, ATopicIsTheChecksumOfItsName) {
  EXPECT_EQ(TopicChecksum("123456789"), 0xe3069283u);
  EXPECT_EQ(TopicChecksum("payments"), 0x438fc72au);
  EXPECT_EQ(TopicChecksum(""), 0u);
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
                      .resend = random.Below(2) == 1,
                      .topic_crc32c = static_cast<std::uint32_t>(random.Next())};
    EXPECT_EQ(Decode(Encode(stamp)), stamp);
  }
}

// 32 bytes as kproof wrote them before; they do not say which topic.
TEST(Stamp, Version1StaysReadable) {
  Stamp stamp{.origin = 7,
              .life = 3,
              .partition = 5,
              .sequence = 9,
              .created_us = 1'700'000'000'000'000,
              .value_crc32c = 0x31323334,
              .in_transaction = false,
              .resend = true,
              .topic_crc32c = 0x41424344};
  auto bytes = Encode(stamp);
  bytes[0] = std::byte{1};
  stamp.topic_crc32c.reset();
  EXPECT_EQ(Decode(std::span(bytes).first(32)), stamp);
}

TEST(Stamp, RefusesAnotherVersionAndTheLengthOfAnotherVersion) {
  auto bytes = Encode(Stamp{.topic_crc32c = 1});
  for (const std::size_t size : {0, 1, 31, 32, 33, 35})
    EXPECT_THROW(Decode(std::span(bytes).first(size)), Error) << size;
  bytes[0] = std::byte{1};
  for (const std::size_t size : {0, 1, 31, 33, 36})
    EXPECT_THROW(Decode(std::span(bytes).first(size)), Error) << size;
  for (const int version : {0, 3, 255}) {
    bytes[0] = std::byte{static_cast<unsigned char>(version)};
    EXPECT_THROW(Decode(bytes), Error) << version;
    EXPECT_THROW(Decode(std::span(bytes).first(32)), Error) << version;
  }
}

}  // namespace
}  // namespace kproof

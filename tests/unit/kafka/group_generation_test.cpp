// The generation in the bytes that librdkafka makes; tests/broker asks a live member.
#include "harness/kafka/group_generation.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

namespace kproof {
namespace {

// As rd_kafka_consumer_group_metadata_write lays it out.
std::string MetadataOf(std::int32_t generation) {
  std::string bytes = "CGMDv2:";
  bytes.append(reinterpret_cast<const char*>(&generation), sizeof generation);
  return bytes + std::string("billing\0member-1\0", 17) + '\0';
}

TEST(GenerationIn, IsWhatStandsBehindTheBeginning) {
  EXPECT_EQ(GenerationIn(MetadataOf(0)), 0);
  EXPECT_EQ(GenerationIn(MetadataOf(7)), 7);
  EXPECT_EQ(GenerationIn(MetadataOf(0x01020304)), 0x01020304);
}

TEST(GenerationIn, OfNobodyInAGroupThereIsNone) {
  EXPECT_EQ(GenerationIn(MetadataOf(-1)), std::nullopt);
}

TEST(GenerationIn, BytesOfAnotherVersionSayNothing) {
  EXPECT_EQ(GenerationIn("CGMDv3:" + MetadataOf(7).substr(7)), std::nullopt);
  EXPECT_EQ(GenerationIn(MetadataOf(7).substr(0, 10)), std::nullopt);
  EXPECT_EQ(GenerationIn(""), std::nullopt);
}

}  // namespace
}  // namespace kproof

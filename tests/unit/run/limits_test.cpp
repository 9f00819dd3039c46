// What a valid scenario may ask for, its agents carry out: their limits are the same.
#include "harness/base/limits.h"

#include <gtest/gtest.h>

#include "harness/agent/config.h"
#include "harness/agent/payload.h"
#include "harness/base/error.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

std::string ConfigWith(std::uint64_t value_bytes) {
  ProducerConfig config;
  config.actor = "checkout-0";
  config.topics = {{"payments", 1}};
  config.value_bytes = value_bytes;
  return ToJson(config);
}

TEST(Limits, OfValuesAreThoseOfAgents) {
  EXPECT_EQ(ParseBytes(kMostValueText), kMostValueBytes);
  EXPECT_NO_THROW(ProducerConfigFromJson(ConfigWith(kMostValueBytes)));
  EXPECT_THROW(ProducerConfigFromJson(ConfigWith(kMostValueBytes + 1)), Error);
}

TEST(Limits, OfKeysAreThoseOfAgents) {
  EXPECT_EQ(std::to_string(kMostKeys), kMostKeysText);
  EXPECT_NO_THROW(PlaceChooser({{"payments", 1}}, kMostKeys, 64, 16'384));
  EXPECT_THROW(PlaceChooser({{"payments", 1}}, kMostKeys + 1, 64, 16'384), Error);
}

}  // namespace
}  // namespace kproof

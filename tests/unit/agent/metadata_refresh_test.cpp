// When agents look for new partitions.
#include "harness/agent/metadata_refresh.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

constexpr RunMicros kMs = 1000;

MetadataRefresh Every(const std::string& value) {
  return MetadataRefresh(
      {{.key = "acks", .value = "1", .origin = ""},
       {.key = "topic.metadata.refresh.interval.ms", .value = value, .origin = ""}});
}

TEST(MetadataRefresh, IsDueAtFirstAndThenAfterEachInterval) {
  auto refresh = Every("500");
  EXPECT_TRUE(refresh.Due(7 * kMs));
  EXPECT_FALSE(refresh.Due(506 * kMs));
  EXPECT_TRUE(refresh.Due(507 * kMs));
  EXPECT_FALSE(refresh.Due(1000 * kMs));
  EXPECT_TRUE(refresh.Due(9000 * kMs));
}

TEST(MetadataRefresh, IsNeverDueWhereItIsOff) {
  EXPECT_FALSE(Every("-1").Due(1'000'000'000 * kMs));
  EXPECT_FALSE(MetadataRefresh(std::vector<ClientSetting>()).Due(1'000'000'000 * kMs));
  EXPECT_FALSE(MetadataRefresh().Due(1'000'000'000 * kMs));
}

}  // namespace
}  // namespace kproof

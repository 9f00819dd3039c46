// The probe says what works, and leaves nothing behind.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/inject/network_probe.h"
#include "tests/unit/fault/hosts.h"

namespace kproof {
namespace {

TEST_F(Hosts, TheProbeHasAReasonForWhatDoesNotWorkAndLeavesNothing) {
  const auto features = ProbeNetwork();
  EXPECT_EQ(features.size(), 6u);
  for (const auto& feature : features) {
    EXPECT_EQ(feature.works, feature.reason.empty()) << feature.name << ": " << feature.reason;
    EXPECT_EQ(feature.works, feature.remedy.empty()) << feature.name;
    RecordProperty(feature.name, feature.works ? "works" : feature.reason);
    // The tests around this one stand on it.
    EXPECT_TRUE(feature.works || !feature.name.starts_with("bridge")) << feature.reason;
  }
  ExpectNothingLeft();
  EXPECT_THROW((void)ProbeNetworkFeature("telepathy"), Error);
}

}  // namespace
}  // namespace kproof

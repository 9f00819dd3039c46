// What is prepared for a scenario is what its faults need and no more.
#include "harness/run/equipment.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

Scenario WithFault(const std::string& fault) {
  Scenario scenario;
  scenario.clusters["main"] = {};
  if (fault.empty()) return scenario;
  StepSpec step;
  step.fault = fault;
  scenario.steps.push_back(step);
  return scenario;
}

ClusterSetup Prepared(const std::string& fault) {
  Equipment equipment(WithFault(fault), RunPlace{});
  ClusterSetup setup;
  equipment.Prepare(setup);
  return setup;
}

TEST(Equipment, HasProxiesOnlyForFaultsOfRequests) {
  EXPECT_TRUE(Prepared("delay-requests").proxied);
  EXPECT_FALSE(Prepared("kill").proxied);
  EXPECT_FALSE(Prepared("").proxied);
}

TEST(Equipment, HasNoShimAndNoDisksThatNoFaultNeeds) {
  for (const char* fault : {"", "kill", "delay-requests"}) {
    const auto setup = Prepared(fault);
    EXPECT_FALSE(setup.environment) << fault;
    EXPECT_FALSE(setup.own_disks) << fault;
  }
}

TEST(Equipment, OnLoopbackHasItsNetworkAndNoFilter) {
  const Equipment equipment(WithFault("kill"), RunPlace{});
  EXPECT_EQ(equipment.network()->mode(), "loopback");
  const auto mechanisms = equipment.For("main");
  EXPECT_EQ(mechanisms.network, equipment.network().get());
  EXPECT_EQ(mechanisms.filter, nullptr);
  EXPECT_EQ(mechanisms.wire, nullptr);
  EXPECT_EQ(mechanisms.proxies, nullptr);
  EXPECT_EQ(mechanisms.shims, nullptr);
}

TEST(Equipment, IsRefusedWhereAFaultNeedsMore) {
  try {
    const Equipment equipment(WithFault("cut"), RunPlace{});
    ADD_FAILURE() << "a cut on loopback";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
  }
}

}  // namespace
}  // namespace kproof

// What a scenario's faults need is known from its steps, words of parameters included.
#include "harness/run/place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

using testing::ElementsAre;

Scenario PowerLossBy(const std::vector<std::string>& words) {
  Scenario scenario;
  for (const auto& word : words) {
    StepSpec step;
    step.fault = "power-loss";
    step.with = {{"by", word}};
    scenario.steps.push_back(step);
  }
  return scenario;
}

TEST(Needs, DependOnTheWord) {
  EXPECT_THAT(Needs(PowerLossBy({"shim"})), ElementsAre(Need::kData, Need::kProcess, Need::kShim));
  EXPECT_THAT(Needs(PowerLossBy({"filesystem"})),
              ElementsAre(Need::kDisk, Need::kProcess, Need::kSandbox));
  EXPECT_THAT(Needs(PowerLossBy({"filesystem", "shim"})),
              ElementsAre(Need::kData, Need::kDisk, Need::kProcess, Need::kSandbox, Need::kShim));
}

TEST(Needs, AreThoseOfTheFallbackWhereNothingIsGiven) {
  EXPECT_THAT(NeedsOf(FindFault("power-loss"), {}),
              ElementsAre(Need::kData, Need::kProcess, Need::kShim));
  EXPECT_THAT(NeedsOf(FindFault("cut"), {}), ElementsAre(Need::kSandbox));
  EXPECT_THAT(NeedsOf(FindFault("kill"), {}), ElementsAre(Need::kProcess));
  EXPECT_TRUE(NeedsOf(FindFault("reassign"), {}).empty());
}

// A misspelt word would need nothing and be told only when the fault is made.
TEST(Needs, AreOfWordsThatThereAre) {
  for (const auto& type : Faults()) {
    for (const auto& param : type.params) {
      for (const auto& [word, needs] : param.needs)
        EXPECT_THAT(param.words, testing::Contains(word)) << type.name << " " << param.name;
    }
  }
}

TEST(Missing, OnLoopbackIsTheSandbox) {
  const auto missing = Missing(Needs(PowerLossBy({"filesystem"})), RunPlace{});
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->what, "needs the private sandbox");
}

TEST(RunsOnLoopback, IsWhatNeedsNeitherSandboxNorDisk) {
  EXPECT_TRUE(RunsOnLoopback(Scenario{}));
  EXPECT_TRUE(RunsOnLoopback(PowerLossBy({"shim"})));
  EXPECT_FALSE(RunsOnLoopback(PowerLossBy({"filesystem", "shim"})));
  StepSpec cut;
  cut.fault = "cut";
  Scenario scenario;
  scenario.steps = {cut};
  EXPECT_FALSE(RunsOnLoopback(scenario));
}

Scenario InContainers() {
  Scenario scenario;
  scenario.clusters["main"].driver = "compose";
  return scenario;
}

TEST(ChoosePlace, TakesLoopbackWhereThatIsAsked) {
  EXPECT_EQ(ChoosePlace("loopback", {}).mode, "loopback");
  EXPECT_FALSE(ChoosePlace("loopback", {}).refusal);
}

TEST(ChoosePlace, TakesLoopbackForClustersThatASandboxCanNotReach) {
  EXPECT_EQ(ChoosePlace("auto", {InContainers()}).mode, "loopback");
}

TEST(ChoosePlace, StaysPrivateWhereThatIsAsked) {
  EXPECT_EQ(ChoosePlace("private", {InContainers()}).mode, "private");
}

TEST(Lacking, NamesAClusterThatASandboxCanNotReach) {
  const auto lacking = Lacking({.mode = "private", .refusal = {}}, InContainers());
  ASSERT_TRUE(lacking);
  EXPECT_EQ(lacking->hint, "use --sandbox loopback");
}

TEST(Lacking, NamesTheFaultThatThisPlaceCanNotMake) {
  const auto lacking = Lacking({}, PowerLossBy({"filesystem"}));
  ASSERT_TRUE(lacking);
  EXPECT_EQ(lacking->what, "fault 'power-loss' needs the private sandbox");
  EXPECT_EQ(lacking->hint, "leave --sandbox loopback away");
  EXPECT_FALSE(Lacking({}, Scenario{}));
}

TEST(RequirePlace, RefusesWhatThePlaceLacks) {
  EXPECT_NO_THROW(RequirePlace({}, Scenario{}));
  EXPECT_THROW(RequirePlace({}, PowerLossBy({"filesystem"})), Error);
}

TEST(RequirePlace, NamesLoopbackOnlyWhereItHelps) {
  const RunPlace refused{.mode = "private", .refusal = Refusal{"no sandbox", "allow it"}};
  const auto hint = [&](const Scenario& scenario) -> std::string {
    try {
      RequirePlace(refused, scenario);
    } catch (const Error& error) {
      return error.hint();
    }
    return "";
  };
  EXPECT_EQ(hint(Scenario{}), "allow it, or use --sandbox loopback");
  EXPECT_EQ(hint(PowerLossBy({"filesystem"})), "allow it");
}

}  // namespace
}  // namespace kproof

// What each fault of the registry leaves behind and needs: docs/faults.md says the same, and
// clusters are handed on by it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "harness/base/text.h"
#include "harness/fault/fault.h"
#include "harness/run/reuse.h"

namespace kproof {
namespace {

bool HandedOnAfter(const FaultType& type) {
  Scenario scenario;
  scenario.clusters["main"] = {};
  StepSpec step;
  step.fault = type.name;
  scenario.steps.push_back(step);
  return LeavesAsItWas(scenario);
}

std::string Page() {
  std::ifstream file(KPROOF_SOURCE_DIR "/docs/faults.md");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string Quoted(const std::string& name) { return "`" + name + "`"; }

TEST(Remains, OnlyWhatLeavesNothingIsHandedOn) {
  for (const auto& type : Faults()) {
    const bool shim = NeedsOf(type, {}).contains(Need::kShim);
    EXPECT_EQ(HandedOnAfter(type), type.remains == Remains::kNothing && !shim) << type.name;
  }
}

// Whoever writes a fault of one of these classes and says that it leaves nothing is wrong.
TEST(Remains, WhatChangesDisksOrClocksLeavesTheDiskBehind) {
  for (const auto& type : Faults()) {
    const auto of = type.failure_class;
    const bool changes = RowOf(of).loses_data || of == FailureClass::kCorruption ||
                         of == FailureClass::kDisk || of == FailureClass::kClock;
    EXPECT_EQ(type.remains == Remains::kDisk, changes) << type.name;
  }
}

TEST(Remains, WhatChangesMembersSettingsOrVersionsSaysSo) {
  std::vector<std::string> metadata, version;
  for (const auto& type : Faults()) {
    if (type.remains == Remains::kMetadata) metadata.push_back(type.name);
    if (type.remains == Remains::kVersion) version.push_back(type.name);
    if (type.needs.contains(Need::kDynamicQuorum)) {
      EXPECT_EQ(type.remains, Remains::kMetadata) << type.name;
    }
  }
  EXPECT_THAT(metadata, testing::ElementsAre("add-voter", "alter-broker-config",
                                             "alter-topic-config", "remove-voter", "shrink"));
  EXPECT_THAT(version, testing::ElementsAre("rolling-upgrade"));
}

TEST(Remains, StandInThePage) {
  const auto page = Page();
  for (const auto& row : RemainsTable()) {
    std::vector<std::string> faults;
    for (const auto& type : Faults())
      if (type.remains == row.word) faults.push_back(Quoted(type.name));
    EXPECT_THAT(page, testing::HasSubstr(std::string("\n| ") + row.name + " | " + row.meaning +
                                         " | " + Join(faults, ", ") + " |\n"));
  }
}

TEST(Needs, StandInThePage) {
  const auto page = Page();
  for (const auto& row : NeedTable()) {
    std::vector<std::string> faults;
    for (const auto& type : Faults()) {
      bool needed = type.needs.contains(row.word);
      for (const auto& param : type.params)
        for (const auto& [word, more] : param.needs) needed = needed || more.contains(row.word);
      if (needed) faults.push_back(Quoted(type.name));
    }
    EXPECT_THAT(page, testing::HasSubstr(std::string("\n| ") + row.name + " | " + row.meaning +
                                         " | " + Join(faults, ", ") + " |\n"));
  }
}

}  // namespace
}  // namespace kproof

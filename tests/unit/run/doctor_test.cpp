// Which of what a machine lacks keeps it from running anything at all.
#include "harness/run/doctor.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

bool RunsWithout(const std::string& group, const std::string& name) {
  std::vector<Ability> abilities;
  for (const char* each : {"java", "kafka", "disk", "ip", "nft", "mkfs.ext4"})
    abilities.push_back({"machine", each, true, "", ""});
  abilities.push_back({"sandbox", "private", true, "", ""});
  abilities.push_back({"fault", "cut", true, "", ""});
  for (auto& ability : abilities)
    if (ability.group == group && ability.name == name) ability.works = false;
  return CanRun(abilities);
}

TEST(CanRun, NeedsJavaKafkaAndRoomOnTheDisk) {
  EXPECT_TRUE(RunsWithout("", ""));
  for (const char* name : {"java", "kafka", "disk"}) EXPECT_FALSE(RunsWithout("machine", name));
}

TEST(CanRun, NeedsNothingOfFaultsAndSandboxes) {
  for (const char* name : {"ip", "nft", "mkfs.ext4"})
    EXPECT_TRUE(RunsWithout("machine", name)) << name;
  EXPECT_TRUE(RunsWithout("sandbox", "private"));
  EXPECT_TRUE(RunsWithout("fault", "cut"));
}

}  // namespace
}  // namespace kproof

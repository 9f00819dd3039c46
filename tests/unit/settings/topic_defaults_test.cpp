// The settings of brokers that topics follow are there, and have the topics' defaults.
#include "harness/settings/topic_defaults.h"

#include <gtest/gtest.h>

#include "harness/base/units.h"

namespace kproof {
namespace {

TEST(TopicDefaults, AreThoseOfBrokers) {
  for (const char* version : {"3.9", "4.0", "4.3"})
    for (const auto& name : SettingNames(SettingKind::kTopic, version)) {
      if (name.starts_with("internal.")) continue;
      const auto topic = FindSetting(SettingKind::kTopic, version, name);
      const auto followed = FollowedByTopic(name);
      if (followed.empty()) continue;
      bool same = false;
      for (const auto& one : followed) {
        const auto broker = FindSetting(SettingKind::kBroker, version, one.broker);
        ASSERT_TRUE(broker) << version << " " << name << ": " << one.broker;
        const auto number = ParseInt(broker->fallback);
        same = same || broker->fallback == topic->fallback ||
               (number && std::to_string(*number * one.factor) == topic->fallback);
      }
      EXPECT_TRUE(same) << version << " " << name << ": " << topic->fallback;
    }
}

TEST(TopicDefaults, MayBeNone) {
  EXPECT_FALSE(HasDefault({"a", "string", "(null)", "", "3.3", "4.3"}));
  EXPECT_FALSE(HasDefault({"a", "string", "(none)", "", "3.3", "4.3"}));
  EXPECT_TRUE(HasDefault({"a", "string", "", "", "3.3", "4.3"}));
}

}  // namespace
}  // namespace kproof

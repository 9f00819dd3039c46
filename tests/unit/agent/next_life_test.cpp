// The next life of an agent that was ended: what it is called, and what it shares with the last
// one.
#include "harness/agent/next_life.h"

#include <gtest/gtest.h>

#include <fstream>

#include "audit/facts/spool_marks.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

class ANextLife : public testing::Test {
 protected:
  template <typename Config>
  PlannedAgent First(const std::string& instance) const {
    Config config;
    config.actor = config.instance = instance;
    config.spool_folder = folder_.path();
    config.live_page = LivePageOf(folder_.path(), instance);
    config.topics = {{"t", 2}};
    return {.name = instance,
            .group = "g",
            .cluster = "main",
            .config = ToJson(config),
            .client_library = "lib",
            .value_bytes = 7};
  }

  TemporaryFolder folder_;
};

TEST_F(ANextLife, HasItsOwnNamesAndTheConfigurationOfTheLastOne) {
  const auto first = First<ProducerConfig>("checkout-0");
  const auto next = NextLife(first);
  EXPECT_EQ(next.name, "checkout-0.1");
  EXPECT_EQ(next.group, "g");
  EXPECT_EQ(next.client_library, "lib");
  auto expected = ProducerConfigFromJson(first.config);
  expected.actor = "checkout-0.1";
  expected.life = 1;
  expected.live_page = LivePageOf(folder_.path(), "checkout-0.1");
  EXPECT_EQ(ProducerConfigFromJson(next.config), expected);
  EXPECT_EQ(NextLife(next).name, "checkout-0.2");
}

// After fatal errors the process went on with further lives of its own.
TEST_F(ANextLife, IsCountedAfterAllThatTheProcessHad) {
  const auto first = First<ProducerConfig>("checkout-0");
  for (const char* life : {"0", "1", "2"})
    std::ofstream(folder_.File(std::string("checkout-0.") + life + ".marks"));
  EXPECT_EQ(NextLife(first).name, "checkout-0.3");
}

TEST_F(ANextLife, IsThatOfAnyKind) {
  const auto next = NextLife(First<MonitorConfig>("monitor-0"));
  EXPECT_EQ(MonitorConfigFromJson(next.config).life, 1u);
}

TEST_F(ANextLife, NeedsAConfiguration) {
  PlannedAgent agent;
  agent.config = "no JSON";
  EXPECT_THROW(NextLife(agent), Error);
}

}  // namespace
}  // namespace kproof

// The page that an agent shows its counters on: read while it is made, while it is written, and
// where something else lies in its place.
#include "harness/base/live_page.h"

#include <gtest/gtest.h>

#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

class LivePages : public testing::Test {
 protected:
  std::string Write(std::size_t bytes, char byte) const {
    std::ofstream(folder_.File("page"), std::ios::binary) << std::string(bytes, byte);
    return folder_.File("page");
  }

  TemporaryFolder folder_;
};

TEST_F(LivePages, ShowWhatWasWritten) {
  const auto page = LivePage::Create(folder_.File("page"));
  const auto reader = LivePage::Open(folder_.File("page"));
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->Read().last_ack, -1);
  EXPECT_EQ(reader->Read().last_read, -1);
  LiveState state;
  state.sent = 1;
  state.acked = 2;
  state.failed = 3;
  state.unknown = 4;
  state.read = 5;
  state.last_ack = 6;
  state.last_read = 7;
  page->Show(state);
  page->Enter(AgentPhase::kFailed, "no leader");
  const auto seen = reader->Read();
  EXPECT_EQ(seen.sent, 1u);
  EXPECT_EQ(seen.acked, 2u);
  EXPECT_EQ(seen.failed, 3u);
  EXPECT_EQ(seen.unknown, 4u);
  EXPECT_EQ(seen.read, 5u);
  EXPECT_EQ(seen.last_ack, 6);
  EXPECT_EQ(seen.last_read, 7);
  EXPECT_EQ(seen.phase, AgentPhase::kFailed);
  EXPECT_EQ(seen.text, "no leader");
}

TEST_F(LivePages, AShorterTextLeavesNothingOfTheOneBefore) {
  const auto page = LivePage::Create(folder_.File("page"));
  page->Enter(AgentPhase::kStarting, std::string(500, 'x'));
  EXPECT_EQ(page->Read().text, std::string(239, 'x'));
  page->Enter(AgentPhase::kReady, "ready");
  EXPECT_EQ(page->Read().text, "ready");
}

TEST_F(LivePages, ThatAreBeingMadeAreNotThereYet) {
  EXPECT_EQ(LivePage::Open(folder_.File("none")), nullptr);
  EXPECT_EQ(LivePage::Open(Write(0, '\0')), nullptr);
  EXPECT_EQ(LivePage::Open(Write(100, '\0')), nullptr);
  EXPECT_EQ(LivePage::Open(Write(4096, '\0')), nullptr);
}

TEST_F(LivePages, SomethingElseIsNoPage) {
  try {
    LivePage::Open(Write(4096, 'x'));
    ADD_FAILURE() << "it was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kCorrupt);
  }
  EXPECT_THROW(LivePage::Open(Write(1, 'x') + "/page"), Error);
  EXPECT_THROW(LivePage::Create(folder_.File("none/page")), Error);
}

}  // namespace
}  // namespace kproof

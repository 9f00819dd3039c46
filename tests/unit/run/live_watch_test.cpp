// What goes on while agents run: facts are taken over again and again, and where that fails the run
// ends.
#include "harness/run/live_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

constexpr Duration kEnough = std::chrono::seconds(20);

class CountedFacts final : public FactSource {
 public:
  std::string name() const override { return "counted"; }
  std::optional<AuditTarget> target() const override { return std::nullopt; }
  void Poll() override {
    ++polls;
    if (fails) throw Error(ErrorKind::kNotRun, "the disk is full");
  }
  std::string Finish(const EndedAgents&, const std::atomic<bool>&) override { return ""; }
  bool TakeLeftOver() override { return true; }

  std::atomic<int> polls{0};
  std::atomic<bool> fails{false};
};

class LiveWatches : public testing::Test {
 protected:
  std::vector<std::string> Problems() const {
    std::vector<std::string> problems;
    for (const auto& event : StoreReader::Open(folder_.File("audit.db"))->Events())
      if (event.kind == "problem") problems.push_back(event.subject + ": " + event.detail);
    return problems;
  }

  const TemporaryFolder folder_;
  const std::unique_ptr<StoreWriter> store_ = StoreWriter::Create(folder_.File("audit.db"));
  RunFeed feed_{"a-run", {}, {}};
  RunControl control_{kEnough, [] { return 0; }, *store_, feed_};
  Fleet fleet_{FleetSetup{.run = {.plan = nullptr,
                                  .run_id = "",
                                  .epoch_us = 0,
                                  .spool_folder = "",
                                  .bootstraps = {},
                                  .audit = std::nullopt},
                          .program = "",
                          .folder = folder_.path(),
                          .network = LoopbackNetwork()}};
  CountedFacts facts_;
};

TEST_F(LiveWatches, TakeFactsOverAgainAndAgainUntilTheyEnd) {
  LiveWatch watch(facts_, fleet_, control_);
  EXPECT_TRUE(WaitUntil([&] { return facts_.polls >= 3; }, Deadline(kEnough)));
  watch.End();
  const int polls = facts_.polls;
  facts_.fails = true;  // nobody asks any more
  EXPECT_FALSE(control_.stopped());
  EXPECT_EQ(facts_.polls, polls);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(LiveWatches, WithoutFactsTheRunIsAskedToEndAndThatIsAProblemOnce) {
  facts_.fails = true;
  LiveWatch watch(facts_, fleet_, control_);
  EXPECT_FALSE(control_.Wait([] { return false; }, kEnough));
  EXPECT_TRUE(WaitUntil([&] { return !Problems().empty(); }, Deadline(kEnough)));
  watch.End();
  EXPECT_EQ(facts_.polls, 1);
  EXPECT_THAT(Problems(), ElementsAre(StartsWith("collector: the disk is full")));
  control_.ThrowFailure();  // a doubt, and no error of the run
}

}  // namespace
}  // namespace kproof

// What a run reports reaches every sink in order, with a sample each second, and nothing after its
// end.
#include "harness/run/run_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

#include "harness/run/expected_time.h"

namespace kproof {
namespace {

using testing::SizeIs;

constexpr Duration kLongEnough = std::chrono::seconds(20);

class Heard final : public ProgressSink {
 public:
  void Take(const RunNews& news) override {
    const std::lock_guard lock(mutex_);
    news_.push_back(news);
  }
  std::vector<RunNews> All() const {
    const std::lock_guard lock(mutex_);
    return news_;
  }
  template <typename What>
  std::vector<What> Of() const {
    std::vector<What> some;
    for (const auto& news : All())
      if (const auto* what = std::get_if<What>(&news.what)) some.push_back(*what);
    return some;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<RunNews> news_;
};

Plan TwentySeconds() {
  Plan plan;
  plan.scenario.name = "leader-kill";
  plan.scenario.duration = std::chrono::seconds(20);
  plan.seed = 7;
  return plan;
}

TEST(RunFeed, ReportsToEverySinkFromTheBeginning) {
  Heard first, second;
  RunFeed feed("a-run", TwentySeconds(), {&first, &second});
  feed.Say("steady");
  for (const auto* heard : {&first, &second}) {
    ASSERT_THAT(heard->Of<RunStarted>(), SizeIs(1));
    EXPECT_EQ(heard->Of<RunStarted>()[0].scenario, "leader-kill");
    EXPECT_EQ(heard->Of<RunStarted>()[0].seed, 7U);
    ASSERT_THAT(heard->Of<RunLine>(), SizeIs(1));
    EXPECT_EQ(heard->All()[0].run, "a-run");
  }
}

TEST(RunFeed, SamplesEachSecondWithPhaseAndExpectedTime) {
  Heard heard;
  RunFeed feed("a-run", TwentySeconds(), {&heard});
  feed.SampleFrom([](RunSample& sample) { sample.sent += 10; });
  feed.Report(PhaseReached{"steady"});
  ASSERT_TRUE(WaitUntil([&] { return heard.Of<RunSample>().size() >= 2; }, Deadline(kLongEnough)));
  const auto samples = heard.Of<RunSample>();
  EXPECT_EQ(samples[0].phase, "steady");
  EXPECT_EQ(samples[0].sent, 10U);
  EXPECT_EQ(samples[1].sent, 20U) << "totals go on from the sample before";
  // From the steady load on the start is known.
  EXPECT_NEAR(*samples[0].expected_s, 20 + InSeconds(kUsualEnd.count()), 5);
  EXPECT_NEAR(*heard.Of<RunStarted>()[0].expected_s,
              InSeconds((kUsualStart + kUsualEnd).count()) + 20, 0.01);
}

TEST(RunFeed, KeepsTotalsWhereNobodyFillsInSamples) {
  Heard heard;
  RunFeed feed("a-run", TwentySeconds(), {&heard});
  feed.SampleFrom([](RunSample& sample) {
    sample.acked = 7;
    sample.acked_per_s = 7;
  });
  ASSERT_TRUE(WaitUntil([&] { return !heard.Of<RunSample>().empty(); }, Deadline(kLongEnough)));
  feed.SampleFrom({});
  const auto before = heard.Of<RunSample>().size();
  ASSERT_TRUE(
      WaitUntil([&] { return heard.Of<RunSample>().size() > before; }, Deadline(kLongEnough)));
  EXPECT_EQ(heard.Of<RunSample>().back().acked, 7U);
  EXPECT_EQ(heard.Of<RunSample>().back().acked_per_s, 0);
}

TEST(RunFeed, HasAllTotalsInItsLastSample) {
  Heard heard;
  RunFeed feed("a-run", {}, {&heard});
  feed.SampleFrom([](RunSample& sample) { sample.acked = 9; });
  feed.SampleFrom({});
  feed.End({"pass", "", {}, 0});
  ASSERT_THAT(heard.Of<RunSample>(), SizeIs(1));
  EXPECT_EQ(heard.Of<RunSample>()[0].acked, 9U);
  EXPECT_TRUE(std::holds_alternative<RunEnded>(heard.All().back().what));
}

TEST(RunFeed, IsInOrderWhoeverReports) {
  Heard heard;
  RunFeed feed("a-run", {}, {&heard});
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int n = 0; n < 200; ++n) feed.Say("x");
      });
  }
  const auto news = heard.All();
  EXPECT_TRUE(std::is_sorted(news.begin(), news.end(),
                             [](const auto& a, const auto& b) { return a.at_s < b.at_s; }));
  EXPECT_THAT(heard.Of<RunLine>(), SizeIs(800));
}

TEST(RunFeed, ReportsNothingAfterTheEnd) {
  Heard heard;
  RunFeed feed("a-run", {}, {&heard});
  feed.End({"pass", "", {}, 0});
  feed.Say("late");
  feed.Report(RunSample{});
  EXPECT_TRUE(std::holds_alternative<RunEnded>(heard.All().back().what));
}

TEST(RunFeed, SaysOnceThatSamplesFail) {
  Heard heard;
  RunFeed feed("a-run", {}, {&heard});
  std::atomic<int> asked{0};
  feed.SampleFrom([&](RunSample&) {
    ++asked;
    throw Error("no page");
  });
  ASSERT_TRUE(WaitUntil([&] { return asked >= 2; }, Deadline(kLongEnough)));
  feed.SampleFrom({});
  ASSERT_THAT(heard.Of<RunLine>(), SizeIs(1));
  EXPECT_EQ(heard.Of<RunLine>()[0].text, "the live view is incomplete: no page");
}

StepSpec Step(int at_s, int for_s) {
  StepSpec step;
  step.begin.time = std::chrono::seconds(at_s);
  step.end.time = std::chrono::seconds(for_s);
  return step;
}

TEST(ExpectedLoad, LastsAsLongAsItsStepsAndItsDuration) {
  Scenario scenario;
  scenario.duration = std::chrono::seconds(5);
  EXPECT_EQ(ExpectedLoad(scenario), std::chrono::seconds(5));
  scenario.steps = {Step(1, 2)};
  EXPECT_EQ(ExpectedLoad(scenario), std::chrono::seconds(5));
  scenario.steps.push_back(Step(4, 3));
  EXPECT_EQ(ExpectedLoad(scenario), std::chrono::seconds(7));
  scenario.steps.back().repeat = 3;
  scenario.steps.back().every = std::chrono::seconds(10);
  EXPECT_EQ(ExpectedLoad(scenario), std::chrono::seconds(27));
}

TEST(ExpectedLoad, IsNotKnownWhereAStepWaitsForAState) {
  Scenario scenario;
  scenario.steps = {Step(1, 2)};
  scenario.steps[0].end.state = Phrase{};
  EXPECT_EQ(ExpectedLoad(scenario), std::nullopt);
}

}  // namespace
}  // namespace kproof

// How a run is asked to end, and what it says of that.
#include "harness/run/run_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <vector>

#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Duration kLong = std::chrono::seconds(20);

class Lines final : public ProgressSink {
 public:
  void Take(const RunNews& news) override {
    const std::lock_guard lock(mutex_);
    if (const auto* line = std::get_if<RunLine>(&news.what)) lines_.push_back(line->text);
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

class RunControls : public testing::Test {
 protected:
  // What `kind` of event the store has: "subject: detail" each.
  std::vector<std::string> Events(const std::string& kind) const {
    std::vector<std::string> events;
    for (const auto& event : StoreReader::Open(folder_.File("audit.db"))->Events())
      if (event.kind == kind) events.push_back(event.subject + ": " + event.detail);
    return events;
  }

  TemporaryFolder folder_;
  std::unique_ptr<StoreWriter> store_ = StoreWriter::Create(folder_.File("audit.db"));
  Lines lines_;
  RunFeed feed_{"a-run", {}, {&lines_}};
  std::atomic<int> signal_{0};
  std::function<int()> asked_ = [this] { return signal_.load(); };
};

TEST_F(RunControls, WaitsEndWhenTheStateHolds) {
  const RunControl control(kLong, asked_, *store_, feed_);
  EXPECT_TRUE(control.Wait([] { return true; }, kLong));
  EXPECT_FALSE(control.Wait([] { return false; }, std::chrono::milliseconds(1)));
  EXPECT_FALSE(control.stopped());
}

TEST_F(RunControls, ASignalEndsWaitsAndIsReportedOnce) {
  const RunControl control(kLong, asked_, *store_, feed_);
  signal_ = 2;
  EXPECT_FALSE(control.Wait([] { return false; }, kLong));
  EXPECT_TRUE(control.stopped());
  EXPECT_THAT(lines_.all(), Contains(HasSubstr("interrupted")).Times(1));
  EXPECT_THAT(Events("problem"), IsEmpty());
  control.ThrowFailure();
}

TEST_F(RunControls, TheDeadlineIsAProblemThatNamesThePhase) {
  RunControl control(std::chrono::milliseconds(300), asked_, *store_, feed_);
  control.Phase("steady");
  EXPECT_FALSE(control.Wait([] { return false; }, kLong));
  EXPECT_THAT(Events("phase"), testing::ElementsAre("steady: "));
  EXPECT_THAT(Events("problem"), Contains(HasSubstr("passed after phase 'steady'")).Times(1));
}

TEST_F(RunControls, TheFirstFailureEndsTheRunAndIsThrown) {
  RunControl control(kLong, asked_, *store_, feed_);
  control.ThrowFailure();
  control.Fail(Error(ErrorKind::kNotRun, "the disk is full"));
  control.Fail(Error("another one"));
  EXPECT_FALSE(control.Wait([] { return false; }, kLong));
  try {
    control.ThrowFailure();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    EXPECT_STREQ(error.what(), "the disk is full");
  }
}

TEST_F(RunControls, AProblemIsAFactAndALine) {
  RunControl control(kLong, asked_, *store_, feed_);
  control.Problem("disk", "it is full");
  EXPECT_THAT(Events("problem"), testing::ElementsAre("disk: it is full"));
  EXPECT_THAT(lines_.all(), testing::ElementsAre("problem: disk: it is full"));
}

}  // namespace
}  // namespace kproof

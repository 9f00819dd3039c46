// live.jsonl: whole lines at any time, and a size that does not grow with the length of a run.
#include "harness/run/live_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "harness/base/temporary_folder.h"
#include "harness/run/sampler.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

std::vector<std::string> Events(const std::string& file) {
  std::vector<std::string> events;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);)
    events.push_back(nlohmann::json::parse(line)["event"]);
  return events;
}

RunSample Sample() {
  RunSample sample;
  for (std::size_t i = 0; i < kMostPartitions; ++i)
    sample.partitions.push_back({"payments/" + std::to_string(i), 1, 3, 3});
  return sample;
}

TEST(LiveJournal, HasWhatWasReportedAsItComes) {
  const TemporaryFolder folder;
  LiveJournal journal(folder.File(kLiveFile));
  EXPECT_THAT(Events(folder.File(kLiveFile)), ElementsAre("stream"));
  journal.Take({"a-run", 0, RunStarted{}});
  journal.Take({"a-run", 1.02, RunSample{}});
  journal.Take({"a-run", 1.98, RunSample{}});
  EXPECT_THAT(Events(folder.File(kLiveFile)), ElementsAre("stream", "started", "sample", "sample"));
}

TEST(LiveJournal, HasTheLastSampleHoweverSoonItCame) {
  const TemporaryFolder folder;
  LiveJournal journal(folder.File(kLiveFile));
  journal.Take({"a-run", 1.0, RunSample{}});
  journal.Take({"a-run", 1.2, RunSample{}});
  journal.Take({"a-run", 1.3, RunSample{}});
  journal.Take({"a-run", 1.3, RunEnded{}});
  EXPECT_THAT(Events(folder.File(kLiveFile)), ElementsAre("stream", "sample", "sample", "verdict"));
}

TEST(LiveJournal, OfADayIsSmall) {
  const TemporaryFolder folder;
  LiveJournal journal(folder.File(kLiveFile));
  for (int second = 1; second <= 24 * 3600; ++second)
    journal.Take({"20261130T090000Z-a-scenario-with-a-long-name-700430",
                  static_cast<double>(second), Sample()});
  const auto bytes = fs::file_size(folder.File(kLiveFile));
  EXPECT_GT(bytes, 512U << 10);
  EXPECT_LT(bytes, 2U << 20);
}

TEST(LiveJournal, ThatCanNotBeMadeStopsNothing) {
  LiveJournal journal("/proc/no/such/folder/live.jsonl");
  journal.Take({"a-run", 0, RunStarted{}});
}

TEST(SampleInterval, GrowsWithTheJournal) {
  EXPECT_EQ(SampleInterval(0), 1);
  EXPECT_EQ(SampleInterval((512U << 10) - 1), 1);
  EXPECT_EQ(SampleInterval(512U << 10), 2);
  EXPECT_EQ(SampleInterval(640U << 10), 4);
  EXPECT_EQ(SampleInterval(SIZE_MAX), 1024);
}

}  // namespace
}  // namespace kproof

// Telling lines of Kafka's logs.
#include "harness/observe/log_watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace kproof {
namespace {

class LogFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  void Append(const std::string& text) { std::ofstream(path_, std::ios::app) << text; }
  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("kproof-log-" + std::to_string(::getpid())))
          .string();
};

using TellingLinesTest = LogFile;

constexpr const char* kPlain = "2026-11-21T09:00:00.123Z INFO Created log for payments-0 (x.y)\n";
constexpr const char* kTelling =
    "2026-11-21T09:00:01.500Z WARN [UnifiedLog partition=payments-0] Truncating to offset 5 below "
    "high watermark 9 (x.y)\n";

TEST_F(TellingLinesTest, HaveTheirTimeAndTheirText) {
  Append(kPlain);
  Append(kTelling);
  const auto lines = NotableLines(path_);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].wall_micros, 1'795'251'601'500'000);
  EXPECT_TRUE(lines[0].text.starts_with("WARN [UnifiedLog")) << lines[0].text;
}

TEST_F(TellingLinesTest, HaveTheirTimeAsKafkaItselfWritesItToo) {
  Append("[2026-11-21 09:00:00,123] INFO Created log for payments-0 (x.y)\n");
  Append("[2026-11-21 09:00:01,500] INFO [KafkaRaftServer nodeId=1] Kafka Server started (x.y)\n");
  Append("java.lang.OutOfMemoryError: Java heap space\n");
  const auto lines = NotableLines(path_);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].wall_micros, 1'795'251'601'500'000);
  EXPECT_TRUE(lines[0].text.starts_with("INFO [KafkaRaftServer")) << lines[0].text;
  EXPECT_EQ(lines[1].wall_micros, lines[0].wall_micros);  // it goes on from the one before
  EXPECT_TRUE(lines[1].text.starts_with("java.lang.")) << lines[1].text;
}

TEST_F(TellingLinesTest, HaveNoTimeOfTheirOwnWhereItIsWrittenInAnotherWay) {
  Append(kTelling);
  for (const char* time : {"[2026-11-21 09:00:09.123]", "2026-11-21 09:00:09,123",
                           "[2026-11-21 09:00:09,12]", "[2026-11-21 09:00:09,1234]"})
    Append(std::string(time) + " INFO Kafka Server started (x.y)\n");
  const auto lines = NotableLines(path_);
  ASSERT_EQ(lines.size(), 5U);
  for (const auto& line : lines) EXPECT_EQ(line.wall_micros, lines[0].wall_micros) << line.text;
}

TEST_F(TellingLinesTest, GoOnWhereTheLastCallEnded) {
  std::int64_t next = 0;
  Append(kTelling);
  Append("2026-11-21T09:00:02.000Z INFO Kafka Ser");
  EXPECT_EQ(NotableLines(path_, 0, &next).size(), 1U);
  Append("ver started (x)\n");
  const auto more = NotableLines(path_, next, &next);
  ASSERT_EQ(more.size(), 1U);
  EXPECT_NE(more[0].text.find("Kafka Server started"), std::string::npos);
  EXPECT_TRUE(NotableLines(path_, next, &next).empty());
}

TEST_F(TellingLinesTest, AFileThatIsNotThereHasNone) {
  EXPECT_TRUE(NotableLines("/no/file").empty());
}

TEST(IsNotable, EachPatternAndItsNeighbour) {
  EXPECT_TRUE(IsNotable("INFO UNCLEAN partition change for payments-0 with topic ID x"));
  EXPECT_TRUE(IsNotable("ERROR Corruption found in segment 0, truncating to offset 3"));
  EXPECT_TRUE(IsNotable("WARN [ReplicaManager broker=1] Stopping serving replicas in dir /x"));
  EXPECT_TRUE(IsNotable("WARN Stopping serving logs in dir /x"));
  EXPECT_TRUE(IsNotable("FATAL Shutdown broker because all log dirs in /x have failed"));
  EXPECT_TRUE(IsNotable("java.lang.OutOfMemoryError: Java heap space"));
  EXPECT_TRUE(
      IsNotable("org.apache.kafka.common.errors.OutOfOrderSequenceException: Out of order sequence "
                "number for producer 1000 at offset 2922 in partition payments-16: 629 (incoming "
                "seq. number), 611 (current end sequence number)"));
  EXPECT_TRUE(IsNotable("INFO Recovering unflushed segment 0. 0/1 recovered for payments-0."));
  EXPECT_TRUE(IsNotable(
      "INFO Deleting segment LogSegment(x) due to log retention time 1 breach based on y"));
  EXPECT_TRUE(IsNotable("INFO (highWatermark: 3, endOffset: 9) (under-min-isr)"));
  EXPECT_TRUE(IsNotable("WARN Stopping serving logs in dir /x"));
  EXPECT_FALSE(IsNotable("INFO Deleting segment files x"));
  EXPECT_FALSE(IsNotable("INFO Truncating to offset 5"));
}

}  // namespace
}  // namespace kproof

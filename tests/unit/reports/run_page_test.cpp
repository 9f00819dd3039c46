// What the page of a run is made of: lines that stay short and keep every spike, and sums that the
// store's rows add up to.
#include "reports/run_page/run_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/temporary_folder.h"
#include "reports/run_page/html.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

SettledRow Acked(double at_s, std::uint64_t count, const std::string& latency = "") {
  SettledRow row;
  row.count = count;
  row.from = row.to = static_cast<RunMicros>(at_s * 1e6);
  row.packed_latency = latency;
  return row;
}

std::string Latency(std::int64_t micros, std::uint64_t times) {
  Histogram histogram;
  histogram.Add(micros, times);
  return histogram.Pack();
}

TEST(Series, EachSecondOfAShortRunHasAPoint) {
  SeriesBuilder builder;
  builder.Take(Acked(1.5, 10));
  builder.Take(Acked(1.7, 20));
  builder.Take(Acked(3.0, 5));
  const auto series = builder.Finish(5);
  ASSERT_THAT(series, SizeIs(5));
  std::vector<double> acked;
  for (const auto& point : series) acked.push_back(point.acked);
  EXPECT_THAT(acked, ElementsAre(0, 30, 0, 5, 0));
}

TEST(Series, ALongRunKeepsItsSpikeAndItsSilence) {
  SeriesBuilder builder;
  for (int second = 0; second < 100'000; ++second) {
    if (second == 54'321) continue;
    builder.Take(Acked(second, second == 77'777 ? 9'999 : 100));
  }
  const auto series = builder.Finish(100'000);
  EXPECT_LE(series.size(), kSeriesPoints);
  double highest = 0, lowest = 1e9, before = -1;
  for (const auto& point : series) {
    highest = std::max(highest, point.acked);
    lowest = std::min(lowest, point.acked);
    EXPECT_LT(before, point.at_s);
    before = point.at_s;
  }
  EXPECT_EQ(highest, 9'999);
  EXPECT_EQ(lowest, 0);
}

TEST(Series, TimesThatNoRunReachesTakeNoRoom) {
  SeriesBuilder builder;
  builder.Take(Acked(0, 1));
  builder.Take(Acked(9e11, 1));
  EXPECT_LE(builder.Finish(9e11).size(), kSeriesPoints);
}

TEST(Series, WhatWasDueFollowsFromLatencies) {
  SeriesBuilder builder;
  const auto latency = Latency(2'000'000, 7);
  builder.Take(Acked(5.9, 7, latency));
  const auto series = builder.Finish(6);
  EXPECT_EQ(series[3].due, 7);
  EXPECT_EQ(series[5].due, 0);
  EXPECT_EQ(series[5].acked, 7);
  EXPECT_NEAR(series[5].p99_ms.value_or(0), 2'000, 130);
  EXPECT_FALSE(series[3].p99_ms);
}

TEST(Series, ASpanInPartsHasItsLatenciesOnce) {
  SeriesBuilder builder;
  const auto latency = Latency(1'000, 4);
  auto row = Acked(1.5, 2, latency);
  builder.Take(row);
  row.continues = true;
  builder.Take(row);
  const auto series = builder.Finish(2);
  EXPECT_EQ(series[1].due, 4);
  EXPECT_EQ(series[1].acked, 4);
}

TEST(Series, OutcomesStandApartAndTheFinalPassIsNoLine) {
  SeriesBuilder builder;
  auto row = Acked(0, 3);
  row.outcome = Outcome::kFailed;
  builder.Take(row);
  row.outcome = Outcome::kUnknown;
  row.count = 4;
  builder.Take(row);
  ReadRow read;
  read.count = 5;
  builder.Take(read);
  read.pass = Pass::kFinal;
  read.count = 6;
  builder.Take(read);
  const auto series = builder.Finish(1);
  ASSERT_THAT(series, SizeIs(1));
  EXPECT_EQ(series[0].failed, 3);
  EXPECT_EQ(series[0].unknown, 4);
  EXPECT_EQ(series[0].read, 5);
  EXPECT_EQ(series[0].acked, 0);
}

TEST(Series, ErrorsHaveLinesByTheirRecords) {
  SeriesBuilder builder;
  auto row = Acked(1, 3);
  row.outcome = Outcome::kUnknown;
  row.error = -192;
  builder.Take(row);
  row.outcome = Outcome::kFailed;
  row.error = 10;
  row.count = 9;
  builder.Take(row);
  row = Acked(4, 2);
  row.outcome = Outcome::kUnknown;
  row.error = -192;
  builder.Take(row);
  const auto errors = builder.Errors();
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_EQ(errors[0].code, 10);
  EXPECT_EQ(errors[0].failed, 9u);
  EXPECT_EQ(errors[1].unknown, 5u);
  EXPECT_EQ(errors[1].first_s, 1);
  EXPECT_EQ(errors[1].last_s, 4);
  const auto series = builder.Finish(5, kSeriesPoints, 2);
  EXPECT_THAT(series[1].by_error, ElementsAre(9, 3));
  EXPECT_THAT(series[2].by_error, ElementsAre(0, 0));
  EXPECT_THAT(builder.Finish(5, kSeriesPoints, 1)[1].by_error, ElementsAre(9));
}

TEST(Series, WhatIsDueAndNotSettledIsOpen) {
  SeriesBuilder builder;
  const auto latency = Latency(3'000'000, 7);
  builder.Take(Acked(5.9, 7, latency));
  const auto series = builder.Finish(8);
  EXPECT_EQ(series[1].open, 0);
  EXPECT_EQ(series[3].open, 7);
  EXPECT_EQ(series[4].open, 7);
  EXPECT_EQ(series[5].open, 0);
  EXPECT_EQ(series[7].open, 0);
}

// A store with one partition, read by two final readers, and one fault that came twice.
class PageOfAStore : public ::testing::Test {
 protected:
  PageOfAStore() : path_(folder_.File("audit.db")), writer_(StoreWriter::Create(path_)) {
    writer_->AddTopic({"main", "payments", 1, 3});
    for (const char* name : {"checkout-0", "monitor-0", "final-1", "final-2"})
      writer_->OpenActor({name, "main", ActorKind::kProducer, "", "", 1}, 0);
    writer_->PutStream("checkout-0", kPayments, 12);
  }
  void Settle(Outcome outcome, std::uint64_t first, std::uint64_t count) {
    SettledSpan span;
    span.outcome = outcome;
    span.first_sequence = first;
    span.count = count;
    span.from = span.to = kSecond;
    span.latency.Add(5'000, count);
    writer_->Add("checkout-0", kPayments, span);
  }
  void Read(const std::string& actor, Pass pass, std::uint64_t count) {
    ReadSpan span;
    span.count = count;
    span.from = span.to = 2 * kSecond;
    for (std::uint64_t i = 0; i < count; ++i) span.offsets.Push(static_cast<std::int64_t>(i));
    writer_->Add(actor, pass, Isolation::kUncommitted, kPayments, span);
  }
  void Fault(double from_s) {
    FaultFact fault;
    fault.fault = "kill";
    fault.failure_class = "crash";
    fault.from = static_cast<RunMicros>(from_s * 1e6);
    writer_->Put(fault);
  }
  void State(double at_s, const std::string& detail) {
    writer_->Add(EventFact{static_cast<RunMicros>(at_s * 1e6), "state", "step 1: kill", detail});
  }
  RunPage Page(Result result = {}) {
    writer_.reset();
    return MakeRunPage(*StoreReader::Open(path_), std::move(result));
  }

  const StreamId kPayments{"main", 1, 0, "payments", 0};
  TemporaryFolder folder_;
  const std::string path_;
  std::unique_ptr<StoreWriter> writer_;
};

TEST_F(PageOfAStore, APartitionHasItsSums) {
  Settle(Outcome::kAcked, 0, 7);
  Settle(Outcome::kFailed, 7, 3);
  Read("monitor-0", Pass::kLive, 6);
  Read("final-1", Pass::kFinal, 7);
  Read("final-2", Pass::kFinal, 5);
  Result result;
  result.findings = {Found("lost", 4)};
  result.findings.front().examples.resize(1);
  result.findings.front().examples[0].count = 4;
  result.findings.front().examples[0].topic = "payments";
  const auto page = Page(result);
  ASSERT_THAT(page.partitions, SizeIs(1));
  const auto& partition = page.partitions.front();
  EXPECT_EQ(partition.name, "payments/0");
  EXPECT_EQ(partition.sent, 12u);
  EXPECT_EQ(partition.acked, 7u);
  EXPECT_EQ(partition.failed, 3u);
  EXPECT_EQ(partition.unknown, 2u);
  EXPECT_EQ(partition.read, 6u);
  EXPECT_EQ(partition.final_read, 7u);
  EXPECT_EQ(partition.latency.count(), 7u);
  EXPECT_EQ(partition.listed.at("lost"), 4u);
}

TEST_F(PageOfAStore, AProducerHasTheLastNumberOfRecordsThatItsClientSentAgain) {
  const auto told = [&](const char* subject, const char* detail) {
    writer_->Add(EventFact{1'000'000, "resent", subject, detail});
  };
  told("checkout-0", "0");
  told("checkout-0", "312");
  told("checkout-0.1", "0");
  told("forged", "many");
  const auto page = Page();
  ASSERT_THAT(page.resent, SizeIs(2));
  EXPECT_EQ(page.resent[0].producer, "checkout-0");
  EXPECT_EQ(page.resent[0].records, 312u);
  EXPECT_EQ(page.resent[1].records, 0u);
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">checkout-0</th><td class=\"number\">312</td>"));
  EXPECT_THAT(html, Not(HasSubstr("sent again is not recorded")));
  EXPECT_THAT(ToHtml(RunPage()), HasSubstr("sent again is not recorded"));
}

TEST_F(PageOfAStore, AStepThatIsRepeatedHasItsStatesTimeByTime) {
  Fault(1);
  Fault(5);
  State(0.9, "undo: start it again");
  State(0.92, "peers: brokers (broker-2)");
  State(0.95, "before: leader 1");
  State(1.5, "during: leader 2");
  State(2, "after: leader 2");
  State(4.9, "before: leader 2");
  State(5.5, "during: leader 3");
  Result result;
  result.faults.resize(2);
  const auto page = Page(result);
  ASSERT_THAT(page.states, SizeIs(2));
  EXPECT_EQ(page.states[0].before, "leader 1");
  EXPECT_EQ(page.states[0].peers, "brokers (broker-2)");
  EXPECT_EQ(page.states[0].during, "leader 2");
  EXPECT_EQ(page.states[0].after, "leader 2");
  EXPECT_EQ(page.states[1].before, "leader 2");
  EXPECT_EQ(page.states[1].during, "leader 3");
  EXPECT_EQ(page.states[1].after, "");
}

TEST_F(PageOfAStore, APhaseCountsWhenItWasReachedFirst) {
  for (const double at : {1.0, 3.0})
    writer_->Add(EventFact{static_cast<RunMicros>(at * 1e6), "phase", "steady", ""});
  const auto page = Page();
  ASSERT_THAT(page.phases, ElementsAre(Field(&PhaseMark::name, "steady")));
  EXPECT_EQ(page.phases.front().at_s, 1);
}

TEST_F(PageOfAStore, LeadersOfHarmedPartitionsAreDrawnFirst) {
  for (std::int32_t partition = 0; partition < 20; ++partition) {
    PartitionState state;
    state.topic = "payments";
    state.partition = partition;
    state.leader = 1;
    state.leader_epoch = 1;
    writer_->Add(state);
    state.leader = 2;
    state.leader_epoch = 2;
    if (partition < 10) writer_->Add(state);
  }
  Result result;
  result.findings = {Found("lost", 1)};
  result.findings.front().examples.resize(1);
  result.findings.front().examples[0].topic = "payments";
  result.findings.front().examples[0].partition = 19;
  const auto page = Page(result);
  ASSERT_THAT(page.leaders, SizeIs(kDrawnPartitions));
  EXPECT_EQ(page.leaders_left_out, 20 - kDrawnPartitions);
  EXPECT_THAT(page.leaders, Contains(Field(&Leadership::name, "payments/19")));
  EXPECT_THAT(page.leaders, Contains(Field(&Leadership::name, "payments/0")));
  EXPECT_THAT(page.leaders, Not(Contains(Field(&Leadership::name, "payments/12"))));
}

TEST_F(PageOfAStore, ThatANodeIsUpTellsSomethingOnceFaultsHaveBegun) {
  const std::string up = "[KafkaRaftServer nodeId=2] Kafka Server started";
  writer_->Add(LogLine{1 * kSecond, "broker-2", up});
  writer_->Add(LogLine{2 * kSecond, "broker-2", "Corruption found in segment 0"});
  Fault(5);
  writer_->Add(LogLine{9 * kSecond, "broker-2", up});
  const auto page = Page();
  EXPECT_THAT(page.log, ElementsAre(Field(&LoggedLine::at_s, 2), Field(&LoggedLine::at_s, 9)));
  EXPECT_EQ(page.log_left_out, 0u);
}

TEST_F(PageOfAStore, OneThousandRangesAreListedInAll) {
  Result result;
  result.findings = {Found("lost", 700), Found("duplicated", 700)};
  for (auto& finding : result.findings) {
    finding.ranges = 5'000;
    finding.examples.resize(700);
  }
  const auto page = Page(result);
  EXPECT_THAT(page.result.findings[0].examples, SizeIs(700));
  EXPECT_THAT(page.result.findings[1].examples, SizeIs(300));
  EXPECT_EQ(page.result.findings[1].ranges, 5'000u);
}

}  // namespace
}  // namespace kproof

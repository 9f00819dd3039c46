// What an example says about the moment at which its record was acked.
#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

TEST(Examples, NameTheLeaderThenAndTheTellingLines) {
  HistoryOf h;
  h.Acks(0, 10, 0, 2).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 9).Fault("crash", 1.5, 3);
  const auto state = [&](RunMicros at, std::int32_t leader, std::int32_t epoch) {
    h.writer().Add(PartitionState{at, 1, "payments", 0, leader, epoch, {1, 2, 3}, {1, 2, 3}, {}});
  };
  state(1'000'000, 2, 4);
  state(1'900'000, 3, 5);
  state(1'950'000, 2, 4);  // a node that has not heard of it yet
  state(2'500'000, 1, 6);
  h.writer().Add(LogLine{2'100'000, "broker-2", "Truncating partition payments-0 to offset 9"});
  h.writer().Add(LogLine{2'100'000, "broker-2", "Truncating partition payments-01 to offset 9"});
  h.writer().Add(LogLine{2'100'000, "broker-2", "Truncating partition big-payments-0 to offset 9"});
  h.writer().Add(LogLine{2'200'000, "broker-1", "Kafka Server started"});
  const auto result = h.Judge();
  ASSERT_EQ(result.findings.size(), 1u);
  const auto& example = result.findings[0].examples.at(0);
  EXPECT_EQ(example.seq, 9u);
  EXPECT_EQ(example.leader, 3);
  EXPECT_EQ(example.leader_epoch, 5);
  EXPECT_EQ(example.during, "kill broker 2");
  EXPECT_EQ(
      example.log_lines,
      (std::vector<std::string>{"2.1 s broker-2: Truncating partition payments-0 to offset 9"}));
}

TEST(Examples, NameNothingThatHappenedInAnotherCluster) {
  HistoryOf h;
  h.Acks(0, 10, 0, 2).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 9);
  FaultFact fault;
  fault.cluster = "east";
  fault.fault = "kill";
  fault.failure_class = "crash";
  fault.nodes = {2};
  fault.from = 1'500'000;
  fault.to = 3'000'000;
  fault.bit = fault.healed = true;
  h.writer().Put(fault);
  h.writer().Add(LogLine{2'100'000, "broker-2", "Truncating partition payments-0 to 9", "east"});
  h.writer().Add(LogLine{2'100'000, "broker-2", "Truncating partition payments-0 to 8"});
  const auto result = h.Judge();
  const auto& example = result.findings.at(0).examples.at(0);
  EXPECT_EQ(example.during, "");
  EXPECT_EQ(example.log_lines,
            (std::vector<std::string>{"2.1 s broker-2: Truncating partition payments-0 to 8"}));
  EXPECT_EQ(result.faults.at(0).cluster, "east");
}

TEST(Examples, NameOnlyTheNextThreeLines) {
  HistoryOf h;
  h.Acks(0, 10, 0, 2).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 9);
  for (int i = 0; i < 9; ++i)
    h.writer().Add(LogLine{i * 500'000, "broker-1", "payments-0 " + std::to_string(i)});
  const auto lines = h.Judge().findings.at(0).examples.at(0).log_lines;
  EXPECT_EQ(lines, (std::vector<std::string>{"1.5 s broker-1: payments-0 3",
                                             "2.0 s broker-1: payments-0 4",
                                             "2.5 s broker-1: payments-0 5"}));
}

}  // namespace
}  // namespace kproof

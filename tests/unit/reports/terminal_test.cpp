// Golden screens: whoever changes one sees what a reader at 3 am would see.
#include "reports/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/text.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Terminal, ACleanRun) {
  EXPECT_EQ(
      ToTerminal(CleanRun(), "results/20261121T090000Z-leader-kill-7", false),
      R"(leader-kill (claim, seed 7), 21.4 s, Kafka 4.3.1, librdkafka 2.0.2, local driver, loopback
  about        An acknowledged record survives kill -9 of its leader.
  records      sent 84,210, acked 84,190, failed 0, unknown 20, read 252,570
               52,112 acked under faults, 84,190 at stake
  anomalies    0 lost, 0 duplicated, 0 reordered
  faults       kill leader of payments/0 (node 2), 5.0 s to 9.1 s
               took effect: process 4711 gone by SIGKILL
               healed; acks again at 9.8 s (+4.8 s); ISR full at 14.2 s (+9.2 s)
  availability longest time without an ack 4.8 s (4.8 s on payments/0), without a read 5.1 s
               ack latency p50 2.1 ms, p99 13 ms, p999 4.7 s
  limits       longest_ack_gap 4.8 s, kept (< 15s)
  promised     no-loss
               not known: order: max.in.flight is not known
  required     no-loss, no-duplicates, order
  settings     acks=all, min.insync.replicas=2, broker.session.timeout.ms=9000
  run folder   results/20261121T090000Z-leader-kill-7
PASS: 84190 acked records, none lost, duplicated or reordered
)");
}

TEST(Terminal, ALossThatTheSettingsAllow) {
  EXPECT_EQ(
      ToTerminal(LossyRun(), "", false),
      R"(leader-kill-acks1 (claim, seed 7), 21.4 s, Kafka 4.3.1, librdkafka 2.0.2, local driver, loopback
  about        An acknowledged record survives kill -9 of its leader.
  records      sent 84,210, acked 84,190, failed 0, unknown 20, read 252,570
               52,112 acked under faults, 84,190 at stake
  lost         1,505 (1,500 overwritten, 5 truncated), allowed: acks=1 is the leader's word alone
               first: checkout-0 seq 5013..5020 of payments/3, acked at offset 8121, acked between
                 7.2 s and 7.9 s; now at that offset: checkout-1/0/77; during kill broker 2; 11 more
                 such ranges
  nothing else 0 duplicated, 0 reordered
  faults       kill leader of payments/0 (node 2), 5.0 s to 9.1 s
               took effect: process 4711 gone by SIGKILL
               healed; acks again at 9.8 s (+4.8 s); ISR full at 14.2 s (+9.2 s)
  availability longest time without an ack 4.8 s (4.8 s on payments/0), without a read 5.1 s
               ack latency p50 2.1 ms, p99 13 ms, p999 4.7 s
  limits       longest_ack_gap 4.8 s, kept (< 15s)
  promised     not no-loss: acks=1 is the leader's word alone
  required     no-duplicates
  settings     acks=all, min.insync.replicas=2, broker.session.timeout.ms=9000
UNPROTECTED: 1505 acked records are lost, and acks=1 allows it
)");
}

TEST(Terminal, AMomentIsNoInterval) {
  Result result = LossyRun();
  result.findings[0].examples[0].acked_between_s = std::pair{7.26, 7.28};
  EXPECT_THAT(ToTerminal(result, "", false), HasSubstr("offset 8121, acked at 7.3 s;\n"));
}

TEST(Terminal, ExamplesOfAnotherClusterSaySo) {
  Result result = LossyRun();
  result.findings[0].examples[0].cluster = "east";
  EXPECT_THAT(ToTerminal(result, "", false), HasSubstr("seq 5013..5020 of east:payments/3"));
}

TEST(Terminal, WithoutAFaultNothingIsAtStake) {
  Result result = CleanRun();
  result.faults.clear();
  result.acked_under_fault = 0;
  const auto screen = ToTerminal(result, "", false);
  EXPECT_THAT(screen, HasSubstr("84,190 acked and accounted for, without any fault"));
  EXPECT_THAT(screen, Not(HasSubstr("at stake")));
}

TEST(Terminal, WhatIsIgnoredIsMarked) {
  Result result = LossyRun();
  result.ignore = {"no-loss"};
  result.findings[0].ignored = true;
  const auto screen = ToTerminal(result, "", false);
  EXPECT_THAT(screen, HasSubstr("5 truncated), ignored, allowed: acks=1"));
  EXPECT_THAT(screen, HasSubstr("\n  ignored      no-loss\n"));
}

TEST(Terminal, TroubleStandsOut) {
  Result result = CleanRun();
  result.verdict = Verdict::kInconclusive;
  result.faults[0].bit = result.faults[0].healed = false;
  result.faults[0].to_s = std::nullopt;
  result.faults[0].problem = "broker 2 still runs";
  result.doubts = {"kill of broker 2 did not bite"};
  result.limits[0].kept = false;
  result.disturbances = {"broker-3 exited with SIGSEGV"};
  result.counts["pending"] = 12;
  const std::string screen = ToTerminal(result, "", false);
  for (const char* wanted :
       {"NO EFFECT SEEN", "NOT HEALED", "broker 2 still runs", "kill of broker 2 did not bite",
        "broker-3 exited with SIGSEGV", "pending      12",
        "longest_ack_gap 4.8 s, NOT KEPT (< 15s)", "INCONCLUSIVE: "}) {
    EXPECT_NE(screen.find(wanted), std::string::npos) << wanted << "\n" << screen;
  }
}

TEST(Terminal, AScreenIsAScreen) {
  Result result = LossyRun();
  for (int i = 0; i < 50; ++i) {
    result.faults.push_back(result.faults[0]);
    result.disturbances.push_back(
        "machine stalled for 812 ms while twelve other things happened at the very same time");
    result.doubts.push_back("doubt");
    result.limits.push_back(result.limits[0]);
  }
  const auto lines = Split(ToTerminal(result, "results/x", false), '\n');
  EXPECT_LE(lines.size(), 45u);
  for (const std::string& line : lines) EXPECT_LE(line.size(), kScreenColumns) << line;
}

TEST(Terminal, ListsOfHundredsAreCut) {
  Result result = CleanRun();
  result.faults[0].nodes.clear();
  for (int i = 0; i < 600; ++i) {
    result.faults[0].nodes.push_back(i);
    const std::string topic = "topic-" + std::to_string(i);
    result.effective["topic"][topic]["min.insync.replicas"] = {i % 2 == 0 ? "1" : "2", ""};
  }
  const std::string screen = ToTerminal(result, "", false);
  EXPECT_NE(screen.find("(nodes 0, 1, 2, 3, 4, 5, and 594 more)"), std::string::npos) << screen;
  EXPECT_LE(Split(screen, '\n').size(), 40U) << screen;
}

TEST(Terminal, WhatHasNoLimitIsAWord) {
  Result result = CleanRun();
  result.effective["producer"]["checkout"]["retries"] = {"2147483647", ""};
  result.effective["topic"]["payments"]["flush.messages"] = {"9223372036854775807", ""};
  const std::string screen = ToTerminal(result, "", false);
  EXPECT_NE(screen.find("retries=unlimited"), std::string::npos) << screen;
  EXPECT_NE(screen.find("flush.messages=never"), std::string::npos) << screen;
}

TEST(Terminal, SettingsThatDifferNameTheirSubjects) {
  Result result = CleanRun();
  result.effective["producer"]["ledger"]["acks"] = {"1", "scenario"};
  EXPECT_NE(ToTerminal(result, "", false).find("acks=1 (ledger), acks=all (checkout)"),
            std::string::npos);
}

TEST(Terminal, ColourAddsNothingButColour) {
  std::string coloured = ToTerminal(LossyRun(), "", true);
  EXPECT_NE(coloured.find("\x1b[1;31mUNPROTECTED\x1b[0m"), std::string::npos);
  for (const std::string code : {"\x1b[1;31m", "\x1b[1m", "\x1b[0m"}) {
    for (auto at = coloured.find(code); at != std::string::npos; at = coloured.find(code))
      coloured.erase(at, code.size());
  }
  EXPECT_EQ(coloured, ToTerminal(LossyRun(), "", false));
}

TEST(Terminal, NamesCannotMoveTheCursor) {
  Result result = LossyRun();
  result.scenario = "evil\x1b[2J";
  result.reason = "\x1b]0;title\x07";
  result.faults[0].proof = "line\nbreak\x1b[1A";
  EXPECT_EQ(ToTerminal(result, "", false).find('\x1b'), std::string::npos);
}

TEST(UseColor, ObeysTheFlagThenTheEnvironmentThenTheTerminal) {
  EXPECT_TRUE(UseColor(ColorMode::kAlways, {false, "1", "dumb"}));
  EXPECT_FALSE(UseColor(ColorMode::kNever, {true, "", "xterm"}));
  EXPECT_TRUE(UseColor(ColorMode::kAuto, {true, "", "xterm"}));
  EXPECT_FALSE(UseColor(ColorMode::kAuto, {true, "1", "xterm"}));
  EXPECT_FALSE(UseColor(ColorMode::kAuto, {true, "", "dumb"}));
  EXPECT_FALSE(UseColor(ColorMode::kAuto, {false, "", "xterm"}));
}

}  // namespace
}  // namespace kproof

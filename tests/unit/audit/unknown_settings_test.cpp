// A setting that could not be read leaves a promise unknown only where two values that it can have
// would give different answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/promise/promise.h"
#include "harness/base/random.h"
#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

struct UnreadCase {
  const char* name;
  const char* guarantee;
  void (*read)(PromiseSettings&, FailureClasses&);  // all else is unknown, and nothing failed
  std::optional<bool> holds;
  const char* rule;
};

void Crash(FailureClasses& f) { f = {{"crash"}, 1, seconds(13)}; }

const UnreadCase kUnread[] = {
    {"NothingForLoss", "no-loss", [](auto&, auto&) {}, std::nullopt, "unreadable-setting"},
    {"NothingForDuplicates", "no-duplicates", [](auto&, auto&) {}, std::nullopt,
     "unreadable-setting"},
    {"NothingForOrder", "order", [](auto&, auto&) {}, std::nullopt, "unreadable-setting"},
    {"NothingForAtomic", "atomic", [](auto&, auto&) {}, true, "atomic-clean"},
    {"AcksAllWithoutFaults", "no-loss", [](auto& s, auto&) { s.acks = Acks::kAll; }, true,
     "acks-all-clean"},
    {"AcksAllUnderACrash", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       Crash(f);
     },
     std::nullopt, "unreadable-setting"},
    {"UncleanOrNotWithOneReplica", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.replication = 1;
       Crash(f);
     },
     true, "acks-all-clean"},
    {"UncleanOrNotWhereFewWereHit", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.replication = 3;
       s.min_isr = 2;
       Crash(f);
     },
     true, "acks-all-min-isr-2"},
    {"UncleanOrNotWhereManyWereHit", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.replication = 3;
       s.min_isr = 2;
       Crash(f);
       f.nodes = 2;
     },
     std::nullopt, "unreadable-setting"},
    {"UncleanWithReplicasThatNobodyCounted", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.unclean = true;
       s.min_isr = 3;
       Crash(f);
       f.nodes = 2;
     },
     std::nullopt, "unreadable-setting"},
    {"IdempotenceHasAcksAll", "no-loss", [](auto& s, auto&) { s.idempotence = true; }, true,
     "acks-all-clean"},
    {"TransactionsHaveAcksAll", "no-loss", [](auto& s, auto&) { s.transactional = true; }, true,
     "acks-all-clean"},
    {"NoTransactionsHaveAny", "no-loss", [](auto& s, auto&) { s.transactional = false; },
     std::nullopt, "unreadable-setting"},
    {"NoIdempotenceHasAny", "no-loss", [](auto& s, auto&) { s.idempotence = false; }, std::nullopt,
     "unreadable-setting"},
    {"WhateverAcksIsAClassThatIsNotKnownDecidesNothing", "no-loss",
     [](auto&, auto& f) { f.classes = {"fire"}; }, std::nullopt, "unreadable-setting"},
    {"WhateverAcksIsCorruptionDecides", "no-loss",
     [](auto&, auto& f) { f.classes = {"corruption"}; }, false, "corruption-loss"},
    {"ElrOrNotWhereAllLostData", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.unclean = false;
       s.replication = 3;
       s.flush_messages = 10'000;
       f = {{"power-loss"}, 3, seconds(13), 3};
     },
     false, "disk-loss"},
    {"FlushedOrNotWhereAllLostData", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.unclean = false;
       s.replication = 3;
       s.elr = 1;
       f = {{"power-loss"}, 3, seconds(13), 3};
     },
     std::nullopt, "unreadable-setting"},
    {"FewDisksWithElrAndMinIsrThatNobodyTold", "no-loss",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.unclean = false;
       s.replication = 3;
       s.flush_messages = 10'000;
       s.elr = 1;
       f = {{"power-loss"}, 3, seconds(13), 1};
     },
     std::nullopt, "unreadable-setting"},

    {"IdempotentWithoutFaults", "no-duplicates", [](auto& s, auto&) { s.idempotence = true; }, true,
     "idempotence"},
    {"IdempotentUnderACrash", "no-duplicates",
     [](auto& s, auto& f) {
       s.idempotence = true;
       Crash(f);
     },
     std::nullopt, "unreadable-setting"},
    {"IdempotentUnderAMoment", "no-duplicates",
     [](auto& s, auto& f) {
       s.idempotence = true;
       f.outage = milliseconds(1);
     },
     std::nullopt, "unreadable-setting"},
    {"NotIdempotentAndRetriesUnknown", "no-duplicates",
     [](auto& s, auto&) { s.idempotence = false; }, std::nullopt, "unreadable-setting"},
    {"NotIdempotentAndRetriesUnknownUnderACrash", "no-duplicates",
     [](auto& s, auto& f) {
       s.idempotence = false;
       Crash(f);
     },
     false, "retries-without-idempotence"},
    {"WithoutRetriesThereIsNoIdempotence", "no-duplicates",
     [](auto& s, auto& f) {
       s.retries = 0;
       Crash(f);
     },
     false, "retries-0-moved-leader"},
    {"WithRetriesThereMayBeIdempotence", "no-duplicates",
     [](auto& s, auto& f) {
       s.retries = 1;
       s.delivery_timeout = seconds(300);
       Crash(f);
     },
     std::nullopt, "unreadable-setting"},
    {"WithAcks1ThereIsNoIdempotence", "no-duplicates",
     [](auto& s, auto& f) {
       s.acks = Acks::kLeader;
       Crash(f);
     },
     false, "retries-without-idempotence"},
    {"WithAcks0ThereIsNoIdempotence", "order",
     [](auto& s, auto& f) {
       s.acks = Acks::kNone;
       Crash(f);
     },
     false, "retries-in-flight"},
    {"WithAcksAllThereMayBeIdempotence", "order",
     [](auto& s, auto& f) {
       s.acks = Acks::kAll;
       s.delivery_timeout = seconds(300);
       Crash(f);
     },
     std::nullopt, "unreadable-setting"},
    {"WithSixInFlightThereIsNoIdempotence", "no-duplicates",
     [](auto& s, auto& f) {
       s.in_flight = 6;
       Crash(f);
     },
     false, "retries-without-idempotence"},
    {"WithFiveInFlightThereMayBeIdempotence", "no-duplicates",
     [](auto& s, auto& f) {
       s.in_flight = 5;
       s.delivery_timeout = seconds(300);
       Crash(f);
     },
     std::nullopt, "unreadable-setting"},
    {"TransactionsAreIdempotent", "no-duplicates", [](auto& s, auto&) { s.transactional = true; },
     true, "idempotence"},
    {"IdempotentInOrder", "order", [](auto& s, auto&) { s.idempotence = true; }, true,
     "idempotence-order"},
    {"TransactionsInOrder", "order", [](auto& s, auto&) { s.transactional = true; }, true,
     "idempotence-order"},
    {"IdempotentWithSixInFlightSaysSo", "order",
     [](auto& s, auto&) {
       s.idempotence = true;
       s.in_flight = 6;
     },
     false, "in-flight-over-5"},
    {"WithoutRetriesInOrderWhateverIsInFlight", "order", [](auto& s, auto&) { s.retries = 0; },
     true, "retries-0-order"},
    {"OneInFlightInOrderWhateverTheRetries", "order",
     [](auto& s, auto&) {
       s.idempotence = false;
       s.in_flight = 1;
     },
     true, "in-flight-1"},
    {"SeveralInFlightAndRetriesUnknown", "order",
     [](auto& s, auto&) {
       s.idempotence = false;
       s.in_flight = 5;
     },
     std::nullopt, "unreadable-setting"},
    {"NotIdempotentUnderAPauseWhateverTheRest", "order",
     [](auto& s, auto& f) {
       s.idempotence = false;
       Crash(f);
       f.classes = {"pause"};
     },
     false, "retries-in-flight"},
    {"AtomicUnderACrash", "atomic", [](auto&, auto& f) { Crash(f); }, std::nullopt,
     "unreadable-setting"},
};

class PromisesOfTheUnread : public ::testing::TestWithParam<UnreadCase> {};

TEST_P(PromisesOfTheUnread, MattersWhereTwoValuesDiffer) {
  PromiseSettings settings;
  FailureClasses failures;
  GetParam().read(settings, failures);
  const auto verdict = PromiseOf(GetParam().guarantee, settings, failures);
  EXPECT_EQ(verdict.rule, GetParam().rule);
  EXPECT_EQ(verdict.holds, GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(Table, PromisesOfTheUnread, ::testing::ValuesIn(kUnread),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(UnreadSettings, NamesEachRuleThatSaysTheSame) {
  PromiseSettings settings;
  settings.acks = Acks::kAll;
  const auto verdict = PromiseOf("no-loss", settings, {});
  EXPECT_THAT(verdict.why, EndsWith("; also acks-all-unclean-few-nodes, acks-all-min-isr-2"));
  settings = {};
  settings.idempotence = true;
  EXPECT_THAT(PromiseOf("order", settings, {}).why, Not(HasSubstr("; also ")));
}

TEST(UnreadSettings, SaysWhatIdempotenceAsksFor) {
  PromiseSettings settings;
  settings.idempotence = true;
  EXPECT_THAT(PromiseOf("no-loss", settings, {}).why,
              HasSubstr("acks=all (as idempotence asks for)"));
  settings.idempotence = false;
  EXPECT_THAT(PromiseOf("no-loss", settings, {}).why, HasSubstr("acks=?"));
}

// -- every combination of what could not be read, with more values than the rules have borders

using Setter = std::function<void(PromiseSettings&)>;
using Setters = std::vector<Setter>;  // the values of one setting

template <typename Value>
Setters ValuesOf(std::optional<Value> PromiseSettings::*setting, std::vector<Value> values) {
  Setters setters;
  for (const Value value : values)
    setters.emplace_back([=](PromiseSettings& s) { s.*setting = value; });
  return setters;
}

using Number = std::int64_t;
const Setters kAcksValues =
    ValuesOf(&PromiseSettings::acks, {Acks::kNone, Acks::kLeader, Acks::kAll});
const Setters kIdempotenceValues = ValuesOf(&PromiseSettings::idempotence, {false, true});
const Setters kInFlightValues = ValuesOf<Number>(&PromiseSettings::in_flight, {1, 2, 5, 6, 100});
const Setters kRetriesValues = ValuesOf<Number>(&PromiseSettings::retries, {0, 1, 2});
const Setters kTimeouts =
    ValuesOf<Duration>(&PromiseSettings::delivery_timeout,
                       {milliseconds(1), seconds(3), seconds(13), seconds(14), Duration::max()});
const Setters kReplications = ValuesOf<Number>(&PromiseSettings::replication, {1, 2, 3, 4, 5});
const Setters kMinIsrs = ValuesOf<Number>(&PromiseSettings::min_isr, {1, 2, 3, 4});
const Setters kUncleans = ValuesOf(&PromiseSettings::unclean, {false, true});
const Setters kFlushes = ValuesOf<Number>(&PromiseSettings::flush_messages, {1, 2});
const Setters kElrs = ValuesOf<Number>(&PromiseSettings::elr, {0, 1, 2});
const Setters kTransactionals = ValuesOf(&PromiseSettings::transactional, {false, true});

// What the rules of a guarantee look at.
std::vector<Setters> SettingsFor(const std::string& guarantee) {
  if (guarantee == "no-loss")
    return {kAcksValues, kReplications, kMinIsrs, kUncleans, kFlushes, kElrs};
  if (guarantee == "atomic") return {kReplications, kMinIsrs, kUncleans, kElrs};
  return {kIdempotenceValues, kInFlightValues, kRetriesValues, kTimeouts};
}

// What its rules do not look at, and other settings may follow from.
std::vector<Setters> Besides(const std::string& guarantee) {
  if (guarantee == "no-loss") return {kIdempotenceValues, kTransactionals};
  if (guarantee == "atomic") return {kAcksValues, kIdempotenceValues};
  return {kAcksValues, kTransactionals};
}

// By either client, as far as it is known.
bool Refused(const PromiseSettings& s) {
  const bool idempotent = s.idempotence == true || s.transactional == true;
  return idempotent && (s.idempotence == false || (s.acks && s.acks != Acks::kAll) ||
                        (s.in_flight && *s.in_flight > 5) || (s.retries && *s.retries == 0));
}

class Worlds {
 public:
  Worlds(std::string guarantee, const FailureClasses& failures)
      : guarantee_(std::move(guarantee)), failures_(failures) {}

  // Every value of settings[i…].
  void Add(PromiseSettings s, const std::vector<Setters>& settings, std::size_t i = 0) {
    if (Refused(s)) return;
    if (i == settings.size()) {
      answers_.insert(PromiseOf(guarantee_, s, failures_).holds);
      return;
    }
    for (const auto& set : settings[i]) {
      set(s);
      Add(s, settings, i + 1);
    }
  }
  const std::set<std::optional<bool>>& answers() const { return answers_; }

 private:
  std::string guarantee_;
  FailureClasses failures_;
  std::set<std::optional<bool>> answers_;
};

TEST(UnreadSettings, IsTheAnswerOfAllThatTheSettingsCanBe) {
  const FailureClasses kFailures[] = {{},
                                      {{"crash"}, 1, seconds(13)},
                                      {{"pause", "power-loss"}, 3, seconds(13), 1},
                                      {{"power-loss"}, 2, seconds(13), 2},
                                      {{"wipe", "clock"}, 2, seconds(3), 2}};
  Random random(20261128);
  std::map<std::optional<bool>, int> seen;
  for (int i = 0; i < 300; ++i) {
    const auto& failures = kFailures[random.Below(std::size(kFailures))];
    for (const char* guarantee : {"no-loss", "no-duplicates", "order", "atomic"}) {
      PromiseSettings read;
      if (std::string(guarantee) == "atomic") read.transactional = true;
      std::vector<Setters> unread;
      for (const auto& setters : SettingsFor(guarantee)) {
        if (random.Below(2) == 0)
          unread.push_back(setters);
        else
          setters[random.Below(setters.size())](read);
      }
      for (const auto& setters : Besides(guarantee))
        if (random.Below(5) == 0) setters[random.Below(setters.size())](read);
      if (Refused(read)) continue;
      Worlds worlds(guarantee, failures);
      worlds.Add(read, unread);
      const auto verdict = PromiseOf(guarantee, read, failures);
      ++seen[verdict.holds];
      ASSERT_FALSE(worlds.answers().empty());
      const bool one = worlds.answers().size() == 1;
      ASSERT_EQ(verdict.rule == "unreadable-setting", !one) << guarantee << ": " << verdict.why;
      if (one) {
        ASSERT_EQ(verdict.holds, *worlds.answers().begin()) << guarantee << ": " << verdict.why;
      }
    }
  }
  for (const auto& answer : {std::optional(true), std::optional(false), std::optional<bool>()})
    EXPECT_GE(seen[answer], 50);
}

// -- in histories: seq 1 stands twice, or behind seq 2

HistoryOf& Twice(HistoryOf& h) {
  return h.Acks(0, 3, 0).Reads(kFinal, 0, 3, 0).Reads(kFinal, 1, 1, 3).FinalBounds(0, 4);
}

// As if they had been left out.
HistoryOf& LeftOut(HistoryOf& h) {
  return h.Producer("max.in.flight", "?")
      .Producer("retries", "?")
      .Producer("message.timeout.ms", "?");
}

TEST(UnreadHistories, IdempotentDuplicatesWithoutFaultsAreExcusedByNothing) {
  HistoryOf h;
  const auto result = LeftOut(Twice(h)).Judge();
  EXPECT_EQ(result.verdict, Verdict::kViolation) << result.reason;
  EXPECT_EQ(result.promise.at("no-duplicates").rule, "idempotence");
}

TEST(UnreadHistories, AFaultMayExcuseThem) {
  HistoryOf h;
  const auto result = LeftOut(Twice(h)).Fault("crash", 0.2, 0.5).Judge();
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
}

TEST(UnreadHistories, AFaultThatWasNeverInjectedExcusesNothing) {
  HistoryOf h;
  FaultFact fault;
  fault.fault = "kill";
  fault.failure_class = "crash";
  h.writer().Put(fault);
  EXPECT_EQ(LeftOut(Twice(h)).Judge().verdict, Verdict::kViolation);
}

TEST(UnreadHistories, ADisturbanceOfAnyKindMayExcuseThem) {
  for (const char* subject : {"machine", "payments/0", "broker-2"}) {
    HistoryOf h;
    const auto result = LeftOut(Twice(h)).Event(0.5, "disturbance", subject, "stalled").Judge();
    EXPECT_EQ(result.verdict, Verdict::kInconclusive) << subject << ": " << result.reason;
  }
  HistoryOf told;
  EXPECT_EQ(LeftOut(Twice(told)).Event(0.5, "phase", "load").Judge().verdict, Verdict::kViolation);
}

TEST(UnreadHistories, ADisturbanceIsNoExcuseForALongTimeout) {
  HistoryOf h;
  EXPECT_EQ(Twice(h).Event(0.5, "disturbance", "machine", "stalled").Judge().verdict,
            Verdict::kViolation);
}

TEST(UnreadHistories, WhoSentInTransactionsHasATransactionalId) {
  const auto judged = [](bool in_transaction) {
    FlowHistory h;
    h.Producer("acks", "?").Producer("enable.idempotence", "?");
    h.Acks(0, 3, 0).Acks(3, 1, 3);
    if (in_transaction) h.InTxn("t", 3, 1).Txn("t", 2, TxnOutcome::kCommitted);
    h.FinalAt(Isolation::kUncommitted, {{1, 1}, {2, 2}, {3, 3}}, 0, 4);
    return h.Judge();
  };
  EXPECT_EQ(judged(true).promise.at("no-loss").holds, true);
  EXPECT_EQ(judged(true).verdict, Verdict::kViolation);
  EXPECT_EQ(judged(false).promise.at("no-loss").holds, std::nullopt);
  EXPECT_EQ(judged(false).verdict, Verdict::kInconclusive);
}

}  // namespace
}  // namespace kproof

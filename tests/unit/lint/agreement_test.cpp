// Lint and promise never contradict each other, over the whole table of settings that promises turn
// on: a rule that says that a guarantee is broken is right, and none is broken without a rule.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "audit/lint/certify.h"
#include "audit/lint/promised.h"
#include "audit/lint/registry.h"
#include "harness/base/contains.h"
#include "harness/words/failure_class.h"

namespace kproof {
namespace {

using Name = std::pair<SettingScope, std::string>;

constexpr auto kProducerScope = SettingScope::kProducer;
constexpr auto kTopicScope = SettingScope::kTopic;

// Each combination of values; "" leaves a setting out.
struct Axis {
  Name name;
  std::vector<std::string> values;
};

const std::vector<Axis>& Axes() {
  static const std::vector<Axis> kAxes = {
      {{kProducerScope, "acks"}, {"0", "1", "all"}},
      {{kProducerScope, "enable.idempotence"}, {"false", "true"}},
      {{kProducerScope, "max.in.flight.requests.per.connection"}, {"1", "5", "6"}},
      {{kProducerScope, "retries"}, {"0", "1", "2147483647"}},
      {{kProducerScope, "delivery.timeout.ms"}, {"2000", "120000"}},
      {{kProducerScope, "transactional.id"}, {"", "a"}},
      {{kTopicScope, kReplicationKey}, {"1", "2", "3"}},
      {{kTopicScope, "min.insync.replicas"}, {"1", "2", "3"}},
      {{kTopicScope, "unclean.leader.election.enable"}, {"false", "true"}},
      {{kTopicScope, "flush.messages"}, {"1", "9223372036854775807"}},
      {{SettingScope::kBroker, "eligible.leader.replicas.version"}, {"", "0", "1"}},
  };
  return kAxes;
}

// Idempotence is off because it was given so, by librdkafka's default, or because Java turned it
// off.
void SayClient(LintSubject& subject, std::size_t variant) {
  subject.producer.kind = variant == 1 ? "librdkafka" : "java";
  subject.settings[{kProducerScope, "enable.idempotence"}].given = variant == 0;
}

void EachSubject(const std::function<void(const LintSubject&)>& with) {
  LintSubject subject;
  subject.topic = "payments";
  subject.kafka = "4.3.1";
  subject.brokers_known = true;
  std::size_t count = 0;
  const std::function<void(std::size_t)> each = [&](std::size_t at) {
    if (at == Axes().size()) {
      SayClient(subject, count++ % 3);
      return with(subject);
    }
    for (const auto& value : Axes()[at].values) {
      subject.settings.erase(Axes()[at].name);
      if (!value.empty()) subject.settings[Axes()[at].name] = {value, "test", true};
      each(at + 1);
    }
  };
  each(0);
  EXPECT_GT(count, 20'000U);
}

std::string Described(const LintSubject& subject) {
  std::string text = subject.producer.kind;
  for (const auto& [name, setting] : subject.settings)
    text += " " + name.second + "=" + setting.value;
  return text;
}

// Under one class of failure that hits so many nodes.
std::optional<bool> Holds(Guarantee guarantee, const PromiseSettings& settings,
                          const std::string& failure, std::int64_t nodes) {
  return PromiseOf(NameOf(guarantee), settings,
                   ClassesOf({{failure}, nodes, Duration(0)}, std::chrono::seconds(9)))
      .holds;
}

bool BrokenSomehow(Guarantee guarantee, const PromiseSettings& settings) {
  for (const auto& failure : UsualFailures())
    for (std::int64_t nodes = 1; nodes <= settings.replication.value_or(1); ++nodes)
      if (Holds(guarantee, settings, failure, nodes) == false) return true;
  return false;
}

bool BrokenByOneNode(Guarantee guarantee, const PromiseSettings& settings) {
  for (const auto& failure : UsualFailures())
    if (Holds(guarantee, settings, failure, 1) == false) return true;
  return false;
}

TEST(LintAndPromise, WhatARuleSaysIsBrokenIsNotPromised) {
  std::map<std::string, std::size_t> applied;
  EachSubject([&](const LintSubject& subject) {
    const auto settings = PromiseSettingsOf(subject);
    std::map<Guarantee, bool> broken;
    for (const auto& finding : Lint(subject))
      for (const auto guarantee : finding.rule->breaks) {
        ++applied[finding.rule->id];
        if (!broken.contains(guarantee)) broken[guarantee] = BrokenSomehow(guarantee, settings);
        ASSERT_TRUE(broken[guarantee]) << finding.rule->id << ": " << NameOf(guarantee)
                                       << " is promised with " << Described(subject);
      }
  });
  EXPECT_GE(applied.size(), 10U);
}

TEST(LintAndPromise, NothingIsBrokenByOneNodeWithoutARule) {
  EachSubject([&](const LintSubject& subject) {
    const auto settings = PromiseSettingsOf(subject);
    const auto findings = Lint(subject);
    for (const auto guarantee : {Guarantee::kNoLoss, Guarantee::kNoDuplicates, Guarantee::kOrder}) {
      if (!BrokenByOneNode(guarantee, settings)) continue;
      bool explained = false;
      for (const auto& finding : findings)
        explained = explained || kproof::Contains(finding.rule->breaks, guarantee);
      ASSERT_TRUE(explained) << NameOf(guarantee) << " is not promised with " << Described(subject);
    }
  });
}

// The default question: no loss when one node fails.
TEST(LintAndPromise, LossIsAMustExactlyWhereOneNodeCanCauseIt) {
  EachSubject([&](const LintSubject& subject) {
    bool must = false;
    for (const auto& finding : Lint(subject))
      must = must || (finding.rule->severity == LintSeverity::kMust &&
                      kproof::Contains(finding.rule->breaks, Guarantee::kNoLoss));
    ASSERT_EQ(must, BrokenByOneNode(Guarantee::kNoLoss, PromiseSettingsOf(subject)))
        << Described(subject);
  });
}

}  // namespace
}  // namespace kproof

// Every rule can apply and can not apply, its advice mends it, and what it says is whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "audit/lint/registry.h"
#include "harness/base/contains.h"
#include "tests/unit/lint/subjects.h"

namespace kproof {
namespace {

// "acks=all": a line of a file, and nothing else.
bool IsLine(const std::string& advice) {
  static const std::regex kLine(R"([a-z.]+=\S+)");
  return std::regex_match(advice, kLine);
}

std::string MendedBy(const LintRule& rule, const LintExample& example) {
  const std::string mended = example.mended;
  if (mended.starts_with("=")) return mended.substr(1);
  if (!mended.empty()) return std::string(example.raises) + "; " + mended;
  EXPECT_TRUE(IsLine(rule.advice)) << rule.id << ": the example has to say what mends it";
  return std::string(example.raises) + "; " + NameOf(rule.settings.front().scope) + " " +
         rule.advice;
}

TEST(LintRules, AreManyAndEachHasAName) {
  EXPECT_GE(LintRules().size(), 60U);
  const std::regex name("[a-z0-9]+(-[a-z0-9]+)*");
  std::set<std::string> ids;
  for (const auto& rule : LintRules()) {
    EXPECT_TRUE(std::regex_match(rule.id, name)) << rule.id;
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " is there twice";
    EXPECT_FALSE(rule.settings.empty()) << rule.id;
    for (const char* text : {rule.when, rule.mechanism, rule.advice, rule.cost, rule.source}) {
      EXPECT_STRNE(text, "") << rule.id;
      EXPECT_EQ(std::string(text).find('|'), std::string::npos) << rule.id << ": " << text;
    }
    EXPECT_EQ(*rule.shown_by.breaks == '\0', *rule.shown_by.holds == '\0') << rule.id;
  }
}

TEST(LintRules, EachHasOneExample) {
  std::multiset<std::string> examples;
  for (const auto& example : LintExamples()) {
    examples.insert(example.id);
    EXPECT_NE(FindLintRule(example.id), nullptr) << example.id;
  }
  for (const auto& rule : LintRules()) EXPECT_EQ(examples.count(rule.id), 1U) << rule.id;
}

TEST(LintRules, EachAppliesToItsExampleAndNotOnceThatIsMended) {
  for (const auto& example : LintExamples()) {
    const auto* rule = FindLintRule(example.id);
    ASSERT_NE(rule, nullptr) << example.id;
    EXPECT_TRUE(rule->applies(SubjectIn(example.raises))) << rule->id << ": " << example.raises;
    const auto mended = MendedBy(*rule, example);
    EXPECT_FALSE(rule->applies(SubjectIn(mended))) << rule->id << ": " << mended;
  }
}

// An advice that mends one rule by raising one of severity must is no advice.
TEST(LintRules, NoAdviceRaisesAMust) {
  for (const auto& example : LintExamples()) {
    const auto* rule = FindLintRule(example.id);
    if (rule == nullptr || *example.mended != '\0') continue;
    const auto before = RulesFor(SubjectIn(example.raises));
    for (const auto& finding : Lint(SubjectIn(MendedBy(*rule, example))))
      EXPECT_TRUE(finding.rule->severity != LintSeverity::kMust ||
                  kproof::Contains(before, std::string(finding.rule->id)))
          << rule->id << ": its advice raises " << finding.rule->id;
  }
}

// What a rule says nothing about does not raise it.
TEST(LintRules, SafeSettingsRaiseNoneOfWeight) {
  const auto findings = Lint(SubjectIn(
      "producer acks=all; producer security.protocol=SSL; consumer enable.auto.commit=false; "
      "consumer auto.offset.reset=earliest; consumer security.protocol=SSL; broker "
      "min.insync.replicas=2; broker default.replication.factor=3; broker log.dirs=/var/lib/kafka; "
      "broker auto.create.topics.enable=false; broker broker.rack=a"));
  for (const auto& finding : findings)
    EXPECT_EQ(finding.rule->severity, LintSeverity::kNote) << finding.rule->id;
}

TEST(LintRules, NothingKnownRaisesNothing) { EXPECT_THAT(Lint(LintSubject{}), testing::IsEmpty()); }

TEST(Lint, HasTheWorstFirstAndSaysWhereEachValueComesFrom) {
  const auto findings = Lint(SubjectIn("producer acks=1; replication 1"));
  for (std::size_t at = 1; at < findings.size(); ++at)
    EXPECT_LE(findings[at - 1].rule->severity, findings[at].rule->severity);
  ASSERT_FALSE(findings.empty());
  EXPECT_STREQ(findings.front().rule->id, "acks-1");
  EXPECT_EQ(findings.front().value, "1");
  EXPECT_EQ(findings.front().origin, "example");
  EXPECT_TRUE(AnyMust(findings));
  EXPECT_FALSE(AnyMust(Lint(SubjectIn(""))));
}

bool Raised(const std::string& line, const std::string& rule) {
  return kproof::Contains(RulesFor(SubjectIn(line)), rule);
}

TEST(LintRules, EndWhereTheySay) {
  EXPECT_TRUE(Raised("producer retries=0", "retries-0"));
  EXPECT_FALSE(Raised("producer retries=1", "retries-0"));
  EXPECT_FALSE(Raised("client 2.7.2", "java-record-in-wrong-topic"));
  EXPECT_TRUE(Raised("client 2.8.0", "java-record-in-wrong-topic"));
  // librdkafka's 0 is no time-out at all.
  EXPECT_FALSE(
      Raised("librdkafka; producer message.timeout.ms=0", "delivery-timeout-within-session"));
}

TEST(Lint, OneShouldIsNoMust) {
  int should = 0;
  for (const auto& example : LintExamples()) {
    bool must = false;
    const auto findings = Lint(SubjectIn(example.raises));
    for (const auto& finding : findings) {
      must = must || finding.rule->severity == LintSeverity::kMust;
      should += finding.rule->severity == LintSeverity::kShould;
    }
    EXPECT_EQ(AnyMust(findings), must) << example.id;
  }
  EXPECT_GT(should, 0);
}

TEST(LintSubjects, CountAsManyInSyncReplicasAsThereAreReplicas) {
  EXPECT_EQ(SubjectIn("topic min.insync.replicas=2; replication 1").MinIsr(), 1);
  EXPECT_EQ(SubjectIn("topic min.insync.replicas=2; replication 3").MinIsr(), 2);
}

}  // namespace
}  // namespace kproof

// Advice is a change after which nothing is refused, and no smaller one is.
#include "harness/certify/advise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/lint/registry.h"
#include "harness/words/guarantee.h"
#include "tests/unit/lint/subjects.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CertifyQuestion For(std::set<std::string> required = {"no-loss"},
                    std::set<std::string> failures = UsualFailures()) {
  CertifyQuestion asked;
  asked.required = std::move(required);
  asked.failures = {std::move(failures), 1, Duration(0)};
  return asked;
}

std::vector<std::string> AdvisedFor(const std::string& line, const CertifyQuestion& asked = For()) {
  std::vector<std::string> texts;
  for (const auto& change : Advise(QuestionIn(line), asked)) texts.push_back(change.ToString());
  return texts;
}

TEST(Advise, FindsTheSmallestChangeThatMendsWhatIsRefused) {
  EXPECT_THAT(AdvisedFor("producer acks=1"), ElementsAre("producer acks=all"));
  EXPECT_THAT(AdvisedFor("topic min.insync.replicas=1"),
              ElementsAre("topic min.insync.replicas=2"));
  EXPECT_THAT(AdvisedFor("producer acks=0; topic min.insync.replicas=1; replication 1"),
              ElementsAre("producer acks=all", "topic replication.factor=3",
                          "topic min.insync.replicas=2"));
  EXPECT_THAT(AdvisedFor("librdkafka; producer request.required.acks=1"),
              ElementsAre("producer acks=all"))
      << "in place of the other name";
}

TEST(Advise, AsksForWhatIsRequiredUnderWhatIsAsked) {
  EXPECT_THAT(AdvisedFor("producer enable.idempotence=false", For({"no-loss", "order"})),
              ElementsAre("producer enable.idempotence=true"));
  EXPECT_THAT(AdvisedFor("producer enable.idempotence=false"), IsEmpty()) << "nothing is refused";
  auto three = For({"no-loss"}, {"power-loss"});
  three.failures.nodes = 3;
  EXPECT_THAT(AdvisedFor("producer acks=all", three), ElementsAre("topic flush.messages=1"));
  EXPECT_THAT(AdvisedFor("producer acks=all", For({"atomic"})), IsEmpty())
      << "no setting of a file makes an application use transactions";
}

TEST(Advise, LeavesSettingsOut) {
  EXPECT_THAT(
      AdvisedFor("librdkafka; producer transactional.id=a; producer message.timeout.ms=60001"),
      ElementsAre("producer message.timeout.ms left out"));
  EXPECT_THAT(AdvisedFor("consumer group.protocol=consumer; consumer session.timeout.ms=45000; "
                         "consumer heartbeat.interval.ms=3000"),
              ElementsAre("consumer session.timeout.ms left out",
                          "consumer heartbeat.interval.ms left out"));
}

// Every rule that refuses: what is advised for its example refuses nothing.
TEST(Advise, MendsTheExampleOfEachMust) {
  std::set<std::string> in_words;
  for (const auto& example : LintExamples()) {
    const auto* rule = FindLintRule(example.id);
    ASSERT_NE(rule, nullptr) << example.id;
    if (rule->severity != LintSeverity::kMust) continue;
    auto question = QuestionIn(example.raises);
    ASSERT_EQ(CertifyBySettings(LintSubjectOf(question), For()).verdict,
              CertificateVerdict::kRefused)
        << example.id;
    const auto advice = Advise(question, For());
    if (advice.empty()) {
      in_words.insert(example.id);
      continue;
    }
    for (const auto& change : advice) question = With(std::move(question), change);
    EXPECT_NE(CertifyBySettings(LintSubjectOf(question), For()).verdict,
              CertificateVerdict::kRefused)
        << example.id;
  }
  EXPECT_THAT(in_words,
              ElementsAre("librdkafka-lost-in-transaction", "librdkafka-reused-sequences"))
      << "what is mended by another version";
}

}  // namespace
}  // namespace kproof

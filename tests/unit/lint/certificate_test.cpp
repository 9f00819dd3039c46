// The part of a certificate that needs no run: verdict, promises by failure, fingerprint, formats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "audit/lint/certify.h"
#include "audit/lint/fingerprint.h"
#include "harness/words/failure_class.h"
#include "reports/certificate_json.h"
#include "reports/certificate_text.h"
#include "reports/sarif.h"
#include "tests/unit/lint/subjects.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Certificate CertificateOf(const std::string& line, std::set<std::string> required = {"no-loss"}) {
  return CertifyBySettings(SubjectIn(line),
                           {std::move(required), {UsualFailures(), 1, {}}, "0.1.0"});
}

const CertifiedGuarantee& Find(const Certificate& certificate, const std::string& name) {
  for (const auto& guarantee : certificate.guarantees)
    if (guarantee.guarantee == name) return guarantee;
  throw std::runtime_error("no guarantee " + name);
}

TEST(CertificateBySettings, RefusesAMustAndWhatIsNotPromised) {
  const auto certificate = CertificateOf("producer acks=1");
  EXPECT_EQ(certificate.verdict, CertificateVerdict::kRefused);
  EXPECT_EQ(certificate.reason,
            "1 rule of severity must is broken: acks-1; no-loss is not promised");
  const auto& no_loss = Find(certificate, "no-loss");
  EXPECT_TRUE(no_loss.required);
  EXPECT_EQ(no_loss.promised, false);
  EXPECT_EQ(no_loss.rule, "acks-1");
  EXPECT_EQ(no_loss.trials, 0U);
  EXPECT_EQ(no_loss.per_trial_upper, std::nullopt);
  EXPECT_EQ(no_loss.by_failure.size(), FailureClassTable().size());
  EXPECT_FALSE(certificate.promised_all);
}

TEST(CertificateBySettings, AsksForWhatHappensToOneNode) {
  EXPECT_THAT(UsualFailures(),
              testing::ElementsAre("crash", "cut", "disk", "none", "operation", "pause",
                                   "power-loss", "slow-disk", "stop", "wipe"));
}

TEST(CertificateBySettings, NeverSaysCertified) {
  const auto certificate = CertificateOf("producer acks=all");
  EXPECT_EQ(certificate.verdict, CertificateVerdict::kInconclusive);
  EXPECT_EQ(certificate.reason, "nothing is refused, and nothing was run");
  EXPECT_TRUE(certificate.promised_all);
  EXPECT_THAT(certificate.not_tested,
              testing::Contains("nothing was run: lint and promises look at settings alone"));
}

TEST(CertificateBySettings, AsksForWhatIsRequiredAlone) {
  const std::string no_idempotence = "producer enable.idempotence=false";
  EXPECT_TRUE(CertificateOf(no_idempotence).promised_all);
  const auto certificate = CertificateOf(no_idempotence, {"no-loss", "no-duplicates"});
  EXPECT_EQ(certificate.verdict, CertificateVerdict::kRefused);
  EXPECT_EQ(certificate.reason, "no-duplicates is not promised");
  EXPECT_EQ(Find(certificate, "no-duplicates").rule, "retries-without-idempotence");
  EXPECT_THAT(Find(certificate, "no-duplicates").why, HasSubstr("under crash: "));
}

// Java's client 2.8: what it does without enable.idempotence=… is not in the tables.
TEST(CertificateBySettings, WhatCantBeKnownIsNotPromised) {
  const auto certificate =
      CertificateOf("client 2.8.2; producer acks=all", {"no-loss", "no-duplicates"});
  EXPECT_EQ(certificate.verdict, CertificateVerdict::kInconclusive);
  EXPECT_EQ(certificate.reason, "no-duplicates may not be promised");
  EXPECT_FALSE(certificate.promised_all);
  EXPECT_THAT(certificate.not_tested,
              testing::Contains(HasSubstr("the defaults of Java's client 2.8.2")));
}

TEST(CertificateBySettings, SaysWhatIsNotAskedAndNotPromised) {
  EXPECT_THAT(
      CertificateOf("").not_tested,
      testing::Contains("no-loss is not asked, and not promised, under corruption, operator, "
                        "unclean-election"));
  EXPECT_THAT(CertificateOf("consumer group.id=g; broker broker.rack=a").not_tested,
              Not(testing::Contains(HasSubstr("none of their settings were given"))));
}

TEST(Fingerprint, IsOfValuesAndNotOfTheirPlaces) {
  const auto given = SubjectIn("producer acks=all; topic min.insync.replicas=2");
  auto other = given;
  for (auto& setting : other.settings) setting.second.origin = "elsewhere";
  EXPECT_EQ(FingerprintOf(given), FingerprintOf(other));
  // A default that is written out is the same setting.
  EXPECT_EQ(FingerprintOf(SubjectIn("")), FingerprintOf(SubjectIn("producer linger.ms=5")));
  EXPECT_EQ(FingerprintOf(SubjectIn("producer acks=-1")), FingerprintOf(SubjectIn("")));
}

TEST(Fingerprint, ChangesWithEachSettingThatMatters) {
  std::set<std::string> seen = {FingerprintOf(SubjectIn(""))};
  for (const char* line :
       {"producer acks=1", "replication 2", "kafka 4.2.0", "client 4.3.0", "librdkafka",
        "topic flush.messages=1", "broker broker.session.timeout.ms=8000", "consumer group.id=g"})
    EXPECT_TRUE(seen.insert(FingerprintOf(SubjectIn(line))).second) << line;
  EXPECT_EQ(FingerprintOf(SubjectIn("")),
            FingerprintOf(SubjectIn("producer compression.type=lz4")));
}

TEST(Fingerprint, IsTakenOverAFormThatCantBeMistaken) {
  const auto text = CanonicalSettings(SubjectIn("producer transactional.id=a\nb\\"));
  EXPECT_TRUE(text.starts_with("kproof settings 1\n"));
  EXPECT_THAT(text, HasSubstr("\nproducer.client=java\n"));
  EXPECT_THAT(text, HasSubstr("\nproducer.transactional.id=a\\nb\\\\\n"));
  EXPECT_THAT(CanonicalSettings(SubjectIn("producer sasl.jaas.config=secret")),
              Not(HasSubstr("secret\n")));
  EXPECT_EQ(FingerprintOf(SubjectIn("")).size(), 7U + 64U);
}

TEST(CertificateFormats, GiveTheSameBytesForTheSameSettings) {
  const std::string line = "producer acks=1; consumer group.id=g; broker log.dirs=/a,/b";
  const auto one = CertificateOf(line), other = CertificateOf(line);
  EXPECT_EQ(CertificateText(one), CertificateText(other));
  EXPECT_EQ(CertificateJson(one).dump(), CertificateJson(other).dump());
  EXPECT_EQ(SarifOf(one).dump(), SarifOf(other).dump());
}

TEST(CertificateFormats, JsonHasTheKeysOfTheContract) {
  const auto json = CertificateJson(CertificateOf("producer acks=1"));
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["subject"]["topic"], "payments");
  EXPECT_TRUE(json["subject"]["cluster_id"].is_null());
  EXPECT_EQ(json["verdict"], "refused");
  EXPECT_EQ(json["valid_for"]["fingerprint"], json["subject"]["fingerprint"]);
  EXPECT_EQ(json["settings"]["producer"]["acks"]["origin"], "example");
  EXPECT_EQ(json["settings"]["producer"]["linger.ms"]["origin"], "default of Java's client 4.3");
  const auto& row = json["lint"][0];
  for (const char* key :
       {"id", "severity", "setting", "value", "origin", "why", "source", "advice", "shown_by"})
    EXPECT_TRUE(row[key].is_string()) << key;
  EXPECT_EQ(row["shown_by"],
            "durability/leader-kill-acks1 breaks (10 of 10 runs), durability/leader-kill holds (10 "
            "of 10 runs)");
  const auto& guarantee = json["guarantees"][0];
  for (const char* key : {"guarantee", "promised", "rule", "scenarios", "trials", "at_stake",
                          "observed", "per_trial_upper"})
    EXPECT_TRUE(guarantee.contains(key)) << key;
  EXPECT_FALSE(json["not_tested"].empty());
}

TEST(CertificateFormats, TextSaysWhatIsSetWhereAndWhatMendsIt) {
  const auto text = CertificateText(CertificateOf("producer acks=1"));
  for (const char* part :
       {"topic payments: refused: 1 rule of severity must is broken: acks-1; no-loss is not "
        "promised\n",
        "must: acks-1 (confidence high)\n", "  set          producer acks=1 (example)\n",
        "  advice       acks=all\n", "  shown by     durability/leader-kill-acks1 breaks",
        "required, not promised: under crash", "  -            nothing was run"})
    EXPECT_THAT(text, HasSubstr(part));
}

// The fields that SARIF 2.1.0 asks for, and those that code hosts need.
TEST(CertificateFormats, SarifHasItsRequiredFields) {
  auto question = QuestionIn("producer acks=1");
  for (auto& property : question.producer) property.place = "a b/p.properties:3";
  const auto certificate =
      CertifyBySettings(LintSubjectOf(question), {{"no-loss"}, {UsualFailures(), 1, {}}, "0.1.0"});
  const auto sarif = SarifOf(certificate);
  EXPECT_EQ(sarif["version"], "2.1.0");
  EXPECT_TRUE(sarif["$schema"].is_string());
  ASSERT_EQ(sarif["runs"].size(), 1U);
  const auto& run = sarif["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["name"], "kproof");
  const auto& rules = run["tool"]["driver"]["rules"];
  ASSERT_EQ(run["results"].size(), certificate.lint.size());
  for (const auto& result : run["results"]) {
    EXPECT_TRUE(result["message"]["text"].is_string());
    EXPECT_THAT((std::vector<std::string>{"error", "warning", "note"}),
                testing::Contains(result["level"].get<std::string>()));
    const auto index = result["ruleIndex"].get<std::size_t>();
    ASSERT_LT(index, rules.size());
    EXPECT_EQ(rules[index]["id"], result["ruleId"]);
    EXPECT_TRUE(rules[index]["shortDescription"]["text"].is_string());
    EXPECT_FALSE(result["locations"].empty());
  }
  const auto& place = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "a%20b/p.properties");
  EXPECT_EQ(place["region"]["startLine"], 3);
  EXPECT_EQ(run["results"][0]["level"], "error");
  // What no file says would have to stand in one.
  const auto& last = run["results"].back()["locations"][0]["physicalLocation"];
  EXPECT_EQ(last["artifactLocation"]["uri"], "a%20b/p.properties");
  EXPECT_EQ(last["region"]["startLine"], 1);
  EXPECT_FALSE(SarifOf(CertificateOf(""))["runs"][0]["results"][0]["locations"][0].contains(
      "physicalLocation"));
}

}  // namespace
}  // namespace kproof

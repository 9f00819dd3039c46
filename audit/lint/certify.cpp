#include "audit/lint/certify.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/lint/fingerprint.h"
#include "audit/lint/promised.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/failure_class.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

std::string SourceOf(const PromiseVerdict& promise) {
  for (const auto& rule : PromiseRules())
    if (promise.rule == rule.name) return rule.source;
  return "";
}

std::string ReasonOf(const PromiseVerdict& promise) {
  for (const auto& rule : PromiseRules())
    if (promise.rule == rule.name) return rule.reason;
  return promise.why;
}

// The answer that decides: "no" before "unknown" before "yes".
int Rank(const PromisedUnder& under) {
  return !under.promise.holds ? 1 : *under.promise.holds ? 2 : 0;
}

CertifiedGuarantee Guaranteed(const GuaranteeRow& row, const LintSubject& subject,
                              const CertifyQuestion& question) {
  CertifiedGuarantee guarantee;
  guarantee.guarantee = row.name;
  guarantee.required = question.required.contains(row.name);
  const auto settings = PromiseSettingsOf(subject);
  const auto session = SessionOf(subject);
  const PromisedUnder* deciding = nullptr;
  guarantee.by_failure.reserve(FailureClassTable().size());
  for (const auto& failure : FailureClassTable()) {
    const bool none = failure.word == FailureClass::kNone;
    const auto& asked = question.failures;
    const auto promise = PromiseOf(row.name, settings,
                                   ClassesOf({{failure.name}, asked.nodes, asked.outage}, session));
    guarantee.by_failure.push_back({failure.name, none ? 0 : asked.nodes,
                                    asked.classes.contains(failure.name), promise,
                                    SourceOf(promise)});
    const auto& under = guarantee.by_failure.back();
    if (under.asked && (deciding == nullptr || Rank(under) < Rank(*deciding))) deciding = &under;
  }
  if (deciding == nullptr) return guarantee;
  guarantee.promised = deciding->promise.holds;
  guarantee.rule = deciding->promise.rule;
  guarantee.why = guarantee.promised == true
                      ? ReasonOf(deciding->promise)
                      : fmt::format("under {}: {}", deciding->failure, ReasonOf(deciding->promise));
  return guarantee;
}

// What nobody has tried, or could look at.
std::vector<std::string> NotTested(const LintSubject& subject, const Certificate& certificate) {
  std::vector<std::string> sentences = {kNothingWasRun};
  for (const auto& guarantee : certificate.guarantees) {
    if (!guarantee.required) continue;
    std::vector<std::string> classes;
    for (const auto& under : guarantee.by_failure)
      if (!under.asked && under.promise.holds != true) classes.push_back(under.failure);
    if (!classes.empty())
      sentences.push_back(fmt::format("{} is not asked, and not promised, under {}",
                                      guarantee.guarantee, Join(classes, ", ")));
  }
  if (subject.consumer.kind.empty())
    sentences.emplace_back("consumers: none of their settings were given");
  if (!subject.brokers_known)
    sentences.emplace_back(
        "brokers: none of their settings were given; the topic follows Kafka's defaults");
  for (const auto* client : {&subject.producer, &subject.consumer})
    if (!client->kind.empty() && client->version.empty())
      sentences.push_back(
          fmt::format("known defects of versions of the {}: --client-version was not given",
                      client == &subject.producer ? "producer" : "consumer"));
  sentences.insert(sentences.end(), subject.not_looked_at.begin(), subject.not_looked_at.end());
  return sentences;
}

void Decide(Certificate& certificate) {
  std::vector<std::string> refused, unknown;
  std::vector<std::string> musts;
  for (const auto& finding : certificate.lint)
    if (finding.rule->severity == LintSeverity::kMust) musts.emplace_back(finding.rule->id);
  if (!musts.empty())
    refused.push_back(fmt::format("{} of severity must {} broken: {}",
                                  Counted(musts.size(), "rule"), musts.size() == 1 ? "is" : "are",
                                  JoinFew(musts)));
  for (const auto& guarantee : certificate.guarantees) {
    if (!guarantee.required || guarantee.promised == true) continue;
    (guarantee.promised ? refused : unknown)
        .push_back(fmt::format("{} {}", guarantee.guarantee,
                               guarantee.promised ? "is not promised" : "may not be promised"));
  }
  certificate.promised_all = refused.empty() && unknown.empty();
  certificate.verdict =
      refused.empty() ? CertificateVerdict::kInconclusive : CertificateVerdict::kRefused;
  certificate.reason = !refused.empty()   ? Join(refused, "; ")
                       : !unknown.empty() ? Join(unknown, "; ")
                                          : "nothing is refused, and nothing was run";
}

}  // namespace

const char* NameOf(CertificateVerdict verdict) {
  switch (verdict) {
    case CertificateVerdict::kCertified:
      return "certified";
    case CertificateVerdict::kRefused:
      return "refused";
    case CertificateVerdict::kInconclusive:
      return "inconclusive";
  }
  return "";
}

std::set<std::string> UsualFailures() {
  std::set<std::string> names;
  for (const auto failure :
       {FailureClass::kCrash, FailureClass::kCut, FailureClass::kDisk, FailureClass::kNone,
        FailureClass::kOperation, FailureClass::kPause, FailureClass::kPowerLoss,
        FailureClass::kSlowDisk, FailureClass::kStop, FailureClass::kWipe})
    names.insert(NameOf(failure));
  return names;
}

Certificate CertifyBySettings(const LintSubject& subject, const CertifyQuestion& question) {
  Certificate certificate;
  certificate.topic = subject.topic;
  certificate.fingerprint = FingerprintOf(subject);
  certificate.subject = subject;
  certificate.lint = Lint(subject);
  for (const auto& row : GuaranteeTable())
    if (row.by_settings) certificate.guarantees.push_back(Guaranteed(row, subject, question));
  certificate.not_tested = NotTested(subject, certificate);
  certificate.kproof = question.kproof;
  Decide(certificate);
  return certificate;
}

}  // namespace kproof

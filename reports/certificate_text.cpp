#include "reports/certificate_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/lint/shown.h"
#include "audit/promise/without_limit.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/page.h"

namespace kproof {
namespace {

constexpr std::size_t kPageColumns = 100;

void AddFinding(Page& page, const LintFinding& finding) {
  const auto& rule = *finding.rule;
  page.Line("");
  page.Line(fmt::format("{}: {} (confidence {})", NameOf(rule.severity), rule.id,
                        NameOf(rule.confidence)));
  const auto name = fmt::format("{} {}", NameOf(finding.setting.scope), finding.setting.key);
  page.Entry("set", finding.value.empty() && finding.origin == "not set"
                        ? name + " is not set"
                        : fmt::format("{}={} ({})", name,
                                      InWords(finding.setting.key, finding.value), finding.origin));
  page.Entry("why", rule.mechanism);
  page.Entry("advice", rule.advice);
  page.Entry("cost", rule.cost);
  page.Entry("source", rule.source);
  page.Entry("shown by", ShownText(rule.shown_by));
}

std::string InWord(const std::optional<bool>& promised) {
  return !promised ? "unknown" : *promised ? "promised" : "not promised";
}

// "promised under crash, stop; unknown under operator"
std::string ByAnswer(const CertifiedGuarantee& guarantee) {
  std::vector<std::string> parts;
  for (const std::optional<bool> answer : {std::optional(true), std::optional(false), {}}) {
    std::vector<std::string> names;
    for (const auto& under : guarantee.by_failure)
      if (under.promise.holds == answer) names.push_back(under.failure);
    if (!names.empty())
      parts.push_back(fmt::format("{} under {}", InWord(answer), Join(names, ", ")));
  }
  return Join(parts, "; ");
}

// "broken in 0 of 42 trials of 7 faults; a fault may break it in up to 0.39 of its trials"
std::string TriedText(const CertifiedGuarantee& guarantee) {
  if (guarantee.trials == 0) return "no trials";
  auto text =
      fmt::format("broken in {} of {} of {}", guarantee.observed,
                  Counted(guarantee.trials, "trial"), Counted(guarantee.scenarios.size(), "fault"));
  if (guarantee.per_trial_upper && *guarantee.per_trial_upper < 1)
    text += fmt::format("; a fault may break it in up to {:.2g} of its trials",
                        *guarantee.per_trial_upper);
  return text;
}

void AddGuarantee(Page& page, const CertifiedGuarantee& guarantee) {
  page.Entry(guarantee.guarantee, fmt::format("{}{}: {}", guarantee.required ? "required, " : "",
                                              InWord(guarantee.promised), guarantee.why));
  page.Entry("", fmt::format("rule {}; {}", guarantee.rule, ByAnswer(guarantee)));
  page.Entry("", TriedText(guarantee));
}

std::size_t CountOf(const Certificate& certificate, LintSeverity severity) {
  return static_cast<std::size_t>(
      std::count_if(certificate.lint.begin(), certificate.lint.end(),
                    [&](const auto& finding) { return finding.rule->severity == severity; }));
}

}  // namespace

std::string AdviceText(const Certificate& certificate) {
  std::vector<std::string> changes;
  for (const auto& change : certificate.advice) changes.push_back(change.ToString());
  return Join(changes, ", ") +
         (certificate.advice_taken
              ? ": these settings have what was advised for those that were refused"
              : ": with that nothing is refused; --try-advice shows by trials that it holds");
}

std::string CertificateText(const Certificate& certificate) {
  Page page(kPageColumns);
  page.Line(fmt::format("topic {}: {}: {}", certificate.topic, NameOf(certificate.verdict),
                        certificate.reason));
  page.Entry("lint",
             fmt::format("{} must, {} should, {}", CountOf(certificate, LintSeverity::kMust),
                         CountOf(certificate, LintSeverity::kShould),
                         Counted(CountOf(certificate, LintSeverity::kNote), "note")));
  page.Entry("fingerprint", certificate.fingerprint);
  if (certificate.cluster_id) page.Entry("cluster", *certificate.cluster_id);
  if (!certificate.advice.empty()) page.Entry("advice", AdviceText(certificate));
  for (const auto& finding : certificate.lint) AddFinding(page, finding);
  page.Line("");
  page.Line("guarantees");
  for (const auto& guarantee : certificate.guarantees) AddGuarantee(page, guarantee);
  page.Line("");
  page.Line("not tested");
  for (const auto& sentence : certificate.not_tested) page.Entry("-", sentence);
  return page.text();
}

}  // namespace kproof

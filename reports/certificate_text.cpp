#include "reports/certificate_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/lint/shown.h"
#include "audit/promise/without_limit.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/certificate_page/words.h"
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

void AddGuarantee(Page& page, const CertifiedGuarantee& guarantee) {
  page.Entry(guarantee.guarantee, fmt::format("{}{}: {}", guarantee.required ? "required, " : "",
                                              PromisedWord(guarantee.promised), guarantee.why));
  page.Entry("", fmt::format("rule {}; {}", guarantee.rule, PromisedByFailure(guarantee)));
  page.Entry("", TriedText(guarantee));
}

std::size_t CountOf(const Certificate& certificate, LintSeverity severity) {
  return static_cast<std::size_t>(
      std::count_if(certificate.lint.begin(), certificate.lint.end(),
                    [&](const auto& finding) { return finding.rule->severity == severity; }));
}

}  // namespace

std::string CertificateText(const Certificate& certificate) {
  Page page(kPageColumns);
  page.Line(fmt::format("topic {}: {}: {}", certificate.topic, NameOf(certificate.verdict),
                        certificate.reason));
  page.Entry("lint",
             fmt::format("{} must, {} should, {}", CountOf(certificate, LintSeverity::kMust),
                         CountOf(certificate, LintSeverity::kShould),
                         Counted(CountOf(certificate, LintSeverity::kNote), "note")));
  page.Entry("fingerprint", certificate.fingerprint);
  if (!certificate.clients.empty())
    page.Entry("clients", Join({certificate.clients.begin(), certificate.clients.end()}, "; "));
  if (certificate.cluster_id) page.Entry("cluster", *certificate.cluster_id);
  if (!certificate.advice.empty())
    page.Entry("advice", AdviceText(certificate.advice, certificate.advice_taken));
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

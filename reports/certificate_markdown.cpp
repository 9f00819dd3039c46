#include "reports/certificate_markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/lint/shown.h"
#include "audit/promise/without_limit.h"
#include "harness/base/markdown.h"
#include "harness/base/wording.h"
#include "reports/certificate_text.h"

namespace kproof {
namespace {

// Of each list, so that all of them stay below kMostCertificateLines.
constexpr std::size_t kRules = 18, kSentences = 14;

std::string ClientText(const ClientSaid& client) {
  if (client.kind.empty()) return "not given";
  return MarkdownText(client.version.empty() ? client.kind : client.kind + " " + client.version);
}

std::string HeadOf(const Certificate& certificate) {
  const auto& subject = certificate.subject;
  std::string text = fmt::format("# Topic {}: {}\n\n{}.\n\n", MarkdownText(certificate.topic),
                                 NameOf(certificate.verdict), MarkdownText(certificate.reason));
  text += fmt::format("- valid for: `{}`", certificate.fingerprint);
  if (certificate.cluster_id)
    text += fmt::format(", of cluster {}", MarkdownText(*certificate.cluster_id));
  if (!certificate.advice.empty())
    text += fmt::format("\n- advice: {}", MarkdownText(AdviceText(certificate)));
  return text + fmt::format("\n- Kafka {}, producer {}, consumer {}, kproof {}\n",
                            MarkdownText(subject.kafka), ClientText(subject.producer),
                            ClientText(subject.consumer), MarkdownText(certificate.kproof));
}

std::string TriedCells(const CertifiedGuarantee& guarantee) {
  if (guarantee.trials == 0) return "no trials | – | –";
  return fmt::format("{} of {} | {} | {}", Counted(guarantee.trials, "trial"),
                     Counted(guarantee.scenarios.size(), "fault"), guarantee.observed,
                     guarantee.per_trial_upper ? fmt::format("{:.2g}", *guarantee.per_trial_upper)
                                               : std::string());
}

std::string GuaranteesOf(const Certificate& certificate) {
  std::string text =
      "\n| guarantee | required | promised | why | tried | broken in | a fault may break it in up "
      "to |\n|---|---|---|---|---|---|---|\n";
  for (const auto& guarantee : certificate.guarantees)
    text += fmt::format("| {} | {} | {} | {} | {} |\n", guarantee.guarantee,
                        guarantee.required ? "yes" : "no",
                        !guarantee.promised   ? "unknown"
                        : *guarantee.promised ? "yes"
                                              : "**no**",
                        MarkdownText(guarantee.why), TriedCells(guarantee));
  return text;
}

std::string RuleLine(const LintFinding& finding) {
  const auto& rule = *finding.rule;
  const auto set =
      finding.origin == "not set"
          ? std::string("not set")
          : fmt::format("{} ({})", InWords(finding.setting.key, finding.value), finding.origin);
  return fmt::format("| {} | {} | {} {}: {} | {} | {} |\n", NameOf(rule.severity), rule.id,
                     NameOf(finding.setting.scope), MarkdownText(finding.setting.key),
                     MarkdownText(set), MarkdownText(rule.advice),
                     MarkdownText(ShownText(rule.shown_by)));
}

std::string LintOf(const Certificate& certificate) {
  if (certificate.lint.empty()) return "\nNo rule of the lint applies.\n";
  std::string text = "\n| severity | rule | setting | advice | shown by |\n|---|---|---|---|---|\n";
  for (std::size_t at = 0; at < std::min(certificate.lint.size(), kRules); ++at)
    text += RuleLine(certificate.lint[at]);
  if (certificate.lint.size() > kRules)
    text += fmt::format("\n{} more in certificate.json.\n", certificate.lint.size() - kRules);
  return text;
}

std::string NotTestedOf(const Certificate& certificate) {
  std::string text = "\n## Not tested\n\n";
  for (const auto& sentence : FirstFew(certificate.not_tested, kSentences))
    text += "- " + MarkdownText(sentence) + "\n";
  return text;
}

}  // namespace

std::string CertificateMarkdown(const Certificate& certificate) {
  return HeadOf(certificate) + GuaranteesOf(certificate) + LintOf(certificate) +
         NotTestedOf(certificate);
}

}  // namespace kproof

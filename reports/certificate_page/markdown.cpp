// A certificate as Markdown, for a wiki or a pull request, of at most 60 lines: the verdict first,
// then guarantee by guarantee, the controls, what the lint advises, and what was not tested.
#include "harness/base/markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/certificate_page/certificate_page.h"
#include "reports/certificate_page/words.h"
#include "reports/frame/frame.h"
#include "reports/frame/texts.h"

namespace kproof {
namespace {

// Of each list, so that all of them stay below kMostCertificateLines.
constexpr std::size_t kMdPromises = 6, kMdControls = 7, kMdRules = 8, kMdSentences = 9;

std::string ClientLine(const std::string& client) {
  return client.empty() ? "not given" : MarkdownLine(client);
}

std::string HeadLines(const CertificatePage& page) {
  auto text =
      fmt::format("{}\n# Topic {}: {}\n\n{}.\n\n- valid for: {}", MarkdownHead(kCertificateReport),
                  MarkdownLine(page.topic), NameOf(page.verdict), MarkdownLine(page.reason),
                  MarkdownCode(OneLine(page.fingerprint, kLongestName)));
  if (page.cluster_id) text += fmt::format(", of cluster {}", MarkdownLine(*page.cluster_id));
  if (!page.advice.empty())
    text += "\n- advice: " + MarkdownLine(AdviceText(page.advice, page.advice_taken));
  text +=
      fmt::format("\n- Kafka {}, producer {}, consumer {}, kproof {}", MarkdownLine(page.kafka),
                  ClientLine(page.producer), ClientLine(page.consumer), MarkdownLine(page.kproof));
  text += "\n- trials: " + MarkdownLine(TrialsText(page)) + "\n";
  if (!page.command.empty()) text += "- again: " + MarkdownCode(OneLine(page.command)) + "\n";
  return text;
}

std::string TriedCells(const CertifiedGuarantee& guarantee) {
  if (guarantee.trials == 0) return "no trials | – | –";
  return fmt::format("{} of {} | {} | {}", Counted(guarantee.trials, "trial"),
                     Counted(guarantee.scenarios.size(), "fault"), guarantee.observed,
                     guarantee.per_trial_upper ? fmt::format("{:.2g}", *guarantee.per_trial_upper)
                                               : std::string());
}

// The first rows of a table; how many are left out stands below it.
template <typename Rows, typename Line>
std::string TableLines(const std::string& head, const Rows& rows, std::size_t most, Line line) {
  std::string text = "\n" + head;
  for (std::size_t at = 0; at < std::min(rows.size(), most); ++at) text += line(rows[at]) + "\n";
  if (rows.size() > most)
    text += fmt::format("\n{} more in certificate.json.\n", rows.size() - most);
  return text;
}

std::string PromiseLine(const CertifiedGuarantee& guarantee) {
  return fmt::format("| {} | {} | {} | {} | {} |", MarkdownLine(guarantee.guarantee),
                     guarantee.required ? "yes" : "no",
                     !guarantee.promised   ? "unknown"
                     : *guarantee.promised ? "yes"
                                           : "**no**",
                     MarkdownLine(guarantee.why), TriedCells(guarantee));
}

std::string ControlLine(const TriedFault& control) {
  return fmt::format("| {} | {} | {} |", MarkdownLine(control.fault), MarkdownLine(control.unsafe),
                     MarkdownLine(ControlText(control)));
}

std::string RuleLine(const CertifiedRule& rule) {
  return fmt::format("| {} | {} | {} | {} | {} |", MarkdownLine(rule.severity),
                     MarkdownLine(rule.id), MarkdownLine(RuleSetting(rule)),
                     MarkdownLine(rule.advice), MarkdownLine(rule.shown_by));
}

std::string ControlsOf(const CertificatePage& page) {
  std::vector<TriedFault> controls;
  std::copy_if(page.tried.begin(), page.tried.end(), std::back_inserter(controls),
               [](const TriedFault& tried) { return tried.is_control(); });
  if (controls.empty()) return "";
  return TableLines("| control | unsafe in it | showed |\n|---|---|---|\n", controls, kMdControls,
                    ControlLine);
}

}  // namespace

std::string ToMarkdown(const CertificatePage& page) {
  std::string text = HeadLines(page);
  text += TableLines(
      "| guarantee | required | promised | why | tried | broken in | ruled out: broken in "
      "more than |\n|---|---|---|---|---|---|---|\n",
      page.guarantees, kMdPromises, PromiseLine);
  text += ControlsOf(page);
  text +=
      page.lint.empty()
          ? std::string("\nNo rule of the lint applies.\n")
          : TableLines("| severity | rule | setting | advice | shown by |\n|---|---|---|---|---|\n",
                       page.lint, kMdRules, RuleLine);
  text += "\n## Not tested, and what this certificate does not say\n\n";
  for (const auto& sentence : FirstFew(NotSeen(page), kMdSentences))
    text += "- " + MarkdownLine(sentence) + "\n";
  return text;
}

}  // namespace kproof

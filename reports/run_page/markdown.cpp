#include "reports/run_page/markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/judge/verdict/reason.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/frame/frame.h"
#include "reports/frame/texts.h"
#include "reports/names.h"
#include "reports/run_page/words.h"

namespace kproof {
namespace {

constexpr std::size_t kMdFindings = 8, kMdFaults = 4, kMdGuarantees = 6, kMdNotSeen = 8;

void AddFindings(const Result& result, std::vector<std::string>& lines) {
  lines.insert(lines.end(), {"", "| anomaly | count | |", "|---|---:|---|"});
  std::size_t shown = 0, more = 0;
  for (const auto& finding : result.findings) {
    if (finding.count == 0) continue;
    if (shown++ < kMdFindings) {
      lines.push_back(fmt::format("| {} | {} | {} |", MarkdownLine(finding.check),
                                  WithThousands(finding.count),
                                  MarkdownLine(Standing(finding, result))));
    } else {
      ++more;
    }
  }
  if (more > 0) lines.push_back(fmt::format("| {} | | |", Counted(more, "more kind")));
  const auto clean = SeenNowhere(result);
  if (!clean.empty()) lines.push_back(fmt::format("| {} | 0 | |", MarkdownLine(Join(clean, ", "))));
}

void AddFirstRange(const Result& result, std::vector<std::string>& lines) {
  for (const auto& finding : result.findings) {
    if (finding.examples.empty()) continue;
    lines.insert(lines.end(),
                 {"", MarkdownLine(fmt::format("First {}: {}", finding.check,
                                               RangeSentence(finding.examples.front())))});
    return;
  }
}

void AddFaultLines(const Result& result, std::vector<std::string>& lines) {
  lines.insert(lines.end(), {"", "**Done**", ""});
  if (result.faults.empty()) lines.emplace_back("- nothing was broken");
  for (std::size_t i = 0; i < std::min(result.faults.size(), kMdFaults); ++i) {
    const auto& fault = result.faults[i];
    lines.push_back(fmt::format("- {}, {}: {}; {}", MarkdownLine(FaultName(fault)),
                                FaultTime(fault), MarkdownLine(FaultEffect(fault)),
                                FaultHealing(fault)));
  }
  if (result.faults.size() > kMdFaults)
    lines.push_back("- " + Counted(result.faults.size() - kMdFaults, "more fault"));
}

void AddGuarantees(const Result& result, std::vector<std::string>& lines) {
  const auto all = GuaranteeLines(result);
  lines.insert(lines.end(), {"", "**Promised or not**", ""});
  for (std::size_t i = 0; i < std::min(all.size(), kMdGuarantees); ++i)
    lines.push_back(fmt::format("- {}: {}{}; {}", all[i].name, all[i].promised,
                                all[i].required ? ", required" : "", MarkdownLine(all[i].seen)));
  if (all.size() > kMdGuarantees)
    lines.push_back("- " + Counted(all.size() - kMdGuarantees, "more guarantee"));
}

void AddNotSeen(const RunPage& page, std::vector<std::string>& lines) {
  lines.insert(lines.end(), {"", "**What this run could not have seen**", ""});
  for (const auto& line : FirstFew(NotSeen(page), kMdNotSeen))
    lines.push_back("- " + MarkdownLine(line));
}

}  // namespace

std::string ToMarkdown(const RunPage& page) {
  const Result& result = page.result;
  std::vector<std::string> traffic;
  for (const auto name : kTraffic)
    traffic.push_back(
        fmt::format("{} {}", name, WithThousands(CountNamed(result.counts, std::string(name)))));
  std::vector<std::string> lines = {
      MarkdownHead("run"),
      fmt::format("### {}: {}", Upper(Name(result.verdict)), MarkdownLine(result.scenario)),
      "",
      MarkdownLine(ShortReason(result.reason)),
      "",
      fmt::format("{}, seed {}, {}, {}. Records: {} {}. Longest time without an ack: {}.",
                  result.role, result.seed, MarkdownLine(result.started),
                  SecondsText(result.seconds), Join(traffic, ", "), kReadByAll,
                  SecondsText(result.availability.longest_ack_gap_s))};
  if (!page.recorded_otherwise.empty())
    lines.insert(lines.end(), {"", MarkdownLine(page.recorded_otherwise)});
  AddFindings(result, lines);
  AddFirstRange(result, lines);
  AddGuarantees(result, lines);
  AddFaultLines(result, lines);
  lines.insert(lines.end(), {"", "At stake: " + AtStake(result) + ". " + LossBound(result)});
  AddNotSeen(page, lines);
  lines.insert(lines.end(), {"", "Again: `" + CommandAgain(page) + "`"});
  return Join(lines, "\n") + "\n";
}

}  // namespace kproof

#include "reports/campaign_page/markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/frame.h"
#include "reports/frame/texts.h"

namespace kproof {
namespace {

constexpr std::size_t kMdCells = 17, kMdRuns = 6, kMdCampaignNotSeen = 8, kMdWaived = 2;

std::string P99Text(const std::map<std::string, double>& millis) {
  const auto p99 = P99(millis);
  return p99 ? MillisText(*p99) : "";
}

// Worst first, so that what is cut are passes.
std::vector<const MatrixCell*> CellsWorstFirst(const CampaignPage& page) {
  std::vector<const MatrixCell*> cells;
  std::vector<bool> taken(page.matrix.cells.size(), false);
  const auto take = [&](std::size_t cell) {
    if (!taken[cell] && !page.matrix.cells[cell].excluded)
      cells.push_back(&page.matrix.cells[cell]);
    taken[cell] = true;
  };
  for (const auto& run : page.runs) take(run.cell);
  for (std::size_t cell = 0; cell < taken.size(); ++cell) take(cell);
  return cells;
}

void AddCells(const CampaignPage& page, std::vector<std::string>& lines) {
  const auto cells = CellsWorstFirst(page);
  lines.insert(
      lines.end(),
      {"",
       fmt::format(
           "| {} | verdict | anomalies | acked/s | p99 | p99 under fault | longest without acks |",
           CellNoun(page)),
       "|---|---|---|---:|---:|---:|---:|"});
  for (std::size_t i = 0; i < std::min(cells.size(), kMdCells); ++i) {
    const auto& cell = *cells[i];
    auto said = CellAnomalies(cell);
    for (const auto& note : CellNotes(page, cell)) said.push_back(note);
    lines.push_back(fmt::format(
        "| {} | {} {} | {} | {} | {} | {} | {} |", MarkdownLine(CellTitle(cell)), CellWord(cell),
        CellTrials(cell), MarkdownLine(Join(said, ", ")),
        cell.throughput_per_s.median ? fmt::format("{:.0f}", *cell.throughput_per_s.median) : "",
        P99Text(cell.ack_ms), P99Text(cell.ack_ms_under_fault),
        cell.longest_ack_gap_s.max ? SecondsText(*cell.longest_ack_gap_s.max) : ""));
  }
  if (cells.size() > kMdCells)
    lines.push_back(
        fmt::format("| {} | | | | | | |", Counted(cells.size() - kMdCells, "more cell")));
}

void AddRuns(const CampaignPage& page, std::vector<std::string>& lines) {
  const auto bad = static_cast<std::size_t>(
      std::count_if(page.runs.begin(), page.runs.end(), [](const CampaignRun& run) {
        return run.verdict != Verdict::kPass && !run.disturbed && !run.interrupted;
      }));
  if (bad == 0) return;
  lines.insert(lines.end(), {"", "**Worst runs**", ""});
  for (std::size_t i = 0; i < std::min(bad, kMdRuns); ++i) {
    const auto& run = page.runs[i];
    lines.push_back(fmt::format("- {}: {}: {} ({}; {})", MarkdownLine(RunTitle(page, run)),
                                RunWord(run), MarkdownLine(run.reason), RunFaults(run),
                                MarkdownLine(run.folder)));
  }
  if (bad > kMdRuns)
    lines.push_back(fmt::format("- {} did not pass", Counted(bad - kMdRuns, "more run")));
}

void AddLines(const char* title, const std::vector<std::string>& texts, std::size_t most,
              std::vector<std::string>& lines) {
  if (texts.empty()) return;
  lines.insert(lines.end(), {"", fmt::format("**{}**", title), ""});
  for (const auto& text : FirstFew(texts, most)) lines.push_back("- " + MarkdownLine(text));
}

}  // namespace

std::string ToMarkdown(const CampaignPage& page) {
  const auto headline = HeadlineOf(page);
  std::vector<std::string> lines = {
      MarkdownHead("campaign"),
      fmt::format("### {}: {}", headline.word, MarkdownLine(page.matrix.name)),
      "",
      MarkdownLine(headline.reason),
      "",
      fmt::format("{} in {}, seed {}, exit code {}.", Counted(page.runs.size(), "run"),
                  SecondsText(page.matrix.seconds), page.matrix.seed, page.exit_code)};
  if (!page.recorded_otherwise.empty())
    lines.insert(lines.end(), {"", MarkdownLine(page.recorded_otherwise)});
  AddCells(page, lines);
  AddRuns(page, lines);
  AddLines("Waived", page.waived, kMdWaived, lines);
  AddLines("What this campaign could not have seen", NotSeen(page), kMdCampaignNotSeen, lines);
  if (const auto again = CampaignAgain(page))
    lines.insert(lines.end(), {"", again->lead + ": " + MarkdownLine(again->command)});
  return Join(lines, "\n") + "\n";
}

}  // namespace kproof

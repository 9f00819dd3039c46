// A command is a line "::error file=…,title=…::message". What is escaped, and how, is what the
// toolkit does (actions/toolkit, packages/core/src/command.ts: escapeData, escapeProperty).
#include "reports/github.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/markdown.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/frame/texts.h"
#include "reports/run_page/words.h"
#include "reports/summary.h"

namespace kproof {
namespace {

using Level = GithubRow::Level;

constexpr std::size_t kSummaryRows = 200;
constexpr std::size_t kCellCharacters = 400;

// `signs`: what ends this part of a command besides a line end.
std::string Escaped(std::string_view text, std::string_view signs) {
  std::string escaped;
  for (const char c : text) {
    const bool special = c == '%' || c == '\n' || c == '\r';
    if (special || signs.find(c) != std::string_view::npos)
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      escaped += c;
  }
  return escaped;
}

std::string Property(std::string_view text) { return Escaped(text, ":,"); }

std::string Command(const char* name, const std::string& file, const std::string& title,
                    const std::string& message) {
  const auto place = file.empty() ? "" : "file=" + Property(file) + ",";
  return fmt::format("::{} {}title={}::{}\n", name, place, Property(title), Escaped(message, ""));
}

std::string Annotation(const GithubRow& row) {
  std::vector<std::string> lines = {OneLine(row.reason)};
  for (const auto& line : row.more) lines.push_back(OneLine(line));
  return Command(row.level == Level::kError ? "error" : "notice", OneLine(row.file),
                 OneLine(fmt::format("{}: {}", Upper(row.verdict), row.what), kLongestName),
                 Join(lines, "\n"));
}

void PutWorstFirst(std::vector<GithubRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const GithubRow& a, const GithubRow& b) {
    if (a.level != b.level) return a.level < b.level;
    return a.code != b.code && WorstExitCode({a.code, b.code}) == a.code;
  });
}

std::string Cell(const std::string& text) { return MarkdownText(OneLine(text, kCellCharacters)); }

GithubRow RowOf(const MatrixCell& cell, std::uint64_t min_trials) {
  const auto verdict = cell.verdict.value_or(Verdict::kInconclusive);
  GithubRow row{.code = ExitCode(verdict),
                .verdict = cell.verdict ? Name(verdict) : "no trial",
                .what = PlaceText(cell.at),
                .reason = cell.reasons.empty() ? "" : cell.reasons.front()};
  const auto unexpected = Unexpected(cell);
  const auto few = TooFew(cell, min_trials);
  if (!unexpected.empty()) {
    row.level = Level::kError;
    row.reason = unexpected + ": " + row.reason;
  } else if (cell.verdict && IsUndecided(verdict)) {
    row.level = Level::kError;
  } else if (!few.empty()) {
    row.level = Level::kError;
    row.reason = few;
  } else if (cell.verdict && verdict != Verdict::kPass && cell.expect != verdict) {
    row.level = Level::kNotice;
  }
  return row;
}

}  // namespace

GithubRow RowOf(const Result& result, bool counts, const std::string& file,
                const std::string& again) {
  GithubRow row{.code = ExitCode(result.verdict),
                .verdict = Name(result.verdict),
                .what = fmt::format("{}, seed {}", result.scenario, result.seed),
                .file = file,
                .reason = result.reason};
  if (result.verdict != Verdict::kPass) row.level = counts ? Level::kError : Level::kNotice;
  for (const auto& finding : result.findings) {
    if (finding.examples.empty() || finding.expected || finding.ignored) continue;
    row.more.push_back(
        fmt::format("first {}: {}", finding.check, RangeSentence(finding.examples.front())));
    break;
  }
  if (!again.empty()) row.more.push_back("again: " + again);
  return row;
}

std::vector<GithubRow> RowsOf(const Matrix& matrix, std::uint64_t min_trials,
                              const std::string& file) {
  std::vector<GithubRow> rows;
  for (const auto& cell : matrix.cells) {
    if (cell.excluded || cell.planned == 0) continue;
    rows.push_back(RowOf(cell, min_trials));
    rows.back().file = file;
  }
  return rows;
}

std::string GithubAnnotations(std::vector<GithubRow> rows) {
  PutWorstFirst(rows);
  std::string lines;
  for (const auto level : {Level::kError, Level::kNotice}) {
    const auto all = static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [&](const auto& row) { return row.level == level; }));
    const auto shown = all <= kGithubAnnotations ? all : kGithubAnnotations - 1;
    auto left = shown;
    for (const auto& row : rows)
      if (row.level == level && left > 0 && left-- > 0) lines += Annotation(row);
    if (all > shown)
      lines += Command(level == Level::kError ? "error" : "notice", "",
                       WithThousands(all - shown) + " more",
                       "the step's summary and junit.xml have all");
  }
  return lines;
}

std::string GithubTable(const std::string& title, std::vector<GithubRow> rows) {
  PutWorstFirst(rows);
  auto text = fmt::format("### {}\n\n| verdict | what | why |\n|---|---|---|\n", Cell(title));
  for (std::size_t at = 0; at < std::min(rows.size(), kSummaryRows); ++at)
    text += fmt::format("| {} | {} | {} |\n", Cell(rows[at].verdict), Cell(rows[at].what),
                        Cell(rows[at].reason));
  if (rows.size() > kSummaryRows)
    text +=
        fmt::format("\n{} more; junit.xml has all.\n", WithThousands(rows.size() - kSummaryRows));
  return text + "\n";
}

}  // namespace kproof

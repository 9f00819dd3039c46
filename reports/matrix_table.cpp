// The table on the terminal: a row a cell, as wide as its words.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "reports/loss_bound.h"
#include "reports/matrix.h"

namespace kproof {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t kMostColumn = 44;

// Columns with numbers are aligned at their right end.
std::string Aligned(const std::vector<Row>& rows, std::size_t words) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows)
    for (std::size_t at = 0; at < row.size(); ++at)
      widths[at] = std::max(widths[at], std::min(Columns(row[at]), kMostColumn));
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t at = 0; at < row.size(); ++at) {
      const auto have = Columns(row[at]);
      const std::string padding(widths[at] > have ? widths[at] - have : 0, ' ');
      line += (at == 0 ? "" : "  ") + (at < words ? row[at] + padding : padding + row[at]);
    }
    text += line.erase(line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string Count(const MatrixCell& cell, FindingKind kind) {
  const auto found = cell.counts.find(NameOf(kind));
  if (found == cell.counts.end() || found->second == 0) return "0";
  const auto allowed = cell.allowed.find(NameOf(kind));
  const auto permitted = allowed == cell.allowed.end() ? 0 : allowed->second;
  return WithThousands(found->second) + (permitted < found->second ? "!" : "");
}

std::string Tenths(const std::optional<double>& number) {
  return number ? fmt::format("{:.1f}", *number) : "";
}
std::string Millis(const std::map<std::string, double>& millis) {
  const auto found = millis.find("p99");
  if (found == millis.end()) return "";
  return fmt::format("{:.{}f}", found->second, found->second < 10 ? 1 : 0);
}

// "pass", or "unprotected 3/5" where trials differ.
std::string VerdictText(const MatrixCell& cell) {
  if (!cell.verdict) return "-";
  const auto name = Name(*cell.verdict);
  const auto same = cell.verdicts.at(name);
  return same == cell.trials ? name : fmt::format("{} {}/{}", name, same, cell.trials);
}

Row RowOf(const Matrix& matrix, const MatrixCell& cell) {
  Row row;
  for (const auto& [name, values] : matrix.axes) row.push_back(Printable(cell.at.at(name)));
  row.push_back(VerdictText(cell));
  row.push_back(std::to_string(cell.trials));
  for (const auto kind : {FindingKind::kLost, FindingKind::kDuplicated, FindingKind::kReordered})
    row.push_back(Count(cell, kind));
  row.push_back(WithThousands(cell.at_stake));
  row.push_back(fmt::format("{:.2g}", cell.loss_upper));
  row.push_back(Tenths(cell.longest_ack_gap_s.max));
  row.push_back(Millis(cell.ack_ms));
  row.push_back(Millis(cell.ack_ms_under_fault));
  row.push_back(cell.throughput_per_s.median ? fmt::format("{:.0f}", *cell.throughput_per_s.median)
                                             : "");
  return row;
}

}  // namespace

std::string ToTable(const Matrix& matrix) {
  Row head;
  for (const auto& [name, values] : matrix.axes) head.push_back(name);
  const auto words = head.size() + 1;
  for (const char* name : {"verdict", "trials", "lost", "dup", "reord", "at stake", "p(loss)<",
                           "gap s", "p99 ms", "p99 fault", "acked/s"})
    head.emplace_back(name);
  std::vector<Row> rows = {head};
  for (const auto& cell : matrix.cells)
    if (!cell.excluded) rows.push_back(RowOf(matrix, cell));
  std::string text = Aligned(rows, words);
  text += fmt::format("{}: {}\n", Counted(rows.size() - 1, "cell"), Tally(matrix));
  for (const auto& [reason, cells] : LeftOut(matrix))
    text += fmt::format("excluded: {}: {}\n", Counted(cells, "cell"), Printable(reason));
  for (const auto& cell : matrix.cells) {
    if (!cell.name.empty() && !cell.excluded)
      text += fmt::format("{}: {}\n", Printable(PlaceText(cell.at)), Printable(cell.name));
    const auto unexpected = Unexpected(cell);
    const bool undecided = cell.verdict && IsUndecided(*cell.verdict);
    const auto few = undecided ? "" : TooFew(cell, matrix.min_trials);
    if (unexpected.empty() && !undecided && few.empty()) continue;
    text += fmt::format("{}: {}{}\n", Printable(PlaceText(cell.at)),
                        !unexpected.empty() ? unexpected
                        : undecided         ? Name(*cell.verdict)
                                            : few,
                        cell.reasons.empty() ? "" : ": " + Printable(cell.reasons.front()));
  }
  text += fmt::format(
      "p(loss)<: with {:.0f} % confidence the chance that a trial loses a record is below this; "
      "'!': not all of it is allowed by the settings\n",
      kConfidence * 100);
  return text;
}

}  // namespace kproof

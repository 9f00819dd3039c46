// A control that passes has shown an anomaly, and a claim that passes has shown none: adding the
// two up would say nothing.
#include "reports/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "reports/terminal.h"

namespace kproof {
namespace {

constexpr std::size_t kReasonColumns = 60;
constexpr std::size_t kNameColumns = 40;

// Lower is worse.
int Rank(int code) {
  static constexpr std::array<int, 10> kWorstFirst = {1, 6, 5, 143, 130, 70, 4, 2, 3, 0};
  const auto found = std::find(kWorstFirst.begin(), kWorstFirst.end(), code);
  const auto unnamed = std::find(kWorstFirst.begin(), kWorstFirst.end(), 70);
  return static_cast<int>((found == kWorstFirst.end() ? unnamed : found) - kWorstFirst.begin());
}

std::string Padding(const std::string& text, std::size_t columns) {
  return std::string(columns > Columns(text) ? columns - Columns(text) : 0, ' ');
}

// "3 of 4 claims pass (1 violation)"; "" where there is no run of this role.
std::string Tally(const std::vector<Result>& results, const std::string& role,
                  const std::string& words) {
  std::map<std::string, int> others;
  int all = 0;
  int passed = 0;
  for (const Result& result : results) {
    if (result.role != role) continue;
    ++all;
    if (result.verdict == Verdict::kPass) {
      ++passed;
    } else {
      ++others[Name(result.verdict)];
    }
  }
  if (all == 0) return "";
  std::vector<std::string> parts;
  for (const auto& [verdict, count] : others) parts.push_back(fmt::format("{} {}", count, verdict));
  return fmt::format("{} of {} {}{}", passed, all, words,
                     parts.empty() ? "" : fmt::format(" ({})", Join(parts, ", ")));
}

}  // namespace

int WorstExitCode(const std::vector<int>& codes) {
  const auto worst =
      std::min_element(codes.begin(), codes.end(), [](int a, int b) { return Rank(a) < Rank(b); });
  return worst == codes.end() ? 0 : *worst;
}

std::string SummaryTable(const std::vector<Result>& results, int exit_code, bool color) {
  if (results.empty()) return "";
  std::size_t width = 8;
  for (const Result& result : results)
    width = std::max(width, std::min(kNameColumns, Columns(Printable(result.scenario))));
  std::string table;
  for (const Result& result : results) {
    const std::string name = Shortened(Printable(result.scenario), kNameColumns);
    const std::string verdict = VerdictLabel(result.verdict, false);
    table += fmt::format("{}{}  {}{}  {:<7}  {:>6.1f} s  {}\n", VerdictLabel(result.verdict, color),
                         Padding(verdict, 12), name, Padding(name, width), result.role,
                         result.seconds, Shortened(Printable(result.reason), kReasonColumns));
  }
  std::vector<std::string> tallies;
  for (const std::string& tally : {Tally(results, "claim", "claims pass"),
                                   Tally(results, "control", "controls showed their anomaly")}) {
    if (!tally.empty()) tallies.push_back(tally);
  }
  return table + fmt::format("{}; exit code {}\n", Join(tallies, "; "), exit_code);
}

}  // namespace kproof

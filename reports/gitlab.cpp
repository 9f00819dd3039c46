// GitLab cuts each line at the first # and splits the rest as a shell would
// (ee/lib/gitlab/ci/parsers/metrics/generic.rb), so labels keep only characters that mean nothing
// to either.
#include "reports/gitlab.h"

#include <fmt/format.h>

#include <functional>

#include "harness/base/output_target.h"
#include "reports/frame/texts.h"
#include "reports/labels.h"

namespace kproof {
namespace {

constexpr std::string_view kFirstLine = "# HELP kproof_trials ";
constexpr std::size_t kLongestLabel = 200;

std::string Tame(const std::string& text) {
  std::string tame;
  for (const char c : text.substr(0, kLongestLabel)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view(" ._/=:,+-").find(c) != std::string_view::npos;
    tame += plain ? c : '_';
  }
  return tame;
}

// The lines of one name: what it is, then a sample a line.
class Family {
 public:
  Family(std::string name, const std::string& help, const std::string& unit = "")
      : name_(std::move(name)) {
    text_ = fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name_, help);
    if (!unit.empty()) text_ += fmt::format("# UNIT {} {}\n", name_, unit);
  }
  void Add(const Labels& labels, double value) {
    text_ += fmt::format("{}{} {}\n", name_, LabelsText(labels, Tame), value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string name_, text_;
};

struct Named {
  const MatrixCell* cell;
  Labels labels;
};

// Cells whose names differ only in characters that labels can't have are told apart by a number.
std::vector<Named> CellsThatRan(const Matrix& matrix) {
  std::vector<Named> cells;
  std::map<std::string, int> seen;
  for (const auto& cell : matrix.cells) {
    if (cell.excluded || cell.trials == 0) continue;
    auto place = Tame(PlaceText(cell.at));
    const int count = ++seen[place];
    if (count > 1) place = fmt::format("{} {}", place.substr(0, kLongestLabel - 8), count);
    cells.push_back({&cell, {{"campaign", matrix.name}, {"cell", place}}});
  }
  return cells;
}

using Value = std::function<std::optional<double>(const MatrixCell& cell)>;

std::string OneEach(const std::vector<Named>& cells, Family family, const Value& value) {
  for (const auto& [cell, labels] : cells)
    if (const auto number = value(*cell)) family.Add(labels, *number);
  return family.text();
}

std::string ByName(const std::vector<Named>& cells, Family family, const char* label,
                   std::map<std::string, std::uint64_t> MatrixCell::*values) {
  for (const auto& [cell, labels] : cells)
    for (const auto& [name, count] : cell->*values)
      family.Add(With(labels, label, name), static_cast<double>(count));
  return family.text();
}

std::string Latencies(const std::vector<Named>& cells, Family family,
                      std::map<std::string, double> MatrixCell::*millis) {
  for (const auto& [cell, labels] : cells)
    for (const auto& [name, value] : cell->*millis)
      family.Add(With(labels, "percentile", name), value / 1e3);
  return family.text();
}

}  // namespace

std::string ToOpenMetrics(const Matrix& matrix) {
  const auto cells = CellsThatRan(matrix);
  const auto count = [](std::uint64_t number) {
    return std::optional(static_cast<double>(number));
  };
  auto text = OneEach(cells, {"kproof_trials", "Trials of the cell that ended."},
                      [&](const auto& cell) { return count(cell.trials); });
  text += OneEach(cells, {"kproof_conclusive_trials", "Those that say something about losses."},
                  [&](const auto& cell) { return count(cell.conclusive); });
  text += ByName(cells, {"kproof_trials_by_verdict", "Trials that ended with this verdict."},
                 "verdict", &MatrixCell::verdicts);
  text += ByName(cells, {"kproof_records", "Records, and anomalies among them, over all trials."},
                 "kind", &MatrixCell::counts);
  text += ByName(cells, {"kproof_allowed_records", "Those anomalies that the settings allow."},
                 "kind", &MatrixCell::allowed);
  text += OneEach(cells, {"kproof_at_stake_records", "Acked records that could have been lost."},
                  [&](const auto& cell) { return count(cell.at_stake); });
  text +=
      OneEach(cells, {"kproof_longest_ack_gap_seconds", "Longest time without an ack.", "seconds"},
              [](const auto& cell) { return cell.longest_ack_gap_s.max; });
  text += Latencies(cells, {"kproof_ack_latency_seconds", "Acks before the fault.", "seconds"},
                    &MatrixCell::ack_ms);
  text += Latencies(cells,
                    {"kproof_ack_latency_under_fault_seconds", "Acks under the fault.", "seconds"},
                    &MatrixCell::ack_ms_under_fault);
  text += OneEach(cells, {"kproof_acked_records_per_second", "Median over the trials."},
                  [](const auto& cell) { return cell.throughput_per_s.median; });
  return text + "# EOF\n";
}

std::string ToOpenMetrics(const std::vector<Result>& results) {
  std::map<std::string, std::vector<const Result*>> scenarios;
  for (const auto& result : results) scenarios[result.scenario].push_back(&result);
  Matrix matrix{.name = "check", .seed = 0, .axes = {}, .seconds = 0, .cells = {}};
  for (const auto& [scenario, trials] : scenarios) {
    MatrixCell cell;
    cell.at = {{"scenario", scenario}};
    Summarise(trials, cell);
    matrix.cells.push_back(std::move(cell));
  }
  return ToOpenMetrics(matrix);
}

bool IsMetrics(const std::string& file) { return FirstBytes(file).starts_with(kFirstLine); }

}  // namespace kproof

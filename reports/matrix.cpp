#include "reports/matrix.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "reports/loss_bound.h"
#include "reports/summary.h"

namespace kproof {
namespace {

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// Of the trials of which `measure` has a number.
template <typename Measure>
std::vector<double> Measured(const std::vector<const Result*>& trials, const Measure& measure) {
  std::vector<double> values;
  for (const Result* trial : trials)
    if (const std::optional<double> value = measure(*trial)) values.push_back(*value);
  return values;
}

std::uint64_t CountIn(const std::map<std::string, std::uint64_t>& counts, const std::string& name) {
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

// Of all of a trial that had no fault: nothing in it was later than one.
const std::map<std::string, double>& AckMsBeforeFault(const Result& trial) {
  const auto& known = trial.availability;
  return WasFaulted(trial) ? known.ack_ms_before_fault : known.ack_ms;
}

const std::map<std::string, double>& AckMsUnderFault(const Result& trial) {
  return trial.availability.ack_ms_under_fault;
}

std::map<std::string, double> Medians(
    const std::vector<const Result*>& trials,
    const std::map<std::string, double>& (*latency)(const Result&)) {
  std::map<std::string, double> medians;
  for (const char* quantile : {"p50", "p99"}) {
    const auto values = Measured(trials, [&](const Result& trial) -> std::optional<double> {
      const auto& known = latency(trial);
      const auto found = known.find(quantile);
      return found == known.end() ? std::nullopt : std::optional(found->second);
    });
    if (!values.empty()) medians[quantile] = MedianOf(values);
  }
  return medians;
}

// Times and rates of a run that ended early or never began are those of another run.
bool IsMeasured(const Result& trial) {
  return trial.verdict != Verdict::kNotRun && trial.verdict != Verdict::kError &&
         trial.verdict != Verdict::kInterrupted && trial.verdict != Verdict::kUsage;
}

// "1 conclusive trial, and 3 are wanted"
std::string Wanted(const std::string& had, std::uint64_t min_trials) {
  return fmt::format("{}, and {} wanted", had,
                     min_trials == 1 ? "1 is" : fmt::format("{} are", min_trials));
}

}  // namespace

Spread SpreadOf(const std::vector<double>& values) {
  if (values.empty()) return {};
  return {MedianOf(values), *std::max_element(values.begin(), values.end())};
}

void Summarise(const std::vector<const Result*>& trials, MatrixCell& cell) {
  cell.trials = trials.size();
  std::uint64_t lossy = 0;
  std::vector<int> codes;
  std::vector<const Result*> measured;
  for (const Result* trial : trials) {
    ++cell.verdicts[Name(trial->verdict)];
    codes.push_back(ExitCode(trial->verdict));
    for (const auto& [name, count] : trial->counts) cell.counts[name] += count;
    for (const auto& [name, count] : trial->allowed) cell.allowed[name] += count;
    cell.at_stake += trial->at_stake;
    if (IsTrial(*trial)) ++cell.conclusive;
    if (IsTrial(*trial) && LostSomething(*trial)) ++lossy;
    if (IsMeasured(*trial)) measured.push_back(trial);
  }
  cell.loss_upper = LossUpperBound(cell.conclusive, lossy);
  const int worst = WorstExitCode(codes);
  for (const Result* trial : trials) {
    if (ExitCode(trial->verdict) != worst) continue;
    cell.verdict = trial->verdict;
    if (!Contains(cell.reasons, trial->reason)) cell.reasons.push_back(trial->reason);
  }
  cell.lost_per_record =
      SpreadOf(Measured(measured, [](const Result& trial) -> std::optional<double> {
        if (!IsTrial(trial) || trial.at_stake == 0) return std::nullopt;
        return static_cast<double>(CountIn(trial.counts, NameOf(FindingKind::kLost))) /
               static_cast<double>(trial.at_stake);
      }));
  cell.longest_ack_gap_s = SpreadOf(Measured(measured, [](const Result& trial) {
    return std::optional(trial.availability.longest_ack_gap_s);
  }));
  cell.ack_ms = Medians(measured, AckMsBeforeFault);
  cell.ack_ms_under_fault = Medians(measured, AckMsUnderFault);
  cell.throughput_per_s = SpreadOf(
      Measured(measured, [](const Result& trial) { return trial.availability.acked_per_s; }));
}

std::vector<std::string> RunFolders(const MatrixCell& cell) {
  std::vector<std::string> folders;
  for (const auto& run : cell.runs) folders.push_back(run.folder);
  return folders;
}

bool IsUndecided(Verdict verdict) {
  return verdict == Verdict::kInconclusive || verdict == Verdict::kNotRun ||
         verdict == Verdict::kError || verdict == Verdict::kInterrupted ||
         verdict == Verdict::kUsage;
}

std::string Unexpected(const MatrixCell& cell) {
  if (!cell.verdict || cell.waived > 0) return "";
  if (!cell.expect)
    return *cell.verdict == Verdict::kViolation ? "violation that nobody expected" : "";
  if (*cell.verdict == *cell.expect || IsUndecided(*cell.verdict)) return "";
  return fmt::format("{} instead of {}, which was expected", Name(*cell.verdict),
                     Name(*cell.expect));
}

std::string TooFew(const MatrixCell& cell, std::uint64_t min_trials) {
  if (cell.excluded || cell.planned == 0 || cell.conclusive >= min_trials) return "";
  return Wanted(Counted(cell.conclusive, "conclusive trial"), min_trials);
}

std::vector<std::string> TooFewJudged(const Matrix& matrix, std::uint64_t min_trials) {
  std::vector<std::string> sentences;
  for (const auto& cell : matrix.cells) {
    std::uint64_t judged = 0;
    for (const auto& [name, trials] : cell.verdicts)
      if (!IsUndecided(FindVerdict(name).value())) judged += trials;
    if (cell.planned == 0 || judged >= min_trials) continue;
    sentences.push_back(PlaceText(cell.at) + ": " +
                        Wanted(Counted(judged, "judged trial"), min_trials));
  }
  return sentences;
}

int ExitCodeOf(const Matrix& matrix, std::uint64_t min_trials) {
  std::vector<int> codes = {0};
  for (const auto& cell : matrix.cells) {
    if (!Unexpected(cell).empty()) codes.push_back(ExitCode(Verdict::kViolation));
    if (cell.verdict && IsUndecided(*cell.verdict)) codes.push_back(ExitCode(*cell.verdict));
    if (!TooFew(cell, min_trials).empty()) codes.push_back(ExitCode(Verdict::kInconclusive));
  }
  return WorstExitCode(codes);
}

std::string Tally(const Matrix& matrix) {
  std::vector<std::string> parts;
  for (const auto& row : VerdictTable()) {
    const auto cells =
        std::count_if(matrix.cells.begin(), matrix.cells.end(),
                      [&](const MatrixCell& cell) { return cell.verdict == row.word; });
    if (cells > 0) parts.push_back(fmt::format("{} {}", cells, row.name));
  }
  return Join(parts, ", ");
}

std::vector<std::pair<std::string, std::size_t>> LeftOut(const Matrix& matrix) {
  std::vector<std::pair<std::string, std::size_t>> reasons;
  for (const auto& cell : matrix.cells) {
    if (!cell.excluded) continue;
    const auto found = std::find_if(reasons.begin(), reasons.end(), [&](const auto& reason) {
      return reason.first == *cell.excluded;
    });
    if (found == reasons.end())
      reasons.emplace_back(*cell.excluded, 1);
    else
      ++found->second;
  }
  return reasons;
}

double TrialsPerHour(const Matrix& matrix) {
  std::uint64_t trials = 0;
  for (const auto& cell : matrix.cells) trials += cell.trials + cell.repeated;
  return matrix.seconds > 0 ? static_cast<double>(trials) * 3600 / matrix.seconds : 0;
}

}  // namespace kproof

#include "reports/campaign_page/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/judge/verdict/reason.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "reports/frame/texts.h"
#include "reports/run_command.h"
#include "reports/summary.h"

namespace kproof {
namespace {

std::vector<std::string> AnomalyWords(const std::map<std::string, std::uint64_t>& counts,
                                      const std::map<std::string, std::uint64_t>& allowed,
                                      bool passed) {
  std::vector<std::string> words;
  for (const auto& kind : FindingTable()) {
    const auto count = CountNamed(counts, kind.name);
    if (!kind.anomaly() || count == 0) continue;
    const auto permitted = CountNamed(allowed, kind.name);
    const auto standing = permitted >= count ? std::string("allowed by the settings")
                          : passed           ? std::string("expected or ignored by the scenario")
                          : permitted == 0   ? std::string("NOT ALLOWED")
                                             : fmt::format("{} of them allowed by the settings",
                                                           WithThousands(permitted));
    words.push_back(fmt::format("{} {} ({})", kind.name, WithThousands(count), standing));
  }
  return words;
}

std::string TallyOfRuns(const CampaignPage& page) {
  std::vector<std::string> parts;
  for (const auto& row : VerdictTable()) {
    const auto count =
        std::count_if(page.runs.begin(), page.runs.end(), [&](const CampaignRun& run) {
          return !run.disturbed && !run.interrupted && run.verdict == row.word;
        });
    if (count > 0) parts.push_back(fmt::format("{} {}", count, VerdictWord(row.word)));
  }
  return Join(parts, ", ");
}

// What led to the exit code, cell by cell.
std::vector<std::string> CellReasons(const CampaignPage& page) {
  std::vector<std::string> unexpected, undecided;
  for (const auto& cell : page.matrix.cells) {
    const auto because = cell.reasons.empty() ? "" : ": " + ShortReason(cell.reasons.front());
    if (const auto wrong = Unexpected(cell); !wrong.empty())
      unexpected.push_back(fmt::format("{}: {}{}", CellTitle(cell), wrong, because));
    else if (cell.verdict && IsUndecided(*cell.verdict))
      undecided.push_back(
          fmt::format("{}: {}{}", CellTitle(cell), VerdictWord(*cell.verdict), because));
    else if (const auto few = TooFewOf(page, cell); !few.empty())
      undecided.push_back(fmt::format("{}: {}", CellTitle(cell), few));
  }
  unexpected.insert(unexpected.end(), undecided.begin(), undecided.end());
  return unexpected;
}

std::vector<std::string> RunReasons(const CampaignPage& page) {
  std::vector<std::string> reasons;
  for (const auto& run : page.runs) {
    if (run.verdict != Verdict::kPass && !run.disturbed && !run.interrupted)
      reasons.push_back(fmt::format("{}: {}", RunTitle(page, run), ShortReason(run.reason)));
  }
  return reasons;
}

std::string CellTally(const Matrix& matrix) {
  std::vector<std::string> parts;
  if (const auto judged = Tally(matrix); !judged.empty()) parts.push_back(judged);
  std::size_t excluded = 0, without = 0;
  for (const auto& cell : matrix.cells) {
    if (cell.excluded)
      ++excluded;
    else if (!cell.verdict)
      ++without;
  }
  if (excluded > 0) parts.push_back(fmt::format("{} excluded", excluded));
  if (without > 0) parts.push_back(fmt::format("{} without a trial", without));
  return fmt::format("{}: {}", Counted(matrix.cells.size(), "cell"), Join(parts, ", "));
}

// Of a matrix that ends with 0: the worst verdict of its cells that nobody expected, for they are
// data there, and no promise was broken.
Verdict WorstOfCells(const CampaignPage& page) {
  Verdict worst = Verdict::kPass;
  for (const auto& cell : page.matrix.cells) {
    if (!cell.verdict || *cell.verdict == worst || cell.verdict == cell.expect) continue;
    const int code = ExitCode(*cell.verdict);
    if (WorstExitCode({code, ExitCode(worst)}) == code) worst = *cell.verdict;
  }
  return worst;
}

// "in 5 of 6 cells records were lost 12,183 (allowed by the settings)"; "" where nothing was seen.
std::string SeenInCells(const CampaignPage& page) {
  std::map<std::string, std::uint64_t> counts, allowed;
  std::size_t cells = 0, judged = 0;
  for (const auto& cell : page.matrix.cells) {
    if (!cell.verdict) continue;
    ++judged;
    if (*cell.verdict == Verdict::kPass) continue;
    ++cells;
    for (const auto& [name, count] : cell.counts) counts[name] += count;
    for (const auto& [name, count] : cell.allowed) allowed[name] += count;
  }
  const auto words = AnomalyWords(counts, allowed, false);
  if (words.empty()) return "";
  return fmt::format("{} in {} of {}. ", Join(words, ", "), cells, Counted(judged, "cell"));
}

std::string ReasonText(const CampaignPage& page) {
  const auto reasons = page.by_cells ? CellReasons(page) : RunReasons(page);
  const auto tally = page.by_cells
                         ? CellTally(page.matrix)
                         : fmt::format("{}: {}", Counted(page.runs.size(), "run"),
                                       page.runs.empty() ? "none has ended" : TallyOfRuns(page));
  if (reasons.empty()) return (page.by_cells ? SeenInCells(page) : "") + tally + ".";
  const auto more = reasons.size() - 1;
  auto first = OneLine(reasons.front(), 600);
  if (more > 0)
    first += fmt::format("; and {} more that {}", more, more == 1 ? "needs a look" : "need a look");
  return first + ". " + tally + ".";
}

std::string WordOfCode(const CampaignPage& page) {
  if (page.exit_code == 0 && page.never_begun > 0) return "UNFINISHED";
  if (page.exit_code == 0 && !page.waived.empty()) return "WAIVED";
  if (!page.by_cells || page.exit_code > ExitCode(Verdict::kInconclusive))
    return Upper(VerdictWord(VerdictOf(page)));
  const auto& cells = page.matrix.cells;
  const auto any = [&](const auto& holds) {
    return std::any_of(cells.begin(), cells.end(), holds);
  };
  if (page.exit_code == ExitCode(Verdict::kInconclusive)) return "INCONCLUSIVE";
  if (page.exit_code == ExitCode(Verdict::kViolation))
    return any([](const MatrixCell& cell) {
      return cell.verdict == Verdict::kViolation && !Unexpected(cell).empty();
    })
               ? "VIOLATION"
               : "NOT AS EXPECTED";
  if (any([](const MatrixCell& cell) { return cell.expect.has_value(); })) return "AS EXPECTED";
  return Upper(VerdictWord(WorstOfCells(page)));
}

}  // namespace

Verdict VerdictOf(const CampaignPage& page) {
  if (page.exit_code > 128) return Verdict::kInterrupted;
  for (const auto& row : VerdictTable())
    if (row.exit_code == page.exit_code) return row.word;
  return Verdict::kError;
}

CampaignHeadline HeadlineOf(const CampaignPage& page) {
  const bool green = page.never_begun == 0 && page.waived.empty();
  const auto verdict = page.exit_code == 0 && !green          ? Verdict::kInconclusive
                       : page.exit_code == 0 && page.by_cells ? WorstOfCells(page)
                                                              : VerdictOf(page);
  return {WordOfCode(page), CampaignLook(verdict), CampaignSign(verdict), ReasonText(page)};
}

std::string CellTitle(const MatrixCell& cell) {
  const bool of_scenarios = cell.at.size() == 1 && cell.at.begin()->first == "scenario";
  const auto place =
      OneLine(of_scenarios ? cell.at.begin()->second : PlaceText(cell.at), kLongestName);
  return cell.name.empty() ? place : fmt::format("{} ({})", place, OneLine(cell.name, 80));
}

const char* CellNoun(const CampaignPage& page) { return page.by_cells ? "cell" : "scenario"; }

std::string CellWord(const MatrixCell& cell) {
  if (cell.excluded) return "EXCLUDED";
  return cell.verdict ? Upper(VerdictWord(*cell.verdict)) : "NO TRIAL";
}

const char* CampaignLook(Verdict verdict) {
  if (verdict == Verdict::kUnprotected || verdict == Verdict::kLimit) return "warn";
  return VerdictLook(verdict);
}

const char* CampaignSign(Verdict verdict) {
  return std::string_view(CampaignLook(verdict)) == "warn" ? "!" : VerdictSign(verdict);
}

std::string CellTrials(const MatrixCell& cell) {
  if (cell.excluded || !cell.verdict) return "";
  const auto same = cell.verdicts.at(Name(*cell.verdict));
  return fmt::format("{} of {}", same, Counted(cell.trials, "trial"));
}

std::vector<std::string> CellAnomalies(const MatrixCell& cell) {
  if (!cell.verdict) return {};
  return AnomalyWords(cell.counts, cell.allowed, *cell.verdict == Verdict::kPass);
}

std::string CellBound(const MatrixCell& cell) {
  if (cell.excluded || !cell.verdict) return "";
  if (cell.conclusive == 0) return "says nothing about losses";
  if (cell.loss_upper >= 1) return "each trial lost something";
  return fmt::format("ruled out: more than {:.2g} % of trials lose", cell.loss_upper * 100);
}

std::string TooFewOf(const CampaignPage& page, const MatrixCell& cell) {
  if (!page.by_cells || cell.trials < cell.planned) return "";
  return TooFew(cell, page.matrix.min_trials);
}

std::vector<std::string> CellNotes(const CampaignPage& page, const MatrixCell& cell) {
  std::vector<std::string> notes;
  const auto unexpected = Unexpected(cell);
  if (!unexpected.empty()) notes.push_back("UNEXPECTED: " + unexpected);
  if (cell.expect && cell.verdict && unexpected.empty())
    notes.push_back(fmt::format("{} was expected{}", Name(*cell.expect),
                                IsUndecided(*cell.verdict) ? ": not decided"
                                : cell.waived > 0          ? ""
                                                           : ": holds"));
  if (const auto few = TooFewOf(page, cell); !few.empty()) notes.push_back(few);
  if (cell.waived > 0) notes.push_back(Counted(cell.waived, "trial") + " waived");
  if (cell.repeated > 0)
    notes.push_back(Counted(cell.repeated, "trial") + " ran again, disturbed by another job");
  return notes;
}

std::optional<double> P99(const std::map<std::string, double>& millis) {
  const auto found = millis.find("p99");
  return found == millis.end() ? std::nullopt : std::optional(found->second);
}

std::string RunWord(const CampaignRun& run) {
  if (run.interrupted) return "INTERRUPTED";
  auto word = Upper(VerdictWord(run.verdict));
  if (run.disturbed) word += ", no evidence: disturbed, ran again";
  if (run.waived) word += ", waived";
  if (run.left_out) word += ", left out: this machine can't run it";
  return word;
}

std::string RunAnomalies(const CampaignRun& run) {
  return Join(AnomalyWords(run.counts, run.allowed, run.verdict == Verdict::kPass), ", ");
}

std::string RunFaults(const CampaignRun& run) {
  if (run.faults == 0) return "nothing was broken";
  if (run.took_effect == run.faults) return Counted(run.faults, "fault") + " took effect";
  return fmt::format("{} of {} took effect", run.took_effect, Counted(run.faults, "fault"));
}

std::string RunTitle(const CampaignPage& page, const CampaignRun& run) {
  const auto name = page.by_cells ? PlaceText(page.matrix.cells.at(run.cell).at) : run.scenario;
  return fmt::format("{} (seed {})", OneLine(name, kLongestName), run.seed);
}

std::optional<AgainLine> CampaignAgain(const CampaignPage& page) {
  if (page.runs.empty()) return std::nullopt;
  const auto& worst = page.runs.front();
  return AgainLine{worst.verdict == Verdict::kPass ? "A run again" : "The worst run again",
                   RunCommand(OneLine(worst.folder, kLongestName) + "/scenario.yaml", worst.seed)};
}

}  // namespace kproof

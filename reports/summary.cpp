// A control that passes has shown an anomaly, and a claim that passes has shown none: adding the
// two up would say nothing.
#include "reports/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/loss_bound.h"
#include "reports/terminal.h"

namespace kproof {
namespace {

constexpr std::size_t kReasonColumns = 60;
constexpr std::size_t kNameColumns = 40;

// Lower is worse.
int Rank(int code) {
  static constexpr std::array<int, 12> kWorstFirst = {1, 6, 5, 143, 130, 129, 70, 64, 4, 2, 3, 0};
  const auto found = std::find(kWorstFirst.begin(), kWorstFirst.end(), code);
  const auto unnamed = std::find(kWorstFirst.begin(), kWorstFirst.end(), 70);
  return static_cast<int>((found == kWorstFirst.end() ? unnamed : found) - kWorstFirst.begin());
}

std::string Padding(const std::string& text, std::size_t columns) {
  return std::string(columns > Columns(text) ? columns - Columns(text) : 0, ' ');
}

// "3 of 4 claims passed (1 violation)"; "" where there is no run of this role.
std::string Tally(std::span<const Result> results, const std::string& role) {
  std::map<std::string, int> others;
  std::size_t all = 0;
  std::size_t passed = 0;
  for (const Result& result : results) {
    if (result.role != role) continue;
    ++all;
    if (result.verdict == Verdict::kPass) {
      ++passed;
    } else {
      ++others[VerdictWord(result.verdict)];
    }
  }
  if (all == 0) return "";
  std::vector<std::string> parts;
  for (const auto& [verdict, count] : others) parts.push_back(fmt::format("{} {}", count, verdict));
  const std::string done =
      role == "claim" ? "passed" : "showed " + Plural(all, "its", "their") + " anomaly";
  return fmt::format("{} of {} {}{}", passed, Counted(all, role), done,
                     parts.empty() ? "" : fmt::format(" ({})", Join(parts, ", ")));
}

// "seeds 7 to 16", "seeds 7, 9, 12"
std::string Seeds(const std::vector<const Result*>& trials) {
  std::vector<std::uint64_t> seeds;
  for (const Result* trial : trials) seeds.push_back(trial->seed);
  std::sort(seeds.begin(), seeds.end());
  seeds.erase(std::unique(seeds.begin(), seeds.end()), seeds.end());
  if (seeds.size() == 1) return fmt::format("seed {}", seeds.front());
  if (seeds.back() - seeds.front() == seeds.size() - 1)
    return fmt::format("seeds {} to {}", seeds.front(), seeds.back());
  std::vector<std::string> names;
  for (const std::uint64_t seed : seeds) names.push_back(std::to_string(seed));
  return "seeds " + JoinFew(names);
}

// What these trials say of losses, in words.
std::string LossWords(const std::vector<const Result*>& trials) {
  std::uint64_t all = 0;
  std::uint64_t lossy = 0;
  bool faulted = false;
  for (const Result* trial : trials) {
    if (!IsTrial(*trial)) continue;
    ++all;
    if (LostSomething(*trial)) ++lossy;
    if (WasFaulted(*trial)) faulted = true;
  }
  if (all == 0) return "no conclusive trial with anything at stake";
  std::string what =
      lossy > 0
          ? fmt::format("records were lost in {} of {}", lossy, Counted(all, "conclusive trial"))
          : fmt::format("nothing was lost in {} {}", Counted(all, "conclusive trial"),
                        faulted ? "with something at stake" : "without a fault");
  if (lossy == all) return what;  // it may be so in each of them
  return fmt::format(
      "{}: with {:.0f} % confidence a record is lost in fewer than {:.3g} % of such trials", what,
      kConfidence * 100, LossUpperBound(all, lossy) * 100);
}

// "leader-kill: seeds 7 to 16, 9 of 10 passed (seed 12: violation); nothing was lost in 9 …"
std::string TrialsLine(const std::string& scenario, const std::vector<const Result*>& trials) {
  std::vector<std::string> others;
  for (const Result* trial : trials) {
    if (trial->verdict != Verdict::kPass)
      others.push_back(fmt::format("seed {}: {}", trial->seed, VerdictWord(trial->verdict)));
  }
  return fmt::format("{}: {}, {} of {} passed{}; {}\n", Printable(scenario), Seeds(trials),
                     trials.size() - others.size(), trials.size(),
                     others.empty() ? "" : fmt::format(" ({})", JoinFew(others)),
                     LossWords(trials));
}

// Of each scenario that ran several times, in the order in which they ran.
std::string Trials(std::span<const Result> results) {
  std::vector<std::pair<std::string, std::vector<const Result*>>> scenarios;
  for (const Result& result : results) {
    auto found = std::find_if(scenarios.begin(), scenarios.end(),
                              [&](const auto& entry) { return entry.first == result.scenario; });
    if (found == scenarios.end()) found = scenarios.insert(found, {result.scenario, {}});
    found->second.push_back(&result);
  }
  std::string lines;
  for (const auto& [scenario, trials] : scenarios) {
    if (trials.size() > 1) lines += TrialsLine(scenario, trials);
  }
  return lines;
}

// Without the fault that it begins with, so that those who lack the same thing stand together.
std::string WhatIsMissing(const std::string& reason) {
  const auto end = reason.find("' ");
  return reason.starts_with("fault '") && end != std::string::npos ? reason.substr(end + 2)
                                                                   : reason;
}

// A line for each reason, with how many it kept from running.
std::string NotRunHere(std::span<const Result> results) {
  std::map<std::string, std::size_t> by_reason;
  for (const Result& result : results)
    if (result.verdict == Verdict::kNotRun) ++by_reason[WhatIsMissing(Printable(result.reason))];
  std::string text;
  for (const auto& [reason, count] : by_reason)
    text += fmt::format("{} of {} could not run here: {}\n", count, results.size(), reason);
  return text;
}

std::string NeverBegunLine(const std::vector<NeverBegun>& runs) {
  if (runs.empty()) return "";
  std::vector<std::string> names;
  for (const NeverBegun& run : runs)
    names.push_back(fmt::format("{} (seed {})", Printable(run.scenario), run.seed));
  return fmt::format("{} never begun: {}\n", Counted(runs.size(), "run was", "runs were"),
                     JoinFew(names));
}

}  // namespace

int WorstExitCode(const std::vector<int>& codes) {
  const auto worst =
      std::min_element(codes.begin(), codes.end(), [](int a, int b) { return Rank(a) < Rank(b); });
  return worst == codes.end() ? 0 : *worst;
}

int ExitCodeOf(const std::vector<NeverBegun>& runs) {
  return runs.empty() ? 0 : ExitCode(Verdict::kInconclusive);
}

std::string VerdictWord(Verdict verdict) {
  return verdict == Verdict::kInterrupted ? "interrupted" : Name(verdict);
}

std::string SummaryTable(const Summary& summary, const SummaryLook& look) {
  const auto& results = summary.results;
  if (results.empty() && summary.never_begun.empty()) return "";
  std::size_t width = 8;
  std::size_t seed_width = 1;
  for (const Result& result : results) {
    width = std::max(width, std::min(kNameColumns, Columns(Printable(result.scenario))));
    seed_width = std::max(seed_width, std::to_string(result.seed).size());
  }
  std::string table;
  for (const Result& result : results) {
    const std::string name = Shortened(Printable(result.scenario), kNameColumns);
    const std::string verdict = VerdictLabel(result.verdict, false);
    const std::string reason = Printable(result.reason);
    table += fmt::format("{}{}  {}{}  seed {:<{}}  {:<7}  {:>6.1f} s  {}\n",
                         VerdictLabel(result.verdict, look.color), Padding(verdict, 12), name,
                         Padding(name, width), result.seed, seed_width, result.role, result.seconds,
                         look.short_rows ? Shortened(reason, kReasonColumns) : reason);
  }
  table += (summary.of_trials ? Trials(results) : "") + NotRunHere(results) +
           NeverBegunLine(summary.never_begun);
  for (const auto& sentence : FirstFew(summary.too_few)) table += Printable(sentence) + "\n";
  std::vector<std::string> tallies;
  for (const std::string& tally : {Tally(results, "claim"), Tally(results, "control")}) {
    if (!tally.empty()) tallies.push_back(tally);
  }
  if (tallies.empty()) tallies.emplace_back("nothing was run");
  table += fmt::format("{}; exit code {}", Join(tallies, "; "), summary.exit_code);
  if (summary.allowed_not_run > 0)
    table += fmt::format(", not counting {} (--allow-not-run)",
                         Counted(summary.allowed_not_run, "run that could not take place",
                                 "runs that could not take place"));
  return table + "\n";
}

}  // namespace kproof

#include "harness/campaign/campaign.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/campaign/stage_share.h"
#include "harness/run/conductor.h"
#include "harness/words/verdict.h"
#include "reports/matrix.h"

namespace kproof {
namespace {

class Campaign {
 public:
  Campaign(const CampaignPlan& plan, const CampaignSetup& setup, CampaignListener& listener)
      : plan_(plan), setup_(setup), listener_(listener) {}

  CampaignProgress Run(CampaignProgress progress) {
    const auto trials = InOrder(Remaining(plan_, progress), progress);
    const double before = ElapsedOf(progress);
    const auto began = MonotonicMicros();
    if (trials.size() > 1 && setup_.share_clusters && setup_.audit_transport == "spool")
      share_.emplace(setup_.out);
    for (const Trial& trial : trials) {
      if (setup_.signal() != 0) break;
      if (setup_.claim && !setup_.claim(trial)) continue;
      const bool last = &trial == &trials.back();
      std::optional<RunOutcome> outcome;
      try {
        outcome = Perform(trial, last);
      } catch (const Error& error) {  // what the runs before showed still counts
        const bool defect = error.kind() == ErrorKind::kInternal;
        progress.broken_off = defect ? Verdict::kError : Verdict::kNotRun;
        listener_.BrokenOff(error);
        break;
      }
      progress.records.push_back(RecordOf(trial, *outcome));
      progress.records.back().ended_s =
          before + static_cast<double>(MonotonicMicros() - began) / 1e6;
      progress.results.push_back(std::move(outcome->result));
      listener_.Ended(progress, static_cast<std::size_t>(&trials.back() - &trial));
      if (outcome->stage) Leave(std::move(*outcome->stage), last);
      if (setup_.fail_fast && IsFailure(plan_, progress.records.back(), progress.results.back()))
        break;
    }
    return progress;
  }

 private:
  // Cells that failed before come first where the first failure ends the campaign.
  std::vector<Trial> InOrder(std::vector<Trial> trials, const CampaignProgress& progress) const {
    if (!setup_.fail_fast) return trials;
    std::set<std::size_t> failed;
    for (std::size_t at = 0; at < progress.records.size(); ++at)
      if (IsFailure(plan_, progress.records[at], progress.results[at]))
        failed.insert(plan_.trials[progress.records[at].trial].cell);
    std::stable_partition(trials.begin(), trials.end(),
                          [&](const Trial& trial) { return failed.contains(trial.cell); });
    return trials;
  }

  bool Keeps(bool last) const { return setup_.keep_cluster && last; }

  RunOutcome Perform(const Trial& trial, bool last) {
    const auto progress = listener_.NewProgress(trial);
    return RunPlan({.plan = plan_.PlanOf(trial),
                    .out = setup_.out,
                    .place = setup_.place,
                    .after = Keeps(last) ? StageAfter::kKept
                             : share_    ? StageAfter::kHandedOn
                                         : StageAfter::kEnds,
                    .stage_folder = share_ ? share_->NewFolder() : "",
                    .audit_transport = setup_.audit_transport,
                    .campaign = setup_.campaign,
                    .program = setup_.program,
                    .signal = setup_.signal},
                   share_ ? share_->Take(plan_.ScenarioOf(trial)) : std::nullopt, *progress);
  }

  TrialRecord RecordOf(const Trial& trial, const RunOutcome& outcome) const {
    const Scenario& scenario = plan_.ScenarioOf(trial);
    const Verdict verdict = outcome.result.verdict;
    return {.trial = trial.index,
            .scenario = scenario.name,
            .seed = trial.seed,
            .folder = outcome.folder,
            .exit_code = ExitCode(verdict, setup_.signal()),
            // A Kafka that does not start is no lack of this machine.
            .left_out = setup_.allow_not_run && verdict == Verdict::kNotRun &&
                        Lacking(setup_.place, scenario).has_value(),
            .disturbed = setup_.claim && WasDisturbed(outcome.result),
            .unwritten = outcome.unwritten};
  }

  void Leave(Stage stage, bool last) {
    if (Keeps(last))
      listener_.Kept(stage);
    else
      share_->GiveBack(std::move(stage));
  }

  const CampaignPlan& plan_;
  const CampaignSetup& setup_;
  CampaignListener& listener_;
  std::optional<StageShare> share_;  // nothing: each run starts its own clusters
};

}  // namespace

bool WasDisturbed(const Result& result) {
  if (result.verdict != Verdict::kPass && result.verdict != Verdict::kLimit) return false;
  return std::any_of(result.disturbances.begin(), result.disturbances.end(),
                     [](const std::string& disturbance) {
                       return disturbance.find("machine stalled") != std::string::npos;
                     });
}

bool IsFailure(const CampaignPlan& plan, const TrialRecord& record, const Result& result) {
  const auto& expect = plan.cells[plan.trials[record.trial].cell].expect;
  if (record.left_out || WasInterrupted(record)) return false;
  if (!plan.matrix) return result.verdict != Verdict::kPass;
  if (!expect) return result.verdict == Verdict::kViolation;
  return result.verdict != *expect && !IsUndecided(result.verdict);
}

CampaignProgress RunCampaign(const CampaignPlan& plan, const CampaignSetup& setup,
                             CampaignListener& listener, CampaignProgress progress) {
  return Campaign(plan, setup, listener).Run(std::move(progress));
}

}  // namespace kproof

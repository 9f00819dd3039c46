#include "harness/campaign/campaign.h"

#include <optional>
#include <utility>

#include "harness/base/error.h"
#include "harness/campaign/stage_share.h"
#include "harness/run/conductor.h"
#include "harness/words/verdict.h"

namespace kproof {
namespace {

class Campaign {
 public:
  Campaign(const CampaignPlan& plan, const CampaignSetup& setup, CampaignListener& listener)
      : plan_(plan), setup_(setup), listener_(listener) {}

  CampaignProgress Run(CampaignProgress progress) {
    const auto trials = Remaining(plan_, progress);
    if (trials.size() > 1 && setup_.share_clusters && setup_.audit_transport == "spool")
      share_.emplace(setup_.out);
    for (const Trial& trial : trials) {
      if (setup_.signal() != 0) break;
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
      progress.results.push_back(std::move(outcome->result));
      listener_.Ended(progress.records.back(), progress.results.back());
      if (outcome->stage) Leave(std::move(*outcome->stage), last);
    }
    return progress;
  }

 private:
  bool Keeps(bool last) const { return setup_.keep_cluster && last; }

  RunOutcome Perform(const Trial& trial, bool last) {
    const auto progress = listener_.NewProgress();
    return RunPlan({.plan = plan_.PlanOf(trial),
                    .out = setup_.out,
                    .place = setup_.place,
                    .after = Keeps(last) ? StageAfter::kKept
                             : share_    ? StageAfter::kHandedOn
                                         : StageAfter::kEnds,
                    .stage_folder = share_ ? share_->NewFolder() : "",
                    .audit_transport = setup_.audit_transport,
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
            .exit_code = TrialExitCode(verdict, setup_.signal()),
            // A Kafka that does not start is no lack of this machine.
            .left_out = setup_.allow_not_run && verdict == Verdict::kNotRun &&
                        Lacking(setup_.place, scenario).has_value(),
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

CampaignProgress RunCampaign(const CampaignPlan& plan, const CampaignSetup& setup,
                             CampaignListener& listener, CampaignProgress progress) {
  return Campaign(plan, setup, listener).Run(std::move(progress));
}

}  // namespace kproof

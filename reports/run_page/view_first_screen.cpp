// The first screen: what a reader asks first, in one place.
#include <algorithm>

#include "audit/judge/verdict/reason.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/names.h"
#include "reports/run_page/view.h"
#include "reports/run_page/words.h"

namespace kproof::view {
namespace {

constexpr std::size_t kFirstFaults = 4;

Data Counts(const Result& result) {
  Data rows = PageList();
  for (const auto& finding : result.findings) {
    if (finding.count == 0) continue;
    Data row;
    row.set("check", finding.check);
    row.set("count", WithThousands(finding.count));
    row.set("standing", Standing(finding, result));
    row.set("why", OrNothing(OneLine(finding.why)));
    rows.push_back(row);
  }
  return rows;
}

Data Done(const Result& result) {
  Data rows = PageList();
  for (std::size_t i = 0; i < result.faults.size() && i < kFirstFaults; ++i) {
    const auto& fault = result.faults[i];
    Data row;
    row.set("name", FaultName(fault));
    row.set("time", FaultTime(fault));
    row.set("effect", FaultEffect(fault));
    row.set("effect_sign", fault.bit ? "✔" : "✘");
    row.set("healing", FaultHealing(fault));
    row.set("healing_sign", fault.healed ? "✔" : "✘");
    rows.push_back(row);
  }
  return rows;
}

std::string Traffic(const Result& result) {
  std::vector<std::string> parts;
  for (const auto name : kTraffic)
    parts.push_back(std::string(name) + " " +
                    WithThousands(CountNamed(result.counts, std::string(name))));
  return Join(parts, ", ") + " " + kReadByAll;
}

}  // namespace

Data FirstScreen(const RunPage& page) {
  const Result& result = page.result;
  Data screen;
  screen.set("scenario", OneLine(result.scenario, kLongestName));
  screen.set("verdict", Upper(Name(result.verdict)));
  screen.set("verdict_look", VerdictLook(result.verdict));
  screen.set("verdict_sign", VerdictSign(result.verdict));
  screen.set("verdict_meaning", VerdictMeaning(result.verdict));
  const auto reason = OneLine(result.reason), in_short = OneLine(ShortReason(result.reason));
  screen.set("reason", in_short);
  screen.set("whole_reason", OrNothing(in_short == reason ? "" : reason));
  screen.set("about", OrNothing(OneLine(result.about)));
  screen.set("role", result.role);
  screen.set("is_control", result.role == "control");
  screen.set("seed", std::to_string(result.seed));
  screen.set("started", result.started);
  screen.set("seconds", SecondsText(result.seconds));
  screen.set("recorded_otherwise", OrNothing(page.recorded_otherwise));
  screen.set("counts", Counts(result));
  screen.set("none_of", OrNothing(Join(SeenNowhere(result), ", ")));
  screen.set("traffic", Traffic(result));
  screen.set("promises", Guarantees(result));
  screen.set("done", Done(result));
  screen.set("nothing_done", result.faults.empty());
  const auto more = result.faults.size() - std::min(result.faults.size(), kFirstFaults);
  screen.set("more_done", OrNothing(more == 0 ? "" : Counted(more, "more fault")));
  screen.set("at_stake", AtStake(result));
  screen.set("loss_bound", LossBound(result));
  screen.set("at_stake_meaning", OrNothing(WasFaulted(result) ? kAtStakeMeaning : ""));
  screen.set("longest_ack_gap", SecondsText(result.availability.longest_ack_gap_s));
  screen.set("command", CommandAgain(page));
  screen.set("from_scenario", !page.scenario_yaml.empty());
  return screen;
}

}  // namespace kproof::view

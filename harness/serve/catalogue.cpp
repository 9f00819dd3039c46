#include "harness/serve/catalogue.h"

#include <algorithm>
#include <iterator>

#include "harness/run/folder.h"
#include "harness/run/live_journal.h"
#include "harness/serve/read_live.h"
#include "harness/serve/target.h"
#include "reports/summary.h"

namespace kproof {
namespace {

constexpr std::size_t kListedRuns = 1'000;

// In the order in which exit codes rank; runs without a verdict last.
bool IsWorse(const ListedRun& a, const ListedRun& b) {
  if (!a.verdict || !b.verdict) return a.verdict.has_value() && !b.verdict.has_value();
  const int of_a = ExitCode(*a.verdict), of_b = ExitCode(*b.verdict);
  return of_a != of_b && WorstExitCode({of_a, of_b}) == of_a;
}

// Of a run that goes on or was killed: what it said itself.
ListedRun NotEnded(const OpenFolder& folder, ListedRun listed) {
  const auto live = ReadLiveOf(folder);
  if (!live) {
    listed.reason = "The run goes on or was killed; it does not say which.";
    return listed;
  }
  listed.going_on = !live->silent_s && !live->run.verdict;
  if (live->run.verdict)
    listed.reason = "It ended, and its folder is incomplete: something could not be written.";
  else
    listed.reason = listed.going_on ? HowItStands(live->run)
                                    : "The run has no verdict and writes nothing any more: it was "
                                      "killed, or its disk is full.";
  if (live->run.scenario.empty()) return listed;
  listed.scenario = live->run.scenario;
  listed.seed = live->run.seed;
  return listed;
}

void Count(const std::string& state, std::vector<std::pair<std::string, std::size_t>>& states) {
  const auto found = std::find_if(states.begin(), states.end(),
                                  [&](const auto& one) { return one.first == state; });
  if (found == states.end())
    states.emplace_back(state, 1);
  else
    ++found->second;
}

}  // namespace

ListedRun Catalogue::Listed(const ShelvedRun& run) {
  ListedRun listed;
  listed.link = (run.campaign.empty() ? "run/" : std::string(kCampaignRuns) + "/") +
                EncodePart(run.name) + "/";
  listed.name = run.name;
  const auto folder = shelf_.Open(run);
  if (!folder) return listed;
  const auto live = folder->Find(kLiveFile);
  listed.has_live = live && !live->is_folder;
  if (run.partial) return NotEnded(*folder, std::move(listed));
  if (const auto summary = summaries_.Of(*folder)) {
    listed.scenario = summary->scenario;
    listed.seed = summary->seed;
    listed.started = summary->started;
    listed.seconds = summary->seconds;
    listed.reason = summary->reason;
    listed.verdict = summary->verdict;
  }
  return listed;
}

RunList Catalogue::ListOf(const std::vector<ShelvedRun>& runs, bool worst_first) {
  RunList list;
  list.worst_first = worst_first;
  for (const auto& run : runs) {
    list.runs.push_back(Listed(run));
    if (list.runs.back().going_on) list.now.push_back(list.runs.back());
  }
  if (worst_first) std::stable_sort(list.runs.begin(), list.runs.end(), IsWorse);
  if (list.runs.size() > kListedRuns) {
    list.left_out = list.runs.size() - kListedRuns;
    list.runs.resize(kListedRuns);
  }
  return list;
}

ListedCampaign Catalogue::Tally(const std::string& campaign, std::vector<ListedRun>& now) {
  ListedCampaign listed{.link = "campaign/" + EncodePart(campaign) + "/", .name = campaign};
  std::vector<ListedRun> runs;
  for (const auto& run : shelf_.Trials(campaign)) runs.push_back(Listed(run));
  std::stable_sort(runs.begin(), runs.end(), IsWorse);
  listed.runs = runs.size();
  for (const auto& run : runs) {
    if (run.going_on) {
      now.push_back(run);
      now.back().link = listed.link + run.link;
    }
    Count(StateOf(run), listed.states);
  }
  return listed;
}

RunList Catalogue::All(bool worst_first) {
  auto list = ListOf(shelf_.Runs(), worst_first);
  list.title = shelf_.folder();
  for (const auto& campaign : shelf_.Campaigns())
    list.campaigns.push_back(Tally(campaign, list.now));
  if (!shelf_.Latest().empty()) list.latest = "latest";
  return list;
}

RunList Catalogue::TrialsOf(const std::string& campaign, bool worst_first) {
  auto list = ListOf(shelf_.Trials(campaign), worst_first);
  list.title = campaign;
  list.up = "../../";
  return list;
}

MeasuredRun Catalogue::MeasureRun(const ShelvedRun& run, const ListedRun& listed) {
  MeasuredRun measured{.campaign = run.campaign, .run = run.name, .going_on = listed.going_on};
  const auto folder = shelf_.Open(run);
  if (!folder) return measured;
  if (auto live = ReadLiveOf(*folder)) {
    measured.live = std::move(live->run);
    measured.scenario = measured.live.scenario;
    measured.role = measured.live.role;
    measured.seed = measured.live.seed;
  }
  if (const auto summary = run.partial ? std::nullopt : summaries_.Of(*folder)) {
    measured.scenario = summary->scenario;
    measured.role = summary->role;
    measured.seed = summary->seed;
    measured.verdict = summary->verdict;
    measured.counts = summary->counts;
  }
  return measured;
}

MeasuredRuns Catalogue::Measure() {
  auto runs = shelf_.Runs();
  for (const auto& campaign : shelf_.Campaigns()) {
    auto trials = shelf_.Trials(campaign);
    std::move(trials.begin(), trials.end(), std::back_inserter(runs));
  }
  MeasuredRuns measured;
  std::optional<std::pair<ShelvedRun, ListedRun>> newest;  // of those that have ended
  for (const auto& run : runs) {
    const auto listed = Listed(run);
    ++measured.runs[StateOf(listed)];
    if (listed.going_on) measured.now.push_back(MeasureRun(run, listed));
    if (listed.verdict && (!newest || run.name > newest->first.name)) newest = {run, listed};
  }
  if (newest) measured.now.push_back(MeasureRun(newest->first, newest->second));
  return measured;
}

}  // namespace kproof

// The list of runs and campaigns, and the list of a run's files.
#include <fmt/format.h>

#include <set>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/frame/frame.h"
#include "reports/frame/texts.h"
#include "reports/site/pages.h"

namespace kproof {
namespace {

// What the row is called: of a run that nobody could read the folder alone is known.
std::string TitleOf(const ListedRun& run) {
  return OneLine(run.scenario.empty() ? run.name : run.scenario, kLongestName);
}

PageData RowOf(const ListedRun& run) {
  PageData row;
  row.set("look", run.verdict ? VerdictLook(*run.verdict) : "unclear");
  row.set("sign", run.verdict ? VerdictSign(*run.verdict) : run.going_on ? "▶" : "?");
  row.set("verdict", StateOf(run));
  row.set("link", run.link);
  row.set("name", OneLine(run.name, kLongestName));
  row.set("scenario", TitleOf(run));
  row.set("seed", run.seed ? std::to_string(*run.seed) : "");
  row.set("started", OneLine(run.started, kLongestName));
  row.set("took", run.seconds ? SecondsText(*run.seconds) : "");
  row.set("reason", OneLine(run.reason));
  row.set("has_live", run.has_live);
  return row;
}

PageData Rows(const std::vector<ListedRun>& runs) {
  PageData rows = PageList();
  for (const auto& run : runs) rows.push_back(RowOf(run));
  return rows;
}

PageData Campaigns(const std::vector<ListedCampaign>& campaigns) {
  PageData rows = PageList();
  for (const auto& campaign : campaigns) {
    std::vector<std::string> states;
    for (const auto& [state, count] : campaign.states)
      states.push_back(fmt::format("{} {}", WithThousands(count), state));
    PageData row;
    row.set("link", campaign.link);
    row.set("name", OneLine(campaign.name, kLongestName));
    row.set("runs", WithThousands(campaign.runs));
    row.set("verdicts", Join(states, ", "));
    rows.push_back(row);
  }
  return rows;
}

PageData Verdicts(const std::vector<ListedRun>& runs) {
  std::set<std::string> names;
  for (const auto& run : runs) names.insert(StateOf(run));
  PageData list = PageList();
  for (const auto& name : names) list.push_back(name);
  return list;
}

}  // namespace

std::string StateOf(const ListedRun& run) {
  if (run.verdict) return Name(*run.verdict);
  return run.going_on ? "going-on" : "no-verdict";
}

std::string RunListHtml(const RunList& list) {
  const auto all = list.runs.size() + list.left_out;
  std::vector<std::string> counted = {Counted(all, "run")};
  if (!list.campaigns.empty()) counted.push_back(Counted(list.campaigns.size(), "campaign"));

  PageData data;
  data.set("title", OneLine(list.title, kLongestName));
  data.set("up", OrNothing(list.up));
  data.set("top", list.up.empty());
  data.set("latest", OrNothing(list.latest));
  data.set("counted", Join(counted, ", "));
  data.set("worst_first", list.worst_first);
  data.set("any_now", !list.now.empty());
  data.set("now", Rows(list.now));
  data.set("any_campaigns", !list.campaigns.empty());
  data.set("campaigns", Campaigns(list.campaigns));
  data.set("any_runs", !list.runs.empty());
  data.set("verdicts", Verdicts(list.runs));
  data.set("runs", Rows(list.runs));
  data.set("left_out", OrNothing(list.left_out == 0
                                     ? ""
                                     : Counted(list.left_out, "more run") + " not listed here."));
  return InFrame({.kind = "list",
                  .title = "kproof: " + OneLine(list.title, kLongestName),
                  .scripts = {"list-script"}},
                 "run-list", data);
}

std::string FilesHtml(const std::string& run, const std::string& up,
                      const std::vector<ListedFile>& files) {
  PageData rows = PageList();
  for (const auto& file : files) {
    PageData row;
    row.set("link", file.link);
    row.set("name", OneLine(file.name, kLongestName));
    row.set("bytes", WithThousands(file.bytes));
    rows.push_back(row);
  }
  PageData data;
  data.set("run", OneLine(run, kLongestName));
  data.set("up", up);
  data.set("any", !files.empty());
  data.set("files", rows);
  return InFrame({.kind = "files", .title = "files of " + OneLine(run, kLongestName)}, "files",
                 data);
}

}  // namespace kproof

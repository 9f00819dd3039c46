// The pages of `kproof serve` that no report is: the list of what there is, a run while it goes on,
// and the files of a run.
//
// Thread-safe: pure functions. The same value gives the same bytes. Links in the values are encoded
// already; all else is text from outside, and is escaped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/words/verdict.h"
#include "reports/site/live_run.h"

namespace kproof {

// What can be said of a run in a row.
struct ListedRun {
  std::string link = {};  // to its page, from the page of the list; its other pages are below it
  std::string name = {};  // of its folder
  std::string scenario = {}, started = {}, reason = {};
  std::optional<std::uint64_t> seed = {};
  std::optional<double> seconds = {};
  std::optional<Verdict> verdict = {};  // nothing: it has none yet, or will never have one
  bool going_on = false;
  bool has_live = false;  // it wrote a live.jsonl
};

// "pass", "violation", …, and of a run without a verdict "going-on" or "no-verdict".
std::string StateOf(const ListedRun& run);

struct ListedCampaign {
  std::string link, name;
  std::size_t runs = 0;
  std::vector<std::pair<std::string, std::size_t>> states = {};  // the worst first
};

struct RunList {
  std::string title;  // what is listed: a folder, or a campaign
  std::string up;     // link to the list above; "": there is none
  bool worst_first = false;
  std::vector<ListedRun> now;   // those that go on, of campaigns too
  std::vector<ListedRun> runs;  // in the order to be shown in
  std::size_t left_out = 0;     // runs that are there and not in `runs`
  std::vector<ListedCampaign> campaigns;
  std::string latest;  // link to the run or campaign that ended last; ""
};

struct ListedFile {
  std::string link, name;
  std::uint64_t bytes = 0;
};

struct LivePlace {
  std::string name;  // of the run's folder
  std::string up;    // link to the list that it stands in
  // Seconds since its last line, where that is so long that the run counts as over: killed, most
  // likely.
  std::optional<double> silent_s = {};
};

std::string RunListHtml(const RunList& list);
// Draws its charts from live.jsonl beside it, and asks for LiveNowHtml once a second. Without
// JavaScript it loads itself again.
std::string LiveHtml(const LiveRun& run, const LivePlace& place);
// "steady, 12.0 s of about 31.0 s": for a row of a list.
std::string HowItStands(const LiveRun& run);
// What of it changes, as a part of a page.
std::string LiveNowHtml(const LiveRun& run, const LivePlace& place);
std::string FilesHtml(const std::string& run, const std::string& up,
                      const std::vector<ListedFile>& files);

}  // namespace kproof

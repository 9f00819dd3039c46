// A campaign as its page shows it, as data: the matrix of its cells, and each of its runs in a few
// words. Every form of the page (HTML, Markdown, index.json) renders this value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/words/verdict.h"
#include "reports/matrix.h"

namespace kproof {

// A run of the campaign that ended.
struct CampaignRun {
  std::size_t cell = 0;     // in Matrix::cells
  std::string folder = {};  // below the campaign's: "cells/20261121T090000Z-leader-kill-7"
  bool has_page = false;    // a report.html lies in it
  std::string scenario = {};
  std::uint64_t seed = 0;
  Verdict verdict = Verdict::kInconclusive;
  std::string reason = {};
  double seconds = 0;
  std::size_t faults = 0, took_effect = 0;
  std::map<std::string, std::uint64_t> counts = {}, allowed = {};  // of anomalies that were seen
  bool waived = false;
  bool left_out = false;   // this machine can't run it, and nobody wanted it to count
  bool disturbed = false;  // by another job: no evidence, its trial ran again
  bool interrupted = false;
};

struct CampaignPage {
  Matrix matrix;
  bool by_cells = true;  // judged by cells, as `matrix` does; else by runs, as `run` does
  std::string folder;    // its name
  std::string shard;     // "1/3": only these of its trials were to run here; "": all of them
  std::string started;   // UTC, of the first run; "": none ended
  std::vector<CampaignRun> runs;    // worst first; those that say nothing come last
  std::size_t never_begun = 0;      // trials that were to run here
  int exit_code = 0;                // that what ended so far amounts to
  std::vector<std::string> waived;  // a line for each run that is waived, with why and until when
  std::map<std::string, std::set<std::string>> versions;  // kafka, client, kproof → of any run
  bool of_one_machine = false;                    // all nodes of all runs were local processes
  std::map<std::string, std::size_t> not_tested;  // check without facts → in how many runs
  // What matrix.json in the folder says, where it says anything else than the judge says now.
  std::string recorded_otherwise = {};
};

// In order of harm, the worst first; of runs that ended alike, those with most anomalies that were
// not allowed, then with most anomalies; disturbed and interrupted ones last.
void SortWorstFirst(std::vector<CampaignRun>& runs);

}  // namespace kproof

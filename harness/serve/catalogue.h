// What lists and /metrics say of the runs and campaigns that there are.
//
// Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "harness/serve/metrics.h"
#include "harness/serve/run_summary.h"
#include "harness/serve/shelf.h"
#include "reports/site/pages.h"

namespace kproof {

class Catalogue {
 public:
  explicit Catalogue(const Shelf& shelf) : shelf_(shelf) {}

  ListedRun Listed(const ShelvedRun& run);
  // Of everything; links are relative to /.
  RunList All(bool worst_first);
  // Of a campaign that has no report yet; links are relative to its page.
  RunList TrialsOf(const std::string& campaign, bool worst_first);
  MeasuredRuns Measure();

 private:
  RunList ListOf(const std::vector<ShelvedRun>& runs, bool worst_first);
  // Adds the trials that go on to `now`.
  ListedCampaign Tally(const std::string& campaign, std::vector<ListedRun>& now);
  MeasuredRun MeasureRun(const ShelvedRun& run, const ListedRun& listed);

  const Shelf& shelf_;
  RunSummaries summaries_;
};

}  // namespace kproof

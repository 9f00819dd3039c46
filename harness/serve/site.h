// What `kproof serve` answers: pages of runs and campaigns, their files, and /metrics, from one
// folder. It reads and never writes there.
//
//   /                              all runs and campaigns
//   /latest                        leads to the one that ended last
//   /run/NAME/                     the report; of a run that goes on it leads to `live`
//   /run/NAME/live, now, live.jsonl   a run as it goes on: the page, what of it changes, its lines
//   /run/NAME/files/…              files of the run folder
//   /campaign/NAME/                its report, or a list of its runs
//   /campaign/NAME/cells/NAME/     a run of it, with the same pages as /run/NAME/
//   /metrics                       for Prometheus
#pragma once

#include <string>
#include <vector>

#include "harness/serve/address.h"
#include "harness/serve/catalogue.h"
#include "harness/serve/report_cache.h"
#include "harness/serve/shelf.h"
#include "harness/serve/target.h"
#include "harness/serve/web.h"

namespace kproof {

// Thread-safe.
class Site {
 public:
  // `address`: where it is reached.
  Site(Shelf shelf, WebAddress address) : shelf_(std::move(shelf)), address_(std::move(address)) {}

  // Never throws.
  WebAnswer Answer(const WebRequest& request);

 private:
  WebAnswer Checked(const WebRequest& request);
  WebAnswer Routed(const WebTarget& target);
  WebAnswer Latest() const;
  WebAnswer OfCampaign(const WebTarget& target);
  // parts[name_at] names the run.
  WebAnswer OfRun(const WebTarget& target, const std::string& campaign, std::size_t name_at);
  // `target`: relative to the run.
  WebAnswer InRun(const WebTarget& target, const ShelvedRun& run, const OpenFolder& folder);

  const Shelf shelf_;
  const WebAddress address_;
  Catalogue catalogue_{shelf_};
  ReportCache reports_;
};

}  // namespace kproof

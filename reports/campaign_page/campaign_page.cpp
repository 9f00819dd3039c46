#include "reports/campaign_page/campaign_page.h"

#include <algorithm>
#include <utility>

#include "harness/words/finding.h"
#include "reports/frame/texts.h"
#include "reports/summary.h"

namespace kproof {
namespace {

// Records that anomalies were counted of: those that were not allowed, then all.
std::pair<std::uint64_t, std::uint64_t> Harm(const CampaignRun& run) {
  std::uint64_t not_allowed = 0, all = 0;
  for (const auto& kind : FindingTable()) {
    if (!kind.anomaly()) continue;
    const auto count = CountNamed(run.counts, kind.name);
    not_allowed += count - std::min(count, CountNamed(run.allowed, kind.name));
    all += count;
  }
  return {not_allowed, all};
}

bool IsWorse(const CampaignRun& a, const CampaignRun& b) {
  const bool a_says_nothing = a.disturbed || a.interrupted;
  const bool b_says_nothing = b.disturbed || b.interrupted;
  if (a_says_nothing != b_says_nothing) return b_says_nothing;
  const int code = ExitCode(a.verdict), other = ExitCode(b.verdict);
  if (code != other) return WorstExitCode({code, other}) == code;
  return Harm(a) > Harm(b);
}

}  // namespace

void SortWorstFirst(std::vector<CampaignRun>& runs) {
  std::stable_sort(runs.begin(), runs.end(), IsWorse);
}

}  // namespace kproof

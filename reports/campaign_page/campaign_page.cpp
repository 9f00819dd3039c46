#include "reports/campaign_page/campaign_page.h"

#include <algorithm>
#include <tuple>

#include "reports/frame/texts.h"
#include "reports/summary.h"

namespace kproof {
namespace {

std::uint64_t NotAllowed(const CampaignRun& run) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : run.counts)
    sum += count - std::min(count, CountNamed(run.allowed, name));
  return sum;
}

bool IsWorse(const CampaignRun& a, const CampaignRun& b) {
  const bool a_says_nothing = a.disturbed || a.interrupted;
  const bool b_says_nothing = b.disturbed || b.interrupted;
  if (a_says_nothing != b_says_nothing) return b_says_nothing;
  const int code = ExitCode(a.verdict), other = ExitCode(b.verdict);
  if (code != other) return WorstExitCode({code, other}) == code;
  return NotAllowed(a) > NotAllowed(b);
}

}  // namespace

void SortWorstFirst(std::vector<CampaignRun>& runs) {
  std::stable_sort(runs.begin(), runs.end(), IsWorse);
}

}  // namespace kproof

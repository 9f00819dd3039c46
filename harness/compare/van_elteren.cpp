#include "harness/compare/van_elteren.h"

#include <algorithm>
#include <cstdlib>

namespace kproof {

double VanElterenP(const Strata& all) {
  const auto strata = OfBothSides(all);
  if (strata.empty()) return 1;
  const auto weights = StratumWeights(strata);
  const RankSumNull null(strata, weights, Ties::kAsTheyAre);
  const auto distance = std::abs(RankSum(strata, weights) - null.middle());
  if (distance == 0) return 1;
  return std::min(1.0,
                  null.AtLeast(null.middle() + distance) + null.AtMost(null.middle() - distance));
}

bool RanksHigher(const Strata& all) {
  const auto strata = OfBothSides(all);
  const auto weights = StratumWeights(strata);
  std::int64_t middle = 0;
  for (std::size_t at = 0; at < strata.size(); ++at)
    middle += weights[at] * static_cast<std::int64_t>(strata[at].a.size() * strata[at].b.size());
  return RankSum(strata, weights) > middle;
}

}  // namespace kproof

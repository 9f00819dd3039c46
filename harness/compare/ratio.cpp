#include "harness/compare/ratio.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kproof {
namespace {

struct WeighedRatio {
  double ratio = 1;
  std::int64_t weight = 0;  // doubled, as in RankSum
};

std::vector<WeighedRatio> RatiosOf(const Strata& strata, const std::vector<std::int64_t>& weights) {
  std::vector<WeighedRatio> ratios;
  for (std::size_t at = 0; at < strata.size(); ++at)
    for (const double a : strata[at].a)
      for (const double b : strata[at].b)
        ratios.push_back({a == b  ? 1
                          : a > 0 ? b / a
                                  : std::numeric_limits<double>::infinity(),
                          2 * weights[at]});
  std::sort(ratios.begin(), ratios.end(),
            [](const auto& x, const auto& y) { return x.ratio < y.ratio; });
  return ratios;
}

// The first ratio at which the weights so far pass `weight`.
template <typename Iterator>
double Passing(Iterator from, Iterator to, std::int64_t weight) {
  std::int64_t sum = 0;
  const auto found =
      std::find_if(from, to, [&](const WeighedRatio& one) { return (sum += one.weight) > weight; });
  return found->ratio;
}

// The largest rank sum so low that a shift to it is refused; -1: none is that low.
std::int64_t LargestRefused(const RankSumNull& null, double tail) {
  std::int64_t refused = -1, not_refused = null.middle();
  if (null.AtMost(0) > tail) return refused;
  refused = 0;
  while (not_refused - refused > 1) {
    const auto between = refused + (not_refused - refused) / 2;
    (null.AtMost(between) <= tail ? refused : not_refused) = between;
  }
  return refused;
}

}  // namespace

std::optional<RatioEstimate> RatioOf(const Strata& all, double confidence) {
  const auto strata = OfBothSides(all);
  if (strata.empty()) return std::nullopt;
  const auto weights = StratumWeights(strata);
  const auto ratios = RatiosOf(strata, weights);
  const RankSumNull null(strata, weights, Ties::kNone);
  RatioEstimate estimate;
  // Half of the weight lies on each side of the median; where that is between two ratios, their
  // geometric mean.
  const auto half = null.middle();
  const double above = Passing(ratios.begin(), ratios.end(), half);
  const double below = Passing(ratios.rbegin(), ratios.rend(), half);
  if (std::isfinite(above)) estimate.ratio = above == below ? above : std::sqrt(above * below);
  const auto refused = LargestRefused(null, (1 - confidence) / 2);
  if (refused < 0) return estimate;
  estimate.low = Passing(ratios.begin(), ratios.end(), refused);
  if (!std::isfinite(*estimate.low)) estimate.low.reset();
  const double high = Passing(ratios.rbegin(), ratios.rend(), refused);
  if (std::isfinite(high)) estimate.high = high;
  return estimate;
}

}  // namespace kproof

#include "harness/compare/mantel_haenszel.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <cmath>

#include "harness/compare/exact_sum.h"

namespace kproof {
namespace {

// Sums that should be equal differ in their last digits.
constexpr double kAsLikely = 1 + 1e-9;

bool HasBothSides(const EventCounts& cell) { return cell.trials_a > 0 && cell.trials_b > 0; }

// How many of the trials that showed it are B's, by chance.
std::vector<SumOutcome> ShownByB(const EventCounts& cell) {
  const auto trials = cell.trials_a + cell.trials_b, shown = cell.shown_a + cell.shown_b;
  const boost::math::hypergeometric_distribution<> chance(shown, cell.trials_b, trials);
  std::vector<SumOutcome> outcomes;
  const auto least = shown > cell.trials_a ? shown - cell.trials_a : 0U;
  for (auto of_b = least; of_b <= std::min(shown, cell.trials_b); ++of_b)
    outcomes.push_back({of_b, boost::math::pdf(chance, of_b)});
  return outcomes;
}

// A share of one side over the cells, and the number of trials that say as much about it.
struct WeighedShare {
  double share = 0, trials = 0;
};

// Clopper and Pearson's bounds; a number of trials need not be whole.
double LowerBound(const WeighedShare& of, double tail) {
  const double shown = of.share * of.trials;
  if (shown <= 0) return 0;
  return boost::math::quantile(boost::math::beta_distribution<>(shown, of.trials - shown + 1),
                               tail);
}

double UpperBound(const WeighedShare& of, double tail) {
  const double shown = of.share * of.trials;
  if (shown >= of.trials) return 1;
  return boost::math::quantile(boost::math::complement(
      boost::math::beta_distribution<>(shown + 1, of.trials - shown), tail));
}

}  // namespace

double MantelHaenszelP(const EventStrata& strata) {
  ExactSum null;
  std::int64_t seen = 0;
  for (const auto& cell : strata) {
    if (!HasBothSides(cell)) continue;
    null.Add(ShownByB(cell));
    seen += cell.shown_b;
  }
  const double limit = null.Of(seen) * kAsLikely;
  double p = 0;
  for (auto value = null.lowest(); value <= null.highest(); ++value)
    if (null.Of(value) <= limit) p += null.Of(value);
  return std::min(1.0, p);
}

std::optional<ShareEstimate> SharesOf(const EventStrata& strata, double confidence) {
  double weights = 0;
  WeighedShare a, b;
  double spread_a = 0, spread_b = 0;
  for (const auto& cell : strata) {
    if (!HasBothSides(cell)) continue;
    const auto n_a = static_cast<double>(cell.trials_a), n_b = static_cast<double>(cell.trials_b);
    const double weight = n_a * n_b / (n_a + n_b);  // Mantel and Haenszel's
    weights += weight;
    a.share += weight * static_cast<double>(cell.shown_a) / n_a;
    b.share += weight * static_cast<double>(cell.shown_b) / n_b;
    spread_a += weight * weight / n_a;
    spread_b += weight * weight / n_b;
  }
  if (weights == 0) return std::nullopt;
  a = {a.share / weights, weights * weights / spread_a};
  b = {b.share / weights, weights * weights / spread_b};
  const double tail = (1 - confidence) / 2;
  ShareEstimate estimate{a.share, b.share, std::nullopt, 0, 0};
  if (a.share > 0) estimate.ratio = b.share / a.share;
  if (a.share == 0 && b.share == 0) estimate.ratio = 1;
  const double difference = b.share - a.share;
  estimate.low = std::max(
      -1.0, difference - std::hypot(b.share - LowerBound(b, tail), UpperBound(a, tail) - a.share));
  estimate.high = std::min(
      1.0, difference + std::hypot(UpperBound(b, tail) - b.share, a.share - LowerBound(a, tail)));
  return estimate;
}

}  // namespace kproof

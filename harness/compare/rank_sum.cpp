#include "harness/compare/rank_sum.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

namespace kproof {
namespace {

// Additions that an exact distribution may take: about a tenth of a second.
constexpr double kMostWork = 1e8;
// Weights are rounded to parts of this where the exact ratio needs larger numbers.
constexpr std::int64_t kMostScale = 5040;

std::size_t TrialsOf(const Stratum& stratum) { return stratum.a.size() + stratum.b.size(); }

// Twice the ranks of all values of a cell, in ascending order; equal values share their mean rank.
std::vector<std::int64_t> DoubledRanks(const Stratum& stratum, Ties ties) {
  std::vector<double> values = stratum.a;
  values.insert(values.end(), stratum.b.begin(), stratum.b.end());
  std::sort(values.begin(), values.end());
  std::vector<std::int64_t> ranks;
  for (std::size_t from = 0, to = 0; from < values.size(); from = to) {
    to = from + 1;
    while (ties == Ties::kAsTheyAre && to < values.size() && values[to] == values[from]) ++to;
    ranks.insert(ranks.end(), to - from, static_cast<std::int64_t>(from + 1 + to));
  }
  return ranks;
}

// How often each sum occurs among the choices of `chosen` of these ranks, as probabilities.
std::vector<SumOutcome> SumsOfChoices(const std::vector<std::int64_t>& ranks, std::size_t chosen) {
  const auto most = static_cast<std::size_t>(std::accumulate(
      ranks.end() - static_cast<std::ptrdiff_t>(chosen), ranks.end(), std::int64_t{0}));
  // share[k][s]: of all choices of k ranks so far those whose sum is s. Kept as probabilities:
  // numbers of choices would overflow.
  std::vector<std::vector<double>> share(chosen + 1, std::vector<double>(most + 1, 0.0));
  share[0][0] = 1;
  double taken = 0;  // ranks looked at
  for (const auto rank : ranks) {
    ++taken;
    const auto step = static_cast<std::size_t>(rank);
    // C(n, k) = C(n - 1, k) + C(n - 1, k - 1): of n ranks a choice of k has this one with k / n.
    for (std::size_t k = std::min(chosen, static_cast<std::size_t>(taken)); k >= 1; --k) {
      const double with = static_cast<double>(k) / taken;
      for (std::size_t sum = most + 1; sum-- > 0;)
        share[k][sum] =
            (1 - with) * share[k][sum] + (sum >= step ? with * share[k - 1][sum - step] : 0.0);
    }
  }
  std::vector<SumOutcome> sums;
  for (std::size_t sum = 0; sum <= most; ++sum)
    if (share[chosen][sum] > 0)
      sums.push_back({static_cast<std::int64_t>(sum), share[chosen][sum]});
  return sums;
}

// Of the doubled count of pairs in one cell.
double VarianceOf(const Stratum& stratum, const std::vector<std::int64_t>& doubled_ranks) {
  const auto n = static_cast<double>(TrialsOf(stratum));
  double squares = 0;  // of ranks around their mean
  for (const auto rank : doubled_ranks) {
    const double from_mean = static_cast<double>(rank) - (n + 1);
    squares += from_mean * from_mean;
  }
  return static_cast<double>(stratum.a.size() * stratum.b.size()) / (n * (n - 1)) * squares;
}

double WorkOf(const Strata& strata, const std::vector<std::int64_t>& weights) {
  double work = 0, width = 1;
  for (std::size_t at = 0; at < strata.size(); ++at) {
    const auto n = static_cast<double>(TrialsOf(strata[at]));
    const auto pairs = static_cast<double>(strata[at].a.size() * strata[at].b.size());
    const double chosen = static_cast<double>(strata[at].b.size());
    work += n * chosen * 2 * n * chosen;  // the choices
    width += 2 * pairs * static_cast<double>(weights[at]);
    work += width * (2 * pairs + 1);  // adding them up
  }
  return work;
}

}  // namespace

Strata OfBothSides(const Strata& strata) {
  Strata both;
  for (const auto& stratum : strata)
    if (!stratum.a.empty() && !stratum.b.empty()) both.push_back(stratum);
  return both;
}

std::vector<std::int64_t> StratumWeights(const Strata& strata) {
  std::int64_t scale = 1;
  for (const auto& stratum : strata)
    scale = std::min(std::lcm(scale, static_cast<std::int64_t>(TrialsOf(stratum)) + 1), kMostScale);
  std::vector<std::int64_t> weights;
  for (const auto& stratum : strata) {
    const auto size = static_cast<std::int64_t>(TrialsOf(stratum)) + 1;
    weights.push_back(std::max<std::int64_t>(1, (scale + size / 2) / size));
  }
  // The smaller the numbers, the cheaper the sum.
  std::int64_t common = 0;
  for (const auto weight : weights) common = std::gcd(common, weight);
  for (auto& weight : weights) weight /= common;
  return weights;
}

std::int64_t RankSum(const Strata& strata, const std::vector<std::int64_t>& weights) {
  std::int64_t sum = 0;
  for (std::size_t at = 0; at < strata.size(); ++at)
    for (const double a : strata[at].a)
      for (const double b : strata[at].b) sum += weights[at] * (b > a ? 2 : b == a ? 1 : 0);
  return sum;
}

RankSumNull::RankSumNull(const Strata& strata, const std::vector<std::int64_t>& weights,
                         Ties ties) {
  const bool cheap = WorkOf(strata, weights) <= kMostWork;
  if (cheap) exact_.emplace();
  double variance = 0;
  for (std::size_t at = 0; at < strata.size(); ++at) {
    const auto& stratum = strata[at];
    const auto n_b = static_cast<std::int64_t>(stratum.b.size());
    middle_ += weights[at] * static_cast<std::int64_t>(stratum.a.size()) * n_b;
    const auto ranks = DoubledRanks(stratum, ties);
    const auto weight = static_cast<double>(weights[at]);
    variance += weight * weight * VarianceOf(stratum, ranks);
    if (!cheap) continue;
    auto outcomes = SumsOfChoices(ranks, stratum.b.size());
    for (auto& outcome : outcomes) outcome.value = (outcome.value - n_b * (n_b + 1)) * weights[at];
    exact_->Add(outcomes);
  }
  deviation_ = std::sqrt(variance);
}

// With equal values the distribution need not be symmetric.
double RankSumNull::AtMost(std::int64_t value) const {
  return exact_ ? exact_->AtMost(value) : AtLeast(2 * middle_ - value);
}

double RankSumNull::AtLeast(std::int64_t value) const {
  if (exact_) return exact_->AtLeast(value);
  if (deviation_ == 0) return value <= middle_ ? 1 : 0;
  return boost::math::cdf(boost::math::complement(
      boost::math::normal(), static_cast<double>(value - middle_) / deviation_));
}

}  // namespace kproof

#include "harness/compare/trials_needed.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/binomial.hpp>
#include <cmath>

namespace kproof {
namespace {

// A rank test needs 1 / 0.955 as many trials as the best test where values are normal (Lehmann).
constexpr double kRankEfficiency = 0.955;

// Ways in which the trials of a cell can fall to the sides; larger numbers make no difference.
double WaysOf(std::uint64_t trials_a_side) {
  const auto n = static_cast<unsigned>(std::min<std::uint64_t>(trials_a_side, 500));
  return boost::math::binomial_coefficient<double>(2 * n, n);
}

// The fewest trials with which the most extreme outcome is below the level.
std::uint64_t FewestAtAll(const TrialsQuestion& question) {
  std::uint64_t trials = 1;
  while (std::log(2) - static_cast<double>(question.cells) * std::log(WaysOf(trials)) >
         std::log(question.level))
    ++trials;
  return trials;
}

double QuantileSum(const TrialsQuestion& question) {
  const boost::math::normal normal;
  return boost::math::quantile(normal, 1 - question.level / 2) +
         boost::math::quantile(normal, question.power);
}

std::uint64_t AtLeast(double trials, const TrialsQuestion& question) {
  const double whole = std::ceil(std::min(trials, static_cast<double>(kMostTrials)));
  return std::max(static_cast<std::uint64_t>(whole), FewestAtAll(question));
}

}  // namespace

std::optional<double> SpreadOf(const Strata& strata) {
  double squares = 0, freedoms = 0;
  for (const auto& stratum : strata) {
    for (const auto* side : {&stratum.a, &stratum.b}) {
      double sum = 0;
      for (const double value : *side) {
        if (value <= 0) return std::nullopt;
        sum += std::log(value);
      }
      if (side->size() < 2) continue;
      const double mean = sum / static_cast<double>(side->size());
      for (const double value : *side) squares += std::pow(std::log(value) - mean, 2);
      freedoms += static_cast<double>(side->size() - 1);
    }
  }
  if (freedoms == 0) return std::nullopt;
  return std::sqrt(squares / freedoms);
}

std::uint64_t TrialsNeeded(double spread, const TrialsQuestion& question) {
  const double shift = std::log1p(question.difference) / QuantileSum(question);
  return AtLeast(
      2 * spread * spread / (kRankEfficiency * static_cast<double>(question.cells) * shift * shift),
      question);
}

std::uint64_t TrialsNeededForShares(double share, const TrialsQuestion& question) {
  // Between what is now and what would have to be seen.
  const double least = question.difference / 2;
  const double middle = std::clamp(share, std::min(least, 0.5), std::max(1 - least, 0.5));
  const double shift = question.difference / QuantileSum(question);
  return AtLeast(2 * middle * (1 - middle) / (static_cast<double>(question.cells) * shift * shift),
                 question);
}

}  // namespace kproof

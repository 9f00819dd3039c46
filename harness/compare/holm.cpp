#include "harness/compare/holm.h"

#include <algorithm>
#include <numeric>

namespace kproof {

std::vector<double> HolmAdjusted(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t x, std::size_t y) { return p[x] < p[y]; });
  std::vector<double> adjusted(p.size());
  double most = 0;
  for (std::size_t at = 0; at < order.size(); ++at) {
    most = std::max(most, std::min(1.0, static_cast<double>(p.size() - at) * p[order[at]]));
    adjusted[order[at]] = most;
  }
  return adjusted;
}

}  // namespace kproof

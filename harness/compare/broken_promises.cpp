#include "harness/compare/broken_promises.h"

#include <algorithm>
#include <map>

namespace kproof {

std::vector<BrokenPromise> BrokenByB(const std::vector<CommonCell>& cells) {
  std::vector<BrokenPromise> all;
  for (const auto& cell : cells) {
    std::set<std::string> by_a;
    for (const auto& trial : cell.a->trials) by_a.insert(trial.broken.begin(), trial.broken.end());
    const bool a_unknown = std::none_of(cell.a->trials.begin(), cell.a->trials.end(), IsConclusive);
    const auto judged = static_cast<std::size_t>(
        std::count_if(cell.b->trials.begin(), cell.b->trials.end(), IsJudged));
    std::map<std::string, BrokenPromise> by_b;
    for (const auto& trial : cell.b->trials) {
      for (const auto& guarantee : trial.broken) {
        if (by_a.contains(guarantee)) continue;
        auto& broken = by_b[guarantee];
        if (broken.trials++ == 0)
          broken = {PlaceText(cell.at), guarantee, 1, judged, trial.seed, a_unknown};
      }
    }
    for (const auto& [guarantee, broken] : by_b) all.push_back(broken);
  }
  return all;
}

}  // namespace kproof

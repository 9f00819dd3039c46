// How often `kproof compare` raises a false alarm: draws both sides again and again from the trials
// of one campaign, so that they do not differ, and counts the comparisons in which any row at all
// is worse or better. The goal is at most 5 %.
//
//   compare_redraw CAMPAIGN [ROUNDS] [TRIALS]     200 rounds, as many trials a side and cell as
//                                                 CAMPAIGN has
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/units.h"
#include "harness/compare/comparison.h"
#include "harness/compare/read_side.h"

namespace kproof {
namespace {

// Trials of each cell, drawn with replacement; `trials` 0: as many as there are. A guarantee that
// was broken is left to the rows: that B breaks it and A does not is no matter of statistics.
ComparedSide Draw(Random& random, const ComparedSide& pool, std::size_t trials) {
  ComparedSide side = pool;
  for (auto& cell : side.cells) {
    if (cell.trials.empty()) continue;
    const auto from = cell.trials;
    cell.trials.resize(trials == 0 ? from.size() : trials);
    for (auto& trial : cell.trials) {
      trial = from[random.Below(from.size())];
      trial.broken.clear();
    }
  }
  return side;
}

int Redraw(const ComparedSide& pool, std::size_t rounds, std::size_t trials) {
  Random random(1);
  std::size_t alarms = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    const auto a = Draw(random, pool, trials), b = Draw(random, pool, trials);
    const auto comparison = Compare(a, b, {});
    const bool alarm =
        comparison.verdict == Change::kWorse || comparison.verdict == Change::kBetter;
    if (alarm)
      fmt::print("round {}: {}: {}\n", round, NameOf(comparison.verdict), comparison.reason);
    if (alarm) ++alarms;
  }
  fmt::print(
      "{} of {} comparisons of equal sides raised an alarm ({:.1f} %)\n", alarms, rounds,
      100.0 * static_cast<double>(alarms) / static_cast<double>(std::max<std::size_t>(rounds, 1)));
  return alarms * 20 <= rounds ? 0 : 1;
}

std::size_t CountFrom(const char* text) {
  const auto count = ParseInt(text);
  if (!count || *count < 1) throw Error(std::string(text) + " is no number of 1 or more");
  return static_cast<std::size_t>(*count);
}

}  // namespace
}  // namespace kproof

int main(int argc, char** argv) {
  using namespace kproof;
  try {
    if (argc < 2 || argc > 4) throw Error("usage: compare_redraw CAMPAIGN [ROUNDS] [TRIALS]");
    const std::size_t rounds = argc > 2 ? CountFrom(argv[2]) : 200;
    return Redraw(ReadSide(argv[1]), rounds, argc > 3 ? CountFrom(argv[3]) : 0);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.Full());
    return 64;
  }
}

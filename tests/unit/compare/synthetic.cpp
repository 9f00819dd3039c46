#include "tests/unit/compare/synthetic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "harness/compare/measure.h"

namespace kproof {
namespace {

double Uniform(Random& random) {
  return (static_cast<double>(random.Next() >> 11) + 0.5) / 9007199254740992.0;
}

}  // namespace

// Box and Muller's way to a normal number.
double Noisy(Random& random, double middle, double spread) {
  const double radius = std::sqrt(-2 * std::log(Uniform(random)));
  return middle * std::exp(spread * radius * std::cos(2 * std::numbers::pi * Uniform(random)));
}

ComparedTrial SyntheticTrial(Random& random, double slower, double spread) {
  ComparedTrial trial;
  trial.verdict = Verdict::kPass;
  double middle = 1;
  for (const auto& measure : MeasureTable()) {
    middle *= 3;
    trial.measures[measure.name] =
        Noisy(random, measure.higher_is_worse ? middle * slower : middle / slower, spread);
  }
  return trial;
}

ComparedSide SyntheticSide(Random& random, std::size_t trials, double spread,
                           const std::function<double(const CellPlace&)>& slower) {
  ComparedSide side{"synthetic", "campaign", "synthetic", {}};
  double of_cell = 1;
  for (const char* acks : {"1", "all"}) {
    for (const char* fault : {"cut", "kill", "pause"}) {
      of_cell *= 1.5;
      ComparedCell cell;
      cell.at = {{"acks", acks}, {"fault", fault}};
      for (std::size_t at = 0; at < trials; ++at) {
        cell.trials.push_back(SyntheticTrial(random, of_cell * slower(cell.at), spread));
        cell.trials.back().seed = 7 + at;
      }
      side.cells.push_back(std::move(cell));
    }
  }
  return side;
}

ComparedSide SyntheticSide(Random& random, std::size_t trials, double spread, double slower) {
  return SyntheticSide(random, trials, spread, [=](const CellPlace&) { return slower; });
}

const CompareRow* FindRow(const Comparison& comparison, const std::string& measure,
                          const std::string& where) {
  for (const auto& row : comparison.rows)
    if (row.measure == measure && row.where == where) return &row;
  return nullptr;
}

Change ChangeOf(const Comparison& comparison, const std::string& measure,
                const std::string& where) {
  const auto* row = FindRow(comparison, measure, where);
  if (row == nullptr) {
    ADD_FAILURE() << "no row of " << measure << " in " << where;
    return Change::kUnclear;
  }
  return row->verdict;
}

}  // namespace kproof

// Sides made up for tests of a comparison: cells of trials with times that scatter like measured
// ones, the same for the same seed.
#pragma once

#include <functional>
#include <string>

#include "harness/base/random.h"
#include "harness/compare/comparison.h"

namespace kproof {

// A value whose logarithm is normal around that of `middle`, with the deviation `spread`.
double Noisy(Random& random, double middle, double spread);

// A passed trial with all measures, each around a middle of its own times `slower`.
ComparedTrial SyntheticTrial(Random& random, double slower, double spread);

// Six cells: acks all or 1, under three faults; each has middles of its own.
ComparedSide SyntheticSide(Random& random, std::size_t trials, double spread,
                           const std::function<double(const CellPlace&)>& slower);
ComparedSide SyntheticSide(Random& random, std::size_t trials, double spread, double slower = 1);

// Null: there is no such row.
const CompareRow* FindRow(const Comparison& comparison, const std::string& measure,
                          const std::string& where = "all");
// The verdict of that row; fails the test where there is none.
Change ChangeOf(const Comparison& comparison, const std::string& measure,
                const std::string& where = "all");

}  // namespace kproof

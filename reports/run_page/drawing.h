// What the drawings of the timeline have in common, for readers without a script and on paper:
// where a moment stands, and the faults, ticks and marks that each drawing shows. The template
// draws in the same units.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "reports/run_page/view.h"

namespace kproof::view {

inline constexpr double kLeft = 56, kRight = 712;

class TimeScale {
 public:
  explicit TimeScale(const Series& series);
  double X(double at_s) const;
  double end_s() const { return end_s_; }

 private:
  double end_s_ = 1;
};

// "2 kill": a fault by its number in the list of faults.
std::string BandLabel(const FaultReport& fault, std::size_t index);
Data FaultBands(const Result& result, const TimeScale& scale);
Data TimeTicks(const TimeScale& scale);
// One path for all listed ranges of anomalies: a short stroke that ends at `foot` each.
std::string MarksOf(const Result& result, const TimeScale& scale, double foot);

}  // namespace kproof::view

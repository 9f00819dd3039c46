// What the drawings of the timeline have in common, for readers without a script and on paper:
// where a moment stands, and the faults, ticks and marks that each drawing shows. The template
// draws in the same units.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

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
// Where a fault's band stands among those that overlap it in time: in which lane of how many.
struct FaultLane {
  std::size_t lane = 0, lanes = 1;
};
inline constexpr std::size_t kMostLanes = 6;  // then they share them
// One for each fault, those that never began among them.
std::vector<FaultLane> LanesOf(const std::vector<FaultReport>& faults);
// Bands from `top` on, all of them so high together.
Data FaultBands(const Result& result, const TimeScale& scale, double top, double height);
Data TimeTicks(const TimeScale& scale);
// One path for all listed ranges of anomalies: a short stroke that ends at `foot` each.
std::string MarksOf(const Result& result, const TimeScale& scale, double foot);

}  // namespace kproof::view

#include "reports/run_page/drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "reports/run_page/words.h"

namespace kproof::view {
namespace {

constexpr std::size_t kDrawnFaults = 60;

}  // namespace

TimeScale::TimeScale(const Series& series) {
  if (!series.empty()) end_s_ = std::max(series.back().at_s + 1, 1.0);
}

double TimeScale::X(double at_s) const {
  return kLeft + (kRight - kLeft) * std::clamp(at_s / end_s_, 0.0, 1.0);
}

std::string BandLabel(const FaultReport& fault, std::size_t index) {
  return fmt::format("{} {}", index + 1, OneLine(fault.fault, 24));
}

std::vector<FaultLane> LanesOf(const std::vector<FaultReport>& faults) {
  std::vector<std::size_t> order, group;
  for (std::size_t i = 0; i < faults.size(); ++i)
    if (faults[i].from_s) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return *faults[a].from_s < *faults[b].from_s;
  });
  std::vector<FaultLane> places(faults.size());
  std::vector<double> ends;  // of the last fault in each lane of the group
  const auto close = [&] {
    for (const auto fault : group) places[fault].lanes = ends.size();
    group.clear();
    ends.clear();
  };
  for (const auto fault : order) {
    const double from = *faults[fault].from_s;
    const double to = faults[fault].to_s.value_or(std::numeric_limits<double>::infinity());
    const auto is_free = [from](double end) { return end <= from; };
    if (std::all_of(ends.begin(), ends.end(), is_free)) close();
    auto lane = std::find_if(ends.begin(), ends.end(), is_free);
    if (lane == ends.end())
      lane = ends.size() < kMostLanes ? ends.insert(lane, from)
                                      : std::min_element(ends.begin(), ends.end());
    *lane = std::max(*lane, to);
    places[fault].lane = static_cast<std::size_t>(lane - ends.begin());
    group.push_back(fault);
  }
  close();
  return places;
}

Data FaultBands(const Result& result, const TimeScale& scale, double top, double height) {
  const auto lanes = LanesOf(result.faults);
  Data bands = PageList();
  for (std::size_t i = 0; i < result.faults.size() && i < kDrawnFaults; ++i) {
    const auto& fault = result.faults[i];
    if (!fault.from_s) continue;
    const double from = scale.X(*fault.from_s), to = scale.X(fault.to_s.value_or(scale.end_s()));
    Data band;
    band.set("x", fmt::format("{:.1f}", from));
    band.set("width", fmt::format("{:.1f}", std::max(to - from, 1.5)));
    band.set("label", BandLabel(fault, i));
    band.set("label_x", fmt::format("{:.1f}", from + 3));
    const auto [lane, of] = lanes[i];
    const double lane_height = height / static_cast<double>(of);
    const double lane_top = top + lane_height * static_cast<double>(lane);
    band.set("y", fmt::format("{:.1f}", lane_top));
    band.set("height", fmt::format("{:.1f}", lane_height));
    // Above the drawing, or in its lane.
    band.set("label_y", fmt::format("{:.0f}", of == 1 ? 12.0 + 10.0 * static_cast<double>(i % 2)
                                                      : lane_top + 10));
    bands.push_back(band);
  }
  return bands;
}

Data TimeTicks(const TimeScale& scale) {
  Data times = PageList();
  for (int part = 0; part <= 4; ++part) {
    const double at_s = scale.end_s() * part / 4;
    Data time;
    time.set("x", fmt::format("{:.1f}", scale.X(at_s)));
    time.set("text", fmt::format("{:.0f} s", at_s));
    time.set("anchor", part == 0 ? "start" : part == 4 ? "end" : "middle");
    times.push_back(time);
  }
  return times;
}

std::string MarksOf(const Result& result, const TimeScale& scale, double foot) {
  std::string path;
  for (const auto& finding : result.findings) {
    for (const auto& example : finding.examples) {
      if (example.acked_s) path += fmt::format("M{:.1f} {}v-9", scale.X(*example.acked_s), foot);
    }
  }
  return path;
}

}  // namespace kproof::view

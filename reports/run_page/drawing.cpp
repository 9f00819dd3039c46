#include "reports/run_page/drawing.h"

#include <fmt/format.h>

#include <algorithm>

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

Data FaultBands(const Result& result, const TimeScale& scale) {
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
    band.set("label_y", fmt::format("{}", 12 + 10 * (i % 2)));
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

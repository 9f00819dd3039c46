// The charts twice: as JSON for the script, and as paths of an SVG that the template draws for
// paper and for readers without a script.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "harness/base/contains.h"
#include "harness/base/json_text.h"
#include "reports/run_page/view.h"
#include "reports/run_page/words.h"

namespace kproof::view {
namespace {

using Value = std::optional<double>;

struct Line {
  const char* label;
  std::function<Value(const SeriesPoint&)> of;
};

struct Chart {
  const char* id;
  const char* title;
  const char* unit;
  bool logarithmic = false;
  std::vector<Line> lines = {};
};

const std::vector<Chart>& AllCharts() {
  static const std::vector<Chart> kCharts = {
      {"rates",
       "Records a second",
       "/s",
       false,
       {{"due to be sent", [](const SeriesPoint& p) { return Value(p.due); }},
        {"acked", [](const SeriesPoint& p) { return Value(p.acked); }},
        {"read live", [](const SeriesPoint& p) { return Value(p.read); }}}},
      {"latency",
       "Time from the intended send to the ack",
       "ms",
       true,
       {{"median", [](const SeriesPoint& p) { return p.p50_ms; }},
        {"99 %", [](const SeriesPoint& p) { return p.p99_ms; }},
        {"longest", [](const SeriesPoint& p) { return p.max_ms; }}}},
      {"errors",
       "Records a second that were not acked",
       "/s",
       false,
       {{"failed", [](const SeriesPoint& p) { return Value(p.failed); }},
        {"of unknown outcome", [](const SeriesPoint& p) { return Value(p.unknown); }}}}};
  return kCharts;
}

// The drawing's own units; the template says the same.
constexpr double kLeft = 56, kRight = 712, kTop = 22, kBottom = 130;
constexpr std::size_t kDrawnFaults = 60;
// Between these the faults are; the others come close to each other.
const std::vector<std::string> kDrawnPhases = {"steady", "healed", "whole"};

class Scale {
 public:
  Scale(const Series& series, const Chart& chart) : logarithmic_(chart.logarithmic) {
    end_s_ = std::max(series.back().at_s + 1, 1.0);
    for (const auto& point : series) {
      for (const auto& line : chart.lines) {
        if (const auto value = line.of(point)) Take(*value);
      }
    }
    if (logarithmic_) {
      low_ = std::pow(10, std::floor(std::log10(std::max(low_, 0.01))));
      high_ = std::pow(10, std::ceil(std::log10(std::max(high_, low_ * 10))));
    } else {
      low_ = 0;
      high_ = std::max(high_, 1.0);
    }
  }

  double X(double at_s) const {
    return kLeft + (kRight - kLeft) * std::clamp(at_s / end_s_, 0.0, 1.0);
  }
  double Y(double value) const {
    const double share = logarithmic_ ? (std::log10(std::max(value, low_)) - std::log10(low_)) /
                                            (std::log10(high_) - std::log10(low_))
                                      : value / high_;
    return kBottom - (kBottom - kTop) * std::clamp(share, 0.0, 1.0);
  }
  std::vector<double> Ticks() const {
    std::vector<double> ticks;
    if (logarithmic_) {
      for (double tick = low_; tick <= high_ * 1.001; tick *= 10) ticks.push_back(tick);
    } else {
      ticks = {0, high_ / 2, high_};
    }
    return ticks;
  }
  double end_s() const { return end_s_; }

 private:
  void Take(double value) {
    high_ = std::max(high_, value);
    if (value > 0) low_ = std::min(low_, value);
  }
  const bool logarithmic_;
  double end_s_ = 1, low_ = 1e9, high_ = 0;
};

std::string PathOf(const Series& series, const Line& line, const Scale& scale) {
  std::string path;
  bool pen_down = false;
  for (const auto& point : series) {
    const auto value = line.of(point);
    if (value)
      path += fmt::format("{}{:.1f} {:.1f}", pen_down ? "L" : "M", scale.X(point.at_s),
                          scale.Y(*value));
    // One point alone has no length: a short stroke shows it.
    if (value && !pen_down) path += "h1";
    pen_down = value.has_value();
  }
  return path;
}

std::string BandLabel(const FaultReport& fault, std::size_t index) {
  return fmt::format("{} {}", index + 1, OneLine(fault.fault, 24));
}

Data Bands(const Result& result, const Scale& scale) {
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

Data TicksOf(const Chart& chart, const Scale& scale) {
  Data ticks = PageList();
  for (const double value : scale.Ticks()) {
    Data tick;
    tick.set("y", fmt::format("{:.1f}", scale.Y(value)));
    tick.set("text_y", fmt::format("{:.1f}", scale.Y(value) + 4));
    tick.set("text", fmt::format("{:.6g}", chart.logarithmic ? value : std::round(value)));
    ticks.push_back(tick);
  }
  return ticks;
}

Data TimesOf(const Scale& scale) {
  Data times = PageList();
  for (int part = 0; part <= 4; ++part) {
    const double at_s = scale.end_s() * part / 4;
    Data time;
    time.set("x", fmt::format("{:.1f}", scale.X(at_s)));
    time.set("text", fmt::format("{:.0f} s", at_s));
    times.push_back(time);
  }
  return times;
}

// One path for all of them: a short stroke at the foot of the chart each.
std::string MarksOf(const Result& result, const Scale& scale) {
  std::string path;
  for (const auto& finding : result.findings) {
    for (const auto& example : finding.examples) {
      if (example.acked_s) path += fmt::format("M{:.1f} {}v-9", scale.X(*example.acked_s), kBottom);
    }
  }
  return path;
}

Data Drawn(const RunPage& page, const Chart& chart) {
  const Scale scale(page.series, chart);
  Data drawn;
  drawn.set("id", chart.id);
  drawn.set("title", chart.title);
  drawn.set("unit", chart.unit);
  Data lines = PageList();
  double highest = 0;
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    double line_highest = 0;
    for (const auto& point : page.series)
      line_highest = std::max(line_highest, chart.lines[i].of(point).value_or(0));
    highest = std::max(highest, line_highest);
    Data line;
    line.set("look", std::to_string(i));
    line.set("label", chart.lines[i].label);
    line.set("path", PathOf(page.series, chart.lines[i], scale));
    line.set("highest", fmt::format("{:.6g}", std::round(line_highest * 10) / 10));
    line.set("key_x", std::to_string(60 + 165 * i));
    line.set("key_text_x", std::to_string(86 + 165 * i));
    lines.push_back(line);
  }
  drawn.set("nothing", highest == 0);
  drawn.set("lines", lines);
  drawn.set("bands", Bands(page.result, scale));
  drawn.set("ticks", TicksOf(chart, scale));
  drawn.set("time_ticks", TimesOf(scale));
  drawn.set("marks", MarksOf(page.result, scale));
  return drawn;
}

double Rounded(double value) { return std::round(value * 100) / 100; }

nlohmann::ordered_json ForScript(const RunPage& page) {
  using Json = nlohmann::ordered_json;
  Json json = {{"t", Json::array()},
               {"charts", Json::array()},
               {"faults", Json::array()},
               {"marks", Json::array()},
               {"phases", Json::array()}};
  for (const auto& point : page.series) json["t"].push_back(point.at_s);
  for (const auto& chart : AllCharts()) {
    Json lines = Json::array();
    for (const auto& line : chart.lines) {
      Json values = Json::array();
      for (const auto& point : page.series) {
        const auto value = line.of(point);
        values.push_back(value ? Json(Rounded(*value)) : Json(nullptr));
      }
      lines.push_back({{"label", line.label}, {"values", values}});
    }
    json["charts"].push_back(
        {{"id", chart.id}, {"unit", chart.unit}, {"log", chart.logarithmic}, {"lines", lines}});
  }
  const auto& faults = page.result.faults;
  for (std::size_t i = 0; i < faults.size() && i < kListedFaults; ++i) {
    if (!faults[i].from_s) continue;
    json["faults"].push_back({{"label", BandLabel(faults[i], i)},
                              {"from", *faults[i].from_s},
                              {"to", faults[i].to_s ? Json(*faults[i].to_s) : Json(nullptr)}});
  }
  std::size_t number = 0;
  for (const auto& finding : page.result.findings) {
    for (const auto& example : finding.examples) {
      ++number;
      if (example.acked_s) json["marks"].push_back({{"row", number}, {"at", *example.acked_s}});
    }
  }
  for (const auto& phase : page.phases) {
    if (Contains(kDrawnPhases, phase.name))
      json["phases"].push_back({{"name", phase.name}, {"at", phase.at_s}});
  }
  return json;
}

}  // namespace

Data Charts(const RunPage& page) {
  Data data;
  const bool any = page.series.size() > 1;
  data.set("any", any);
  Data charts = PageList();
  if (any) {
    for (const auto& chart : AllCharts()) charts.push_back(Drawn(page, chart));
  }
  data.set("charts", charts);
  data.set("json", any ? LenientJsonText(ForScript(page)) : "");
  return data;
}

}  // namespace kproof::view

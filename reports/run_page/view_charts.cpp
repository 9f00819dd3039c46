// The charts twice: as JSON for the script, and as paths of an SVG that the template draws for
// paper and for readers without a script.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/base/contains.h"
#include "harness/base/json_text.h"
#include "reports/run_page/drawing.h"
#include "reports/run_page/view.h"
#include "reports/run_page/view_leaders.h"
#include "reports/run_page/words.h"

namespace kproof::view {
namespace {

using Value = std::optional<double>;

struct Line {
  std::string label;
  std::vector<Value> values;  // one for each point of the series
};

struct Chart {
  const char* id;
  const char* title;
  const char* unit;
  bool logarithmic = false;
  std::vector<Line> lines = {};
};

template <typename Member>
Line LineOf(const Series& series, const std::string& label, Member SeriesPoint::*member) {
  Line line{label, {}};
  for (const auto& point : series) line.values.emplace_back(point.*member);
  return line;
}

// Of those that were not acked: a line for each of the kinds that there were the most of.
std::vector<Line> ErrorLines(const RunPage& page) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < page.errors.size() && i < kDrawnErrors; ++i) {
    auto& line = lines.emplace_back(Line{SendErrorName(page.errors[i]), {}});
    for (const auto& point : page.series)
      line.values.push_back(i < point.by_error.size() ? Value(point.by_error[i]) : std::nullopt);
  }
  return lines;
}

std::vector<Line> GroupLines(const RunPage& page) {
  std::vector<Line> lines;
  for (const auto& [group, values] : page.lags) lines.push_back({OneLine(group, 40), values});
  for (auto& line : lines) line.values.resize(page.series.size());
  return lines;
}

std::vector<Chart> ChartsOf(const RunPage& page) {
  const auto line = [&](const char* label, auto member) {
    return LineOf(page.series, label, member);
  };
  std::vector<Chart> charts = {
      {"rates",
       "Records a second",
       "/s",
       false,
       {line("due to be sent", &SeriesPoint::due), line("acked", &SeriesPoint::acked),
        line("read live", &SeriesPoint::read)}},
      {"latency",
       "Time from the intended send to the ack",
       "ms",
       true,
       {line("median", &SeriesPoint::p50_ms), line("99 %", &SeriesPoint::p99_ms),
        line("longest", &SeriesPoint::max_ms)}},
      {"readable",
       "Time from the ack to the first live read",
       "ms",
       true,
       {line("median", &SeriesPoint::read_p50_ms), line("99 %", &SeriesPoint::read_p99_ms),
        line("longest", &SeriesPoint::read_max_ms)}},
      {"errors", "Records a second that were not acked, by error", "/s", false, ErrorLines(page)}};
  if (!page.lags.empty())
    charts.push_back({"lag", "Records that a group's committed offsets were behind", "records",
                      false, GroupLines(page)});
  return charts;
}

// The drawing's own units; the template says the same.
constexpr double kTop = 22, kBottom = 130, kKeyWidth = 650;
// Between these the faults are; the others come close to each other.
const std::vector<std::string> kDrawnPhases = {"steady", "healed", "whole"};

class Scale : public TimeScale {
 public:
  Scale(const Series& series, const Chart& chart)
      : TimeScale(series), logarithmic_(chart.logarithmic) {
    for (const auto& line : chart.lines) {
      for (const auto& value : line.values) {
        if (value) Take(*value);
      }
    }
    if (logarithmic_) {
      low_ = std::min(low_, std::max(high_, 0.01));
      low_ = std::pow(10, std::floor(std::log10(std::max(low_, 0.01))));
      high_ = std::pow(10, std::ceil(std::log10(std::max(high_, low_ * 10))));
    } else {
      low_ = 0;
      high_ = std::max(high_, 1.0);
    }
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

 private:
  void Take(double value) {
    high_ = std::max(high_, value);
    if (value > 0) low_ = std::min(low_, value);
  }
  const bool logarithmic_;
  double low_ = 1e9, high_ = 0;
};

std::string PathOf(const Series& series, const Line& line, const Scale& scale) {
  std::string path;
  bool pen_down = false;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto& value = line.values[i];
    if (value)
      path += fmt::format("{}{:.1f} {:.1f}", pen_down ? "L" : "M", scale.X(series[i].at_s),
                          scale.Y(*value));
    // One point alone has no length: a short stroke shows it.
    if (value && !pen_down) path += "h1";
    pen_down = value.has_value();
  }
  return path;
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

Data Drawn(const RunPage& page, const Chart& chart) {
  const Scale scale(page.series, chart);
  Data drawn;
  drawn.set("id", chart.id);
  drawn.set("title", chart.title);
  drawn.set("unit", chart.unit);
  Data lines = PageList();
  bool any = false;
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    double line_highest = 0;
    for (const auto& value : chart.lines[i].values) {
      line_highest = std::max(line_highest, value.value_or(0));
      any |= chart.logarithmic ? value.has_value() : line_highest > 0;
    }
    Data line;
    line.set("look", std::to_string(i));
    line.set("label", chart.lines[i].label);
    line.set("path", PathOf(page.series, chart.lines[i], scale));
    line.set("highest", fmt::format("{:.6g}", std::round(line_highest * 10) / 10));
    const auto key_x =
        kLeft + 4 + kKeyWidth / static_cast<double>(chart.lines.size()) * static_cast<double>(i);
    line.set("key_x", fmt::format("{:.0f}", key_x));
    line.set("key_text_x", fmt::format("{:.0f}", key_x + 26));
    lines.push_back(line);
  }
  drawn.set("nothing", any ? Data(false) : Data(chart.logarithmic ? "not known" : "none"));
  drawn.set("lines", lines);
  drawn.set("bands", FaultBands(page.result, scale, kTop, kBottom - kTop));
  drawn.set("ticks", TicksOf(chart, scale));
  drawn.set("time_ticks", TimeTicks(scale));
  drawn.set("marks", MarksOf(page.result, scale, kBottom));
  return drawn;
}

double Rounded(double value) { return std::round(value * 100) / 100; }

nlohmann::ordered_json ForScript(const RunPage& page) {
  using Json = nlohmann::ordered_json;
  Json json = {{"t", Json::array()},      {"charts", Json::array()},
               {"faults", Json::array()}, {"marks", Json::array()},
               {"phases", Json::array()}, {"leaders", LeadersForScript(page.leaders)}};
  for (const auto& point : page.series) json["t"].push_back(point.at_s);
  for (const auto& chart : ChartsOf(page)) {
    Json lines = Json::array();
    for (const auto& line : chart.lines) {
      Json values = Json::array();
      for (const auto& value : line.values)
        values.push_back(value ? Json(Rounded(*value)) : Json(nullptr));
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
    for (const auto& chart : ChartsOf(page)) charts.push_back(Drawn(page, chart));
  }
  data.set("charts", charts);
  data.set("json", any ? LenientJsonText(ForScript(page)) : "");
  return data;
}

}  // namespace kproof::view

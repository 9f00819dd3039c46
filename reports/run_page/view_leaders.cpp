// Leaders and ISRs as bands along the timeline: drawn for paper and for readers without a script,
// as a table for readers who hear them, and as JSON for the script.
#include "reports/run_page/view_leaders.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/wording.h"
#include "reports/run_page/drawing.h"
#include "reports/run_page/words.h"

namespace kproof::view {
namespace {

// A row has its partition's name, the band of leaders, and below it the ISR, as high as its share
// of the replicas.
constexpr double kFirstRow = 22, kRowHeight = 42, kLeaderTop = 13, kLeaderHeight = 13, kIsrTop = 27,
                 kIsrHeight = 11;
constexpr double kDigitWidth = 7;
constexpr std::size_t kTableRows = 300, kLooks = 4;
constexpr char kNobodyAnswered[] = "nobody answered";

struct Stretch {
  const Stance* stance = nullptr;  // null: nobody answered
  double from_s = 0, until_s = 0;
};

// What is kept; the last stance lasts to the end, or until nobody answers.
std::vector<Stretch> StretchesOf(const Leadership& partition, double end_s) {
  const auto& [kept, left_out_from_s] = partition.stances;
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const bool last = i + 1 == kept.size();
    const double until = last ? left_out_from_s.value_or(end_s) : kept[i + 1].from_s;
    double from = kept[i].from_s;
    for (const auto& silence : partition.silences) {
      const double begin = std::max(silence.from_s, from);
      const double end = std::min(silence.to_s.value_or(end_s), until);
      if (begin >= end) continue;
      if (from < begin) stretches.push_back({&kept[i], from, begin});
      stretches.push_back({nullptr, begin, end});
      from = end;
    }
    const bool instant = until <= kept[i].from_s;  // after the last fact that has a time
    if (from < until || instant) stretches.push_back({&kept[i], from, until});
  }
  return stretches;
}

// The text where there is room for it.
std::string Fitting(const std::string& longer, const std::string& shorter, double width) {
  const auto fits = [width](const std::string& text) {
    return static_cast<double>(text.size()) * kDigitWidth < width;
  };
  return fits(longer) ? longer : fits(shorter) ? shorter : "";
}

// One for each leader, by its place among the replicas.
std::string LookOf(const Leadership& partition, std::int32_t leader) {
  if (leader < 0) return "none";
  const auto& replicas = partition.replicas;
  const auto place = std::find(replicas.begin(), replicas.end(), leader) - replicas.begin();
  return std::to_string(static_cast<std::size_t>(place) % kLooks);
}

Data StretchOf(const Leadership& partition, const Stretch& of, double top, const TimeScale& scale) {
  const double from = scale.X(of.from_s);
  const double width = std::max(scale.X(of.until_s) - from, 0.8);
  Data stretch;
  stretch.set("x", fmt::format("{:.1f}", from));
  stretch.set("width", fmt::format("{:.1f}", width));
  stretch.set("text_x", fmt::format("{:.1f}", from + 3));
  stretch.set("answered", of.stance != nullptr);
  if (of.stance == nullptr) {
    stretch.set("look", "silent");
    stretch.set("text", Fitting(kNobodyAnswered, "?", width));
    return stretch;
  }
  const auto& stance = *of.stance;
  const auto size = stance.isr.size(), all = std::max(partition.replicas.size(), size);
  const double height =
      all == 0 ? 0 : kIsrHeight * static_cast<double>(size) / static_cast<double>(all);
  const auto leader = stance.leader < 0 ? std::string("none") : std::to_string(stance.leader);
  stretch.set("look", LookOf(partition, stance.leader));
  stretch.set("text", Fitting(stance.leader < 0 ? leader : "leader " + leader, leader, width));
  stretch.set("short", size < all);
  stretch.set("isr_y", fmt::format("{:.1f}", top + kIsrTop + kIsrHeight - height));
  stretch.set("isr_height", fmt::format("{:.1f}", height));
  stretch.set("isr_text_y", fmt::format("{:.1f}", top + kIsrTop + 9));
  stretch.set("isr_text", Fitting(fmt::format("{} of {} in sync", size, all),
                                  fmt::format("{}/{}", size, all), width));
  return stretch;
}

Data BandsOf(const Leadership& partition, double top, const TimeScale& scale) {
  Data row;
  row.set("name", OneLine(partition.name, 80));
  row.set("name_y", fmt::format("{:.1f}", top + 10));
  row.set("y", fmt::format("{:.1f}", top + kLeaderTop));
  row.set("text_y", fmt::format("{:.1f}", top + kLeaderTop + 10));
  Data stretches = PageList();
  for (const auto& stretch : StretchesOf(partition, scale.end_s()))
    stretches.push_back(StretchOf(partition, stretch, top, scale));
  row.set("stretches", stretches);
  return row;
}

Data TableRow(const Leadership& partition, const Stretch& of) {
  const auto* stance = of.stance;
  const bool led = stance != nullptr && stance->leader >= 0;
  Data row;
  row.set("partition", OneLine(partition.name, kLongestName));
  row.set("from", fmt::format("{:.1f} s", of.from_s));
  row.set("until", fmt::format("{:.1f} s", of.until_s));
  row.set("leader", led                 ? std::to_string(stance->leader)
                    : stance == nullptr ? kNobodyAnswered
                                        : "none");
  row.set("epoch", stance == nullptr ? "–" : std::to_string(stance->epoch));
  row.set("isr", stance == nullptr ? "–" : IsrText(*stance));
  row.set("size", stance == nullptr
                      ? "–"
                      : fmt::format("{} of {}", stance->isr.size(), partition.replicas.size()));
  return row;
}

Data TableRows(const RunPage& page, double end_s, std::size_t& left_out) {
  Data rows = PageList();
  std::size_t listed = 0;
  for (const auto& partition : page.leaders) {
    for (const auto& stretch : StretchesOf(partition, end_s)) {
      if (listed++ < kTableRows)
        rows.push_back(TableRow(partition, stretch));
      else
        ++left_out;
    }
    if (partition.stances.left_out_from_s) ++left_out;
  }
  return rows;
}

nlohmann::ordered_json SilencesForScript(const std::vector<Silence>& silences) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& silence : silences) {
    all.push_back({silence.from_s, nullptr});
    if (silence.to_s) all.back().back() = *silence.to_s;
  }
  return all;
}

}  // namespace

nlohmann::ordered_json StancesForScript(const Stances& stances) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& stance : stances.kept)
    all.push_back({stance.from_s, stance.leader, stance.epoch, stance.isr});
  return all;
}

nlohmann::ordered_json LeadersForScript(const std::vector<Leadership>& leaders) {
  using Json = nlohmann::ordered_json;
  Json all = Json::array();
  for (const auto& partition : leaders) {
    const auto& more = partition.stances.left_out_from_s;
    all.push_back({{"name", OneLine(partition.name, kLongestName)},
                   {"replicas", partition.replicas},
                   {"stances", StancesForScript(partition.stances)},
                   {"more_from", more ? Json(*more) : Json(nullptr)},
                   {"silences", SilencesForScript(partition.silences)}});
  }
  return all;
}

Data Leaders(const RunPage& page) {
  const TimeScale scale(page.series);
  Data rows = PageList();
  double top = kFirstRow;
  for (const auto& partition : page.leaders) {
    rows.push_back(BandsOf(partition, top, scale));
    top += kRowHeight;
  }
  std::size_t left_out = 0;
  Data data;
  data.set("any", !page.leaders.empty());
  data.set("rows", rows);
  data.set("height", fmt::format("{:.0f}", top + 18));
  data.set("foot", fmt::format("{:.0f}", top));
  data.set("ticks_y", fmt::format("{:.0f}", top + 14));
  data.set("bands", FaultBands(page.result, scale, kFirstRow, top - kFirstRow));
  data.set("time_ticks", TimeTicks(scale));
  data.set("marks", MarksOf(page.result, scale, top));
  data.set("table", TableRows(page, scale.end_s(), left_out));
  data.set("rows_left_out", OrNothing(left_out == 0 ? "" : Counted(left_out, "more row")));
  data.set("left_out", OrNothing(page.leaders_left_out == 0
                                     ? ""
                                     : Counted(page.leaders_left_out, "more partition")));
  return data;
}

}  // namespace kproof::view

// The small picture of one row: how much it changed, between which bounds, and the margin within
// which a change counts as none. All of it stands in words beside the picture, too.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/compare/row_words.h"
#include "reports/comparison_page/view.h"

namespace kproof {
namespace {

// Of the drawing, in its own units; bounds that lie outside end at its edge, with an arrow.
constexpr double kIntervalWidth = 160, kIntervalEdge = 6;

// 0 to 1 on the scale of the row.
double OnScale(const CompareRow& row, const IntervalScale& scale, double value) {
  if (row.is_event()) return (value + 1) / 2;
  return value <= 0 ? 0 : 0.5 + std::log(value) / std::log(scale.most_ratio) / 2;
}

std::string AtX(double on_scale) {
  const double within = std::clamp(on_scale, 0.0, 1.0);
  return fmt::format("{:.1f}", kIntervalEdge + within * (kIntervalWidth - 2 * kIntervalEdge));
}

// How much it changed; nothing where A had none of it.
std::optional<double> ChangeOf(const CompareRow& row) {
  if (!row.is_event()) return row.ratio;
  return *row.b - *row.a;
}

}  // namespace

IntervalScale ScaleOf(const Comparison& comparison) {
  double most = 1;
  for (const auto& row : comparison.rows) {
    if (row.is_event()) continue;
    for (const auto& value : {row.ratio, row.low, row.high})
      if (value && *value > 0) most = std::max({most, *value, 1 / *value});
  }
  for (const double step : {2.0, 4.0, 10.0})
    if (most <= step) return {step};
  return {100};
}

PageData IntervalPicture(const CompareRow& row, const IntervalScale& scale, double margin) {
  const auto at = [&](double value) { return OnScale(row, scale, value); };
  const double low = row.low ? at(*row.low) : -1, high = row.high ? at(*row.high) : 2;
  const double margin_from = row.is_event() ? -margin : 1 / (1 + margin);
  const double margin_to = row.is_event() ? margin : 1 + margin;
  const auto change = ChangeOf(row);
  PageData picture;
  picture.set("words", fmt::format("B to A {}; margin {:.2f} to {:.2f}", ChangeText(row),
                                   margin_from, margin_to));
  picture.set("margin_x", AtX(at(margin_from)));
  picture.set("margin_width", fmt::format("{:.1f}", (at(margin_to) - at(margin_from)) *
                                                        (kIntervalWidth - 2 * kIntervalEdge)));
  picture.set("middle", AtX(0.5));
  picture.set("low", AtX(low));
  picture.set("high", AtX(high));
  picture.set("open_low", low < 0);
  picture.set("open_high", high > 1);
  picture.set("dot", change ? PageData(AtX(at(*change))) : PageData(false));
  picture.set("from", row.is_event() ? "−100" : fmt::format("x{:g}", 1 / scale.most_ratio));
  picture.set("to", row.is_event() ? "+100" : fmt::format("x{:g}", scale.most_ratio));
  return picture;
}

}  // namespace kproof

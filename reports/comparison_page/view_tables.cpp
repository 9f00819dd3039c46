// Rows of a comparison in tables: what changed, what can't be told, what is the same.
#include <fmt/format.h>

#include "harness/base/wording.h"
#include "harness/compare/row_words.h"
#include "reports/comparison_page/view.h"
#include "reports/frame/texts.h"

namespace kproof {
namespace {

constexpr std::size_t kListedRows = 400;

const char* ChangeLook(Change change) {
  switch (change) {
    case Change::kWorse:
      return "bad";
    case Change::kBetter:
    case Change::kSame:
      return "good";
    case Change::kUnclear:
      return "unclear";
  }
  return "";
}

PageData RowView(const CompareRow& row, const Comparison& comparison, const IntervalScale& scale) {
  PageData view;
  view.set("measure", OneLine(row.measure, kLongestName));
  view.set("where", OneLine(row.where, kLongestName));
  view.set("a", FigureText(row, row.a));
  view.set("b", FigureText(row, row.b));
  view.set("change", ChangeText(row));
  view.set("picture", IntervalPicture(row, scale, comparison.options.margin));
  view.set("p", ChanceOf(row.p));
  view.set("p_adjusted", row.p_adjusted ? ChanceOf(*row.p_adjusted) : "not tested");
  view.set("trials",
           fmt::format("{} and {} in {}", row.trials_a, row.trials_b, Counted(row.cells, "cell")));
  view.set("verdict", NameOf(row.verdict));
  view.set("look", ChangeLook(row.verdict));
  view.set("needed", OrNothing(NeededText(row, comparison.options)));
  return view;
}

using CompareRows = std::vector<const CompareRow*>;

PageData TableView(const std::string& id, const std::string& title, const std::string& text,
                   const CompareRows& rows, const Comparison& comparison) {
  const auto scale = ScaleOf(comparison);
  PageData list = PageList();
  for (std::size_t at = 0; at < rows.size() && at < kListedRows; ++at)
    list.push_back(RowView(*rows[at], comparison, scale));
  PageData view;
  view.set("id", id);
  view.set("title", title);
  view.set("text", text);
  view.set("any_rows", !rows.empty());
  view.set("rows", list);
  view.set("needed_column", id == "unclear");
  const auto more = rows.size() - std::min(rows.size(), kListedRows);
  view.set("left_out", OrNothing(more == 0 ? "" : Counted(more, "more row")));
  return view;
}

std::string NamesOf(const CompareRows& rows) {
  std::vector<std::string> names;
  for (const auto* row : rows) names.push_back(OneLine(row->measure, kLongestName));
  return JoinFew(names, ", ", 12);
}

PageData BrokenView(const Comparison& comparison) {
  PageData list = PageList();
  for (std::size_t at = 0; at < comparison.broken.size() && at < kListedRows; ++at) {
    const auto& broken = comparison.broken[at];
    PageData view;
    view.set("guarantee", OneLine(broken.guarantee, kLongestName));
    view.set("cell", OneLine(broken.cell));
    view.set("trials", fmt::format("{} of {}", broken.trials, Counted(broken.of, "trial")));
    view.set("seed", std::to_string(broken.seed));
    view.set("of_a", broken.a_unknown ? "not known: no trial was conclusive" : "kept");
    list.push_back(view);
  }
  return list;
}

}  // namespace

void AddComparisonTables(const Comparison& comparison, PageData& data) {
  auto changed = RowsThatAre(Change::kWorse, comparison);
  const auto better = RowsThatAre(Change::kBetter, comparison);
  changed.insert(changed.end(), better.begin(), better.end());
  const auto unclear = RowsThatAre(Change::kUnclear, comparison);
  const auto same = RowsThatAre(Change::kSame, comparison);
  CompareRows every;
  for (const auto& row : comparison.rows) every.push_back(&row);
  const double margin = comparison.options.margin * 100;

  data.set("broken", BrokenView(comparison));
  data.set("any_broken", !comparison.broken.empty());
  data.set("broken_left_out",
           OrNothing(comparison.broken.size() <= kListedRows
                         ? ""
                         : Counted(comparison.broken.size() - kListedRows, "more guarantee")));
  data.set("changed", TableView("changed", "Worse and better",
                                "No measure is shown to be worse or better.", changed, comparison));
  data.set("unclear",
           TableView("unclear", "Unclear",
                     fmt::format("No measure is unclear: where nothing changed, the trials show "
                                 "that it is less than {:.0f} %.",
                                 margin),
                     unclear, comparison));
  data.set("same",
           TableView("same", fmt::format("The same within {:.0f} %", margin),
                     "Of no measure the trials show that it is the same.", same, comparison));
  data.set("same_names", OrNothing(NamesOf(same)));
  data.set("every", TableView("every", "Every row", "There is no row.", every, comparison));
  data.set("every_count", Counted(every.size(), "row"));
  data.set("margin", fmt::format("{:.0f} %", margin));
}

}  // namespace kproof

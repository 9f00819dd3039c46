// What a setting costs beside what it buys: bars of throughput, latency and unavailability, each
// with its number, beside verdicts and losses.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/words/finding.h"
#include "reports/campaign_page/view.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/texts.h"

namespace kproof::view {
namespace {

std::string PerSecond(double rate) {
  return WithThousands(static_cast<std::uint64_t>(std::max(0.0, rate) + 0.5)) + "/s";
}

struct CostMeasure {
  const char* name;
  std::optional<double> (*of)(const MatrixCell& cell);
  std::string (*text)(double);
};

const std::vector<CostMeasure>& Measures() {
  static const std::vector<CostMeasure> kMeasures = {
      {"acked", [](const MatrixCell& cell) { return cell.throughput_per_s.median; }, PerSecond},
      {"ack 99 %", [](const MatrixCell& cell) { return P99(cell.ack_ms); }, MillisText},
      {"ack 99 % under fault", [](const MatrixCell& cell) { return P99(cell.ack_ms_under_fault); },
       MillisText},
      {"longest without acks", [](const MatrixCell& cell) { return cell.longest_ack_gap_s.max; },
       SecondsText},
  };
  return kMeasures;
}

PageData MeasureNames() {
  auto names = PageList();
  for (const auto& measure : Measures()) names.push_back(std::string(measure.name));
  return names;
}

// A bar of 0 to 100, beside its number.
PageData Bar(const std::optional<double>& value, double highest, const CostMeasure& measure) {
  PageData bar;
  bar.set("known", value.has_value());
  if (!value) return bar;
  bar.set("text", measure.text(*value));
  bar.set("width", fmt::format("{:.1f}", highest > 0 ? *value * 100 / highest : 0));
  return bar;
}

std::vector<double> Highest(const Matrix& matrix) {
  std::vector<double> highest;
  for (const auto& measure : Measures()) {
    double most = 0;
    for (const auto& cell : matrix.cells) most = std::max(most, measure.of(cell).value_or(0));
    highest.push_back(most);
  }
  return highest;
}

std::string LostText(const MatrixCell& cell) {
  return WithThousands(CountNamed(cell.counts, NameOf(FindingKind::kLost)));
}

PageData RunLinks(const CampaignPage& page, std::size_t cell) {
  auto links = PageList();
  for (const auto& run : page.runs) {
    if (run.cell != cell) continue;
    PageData link;
    link.set("seed", std::to_string(run.seed));
    link.set("word", RunWord(run));
    link.set("link", LinkTo(run));
    links.push_back(link);
  }
  return links;
}

// Cells that have one value of an axis.
struct OfValue {
  std::vector<const MatrixCell*> cells;

  std::size_t Judged() const {
    return Count([](const MatrixCell& cell) { return bool(cell.verdict); });
  }
  std::size_t Count(bool (*holds)(const MatrixCell&)) const {
    return static_cast<std::size_t>(std::count_if(
        cells.begin(), cells.end(), [&](const MatrixCell* cell) { return holds(*cell); }));
  }
  std::optional<double> Median(const CostMeasure& measure) const {
    std::vector<double> values;
    for (const auto* cell : cells)
      if (const auto value = measure.of(*cell)) values.push_back(*value);
    return SpreadOf(values).median;
  }
  // "1 violation, 2 unprotected"
  std::string Verdicts() const {
    Matrix part;
    for (const auto* cell : cells) part.cells.push_back(*cell);
    return Tally(part);
  }
};

OfValue CellsWith(const Matrix& matrix, const std::string& axis, const std::string& value) {
  OfValue with;
  for (const auto& cell : matrix.cells) {
    const auto found = cell.at.find(axis);
    if (found != cell.at.end() && found->second == value) with.cells.push_back(&cell);
  }
  return with;
}

}  // namespace

PageData Costs(const CampaignPage& page) {
  const auto& matrix = page.matrix;
  const auto highest = Highest(matrix);
  PageData data;
  data.set("noun", CellNoun(page));
  data.set("measures", MeasureNames());
  auto rows = PageList();
  for (std::size_t index = 0; index < matrix.cells.size(); ++index) {
    const auto& cell = matrix.cells[index];
    if (cell.excluded) continue;
    PageData row;
    row.set("number", std::to_string(index));
    row.set("at", IndicesOf(matrix, cell));
    row.set("title", CellTitle(cell));
    row.set("verdict", CellWord(cell));
    row.set("look", cell.verdict ? CampaignLook(*cell.verdict) : "none");
    row.set("sign", cell.verdict ? CampaignSign(*cell.verdict) : "–");
    row.set("trials", CellTrials(cell));
    row.set("lost", LostText(cell));
    row.set("at_stake", WithThousands(cell.at_stake));
    row.set("bound", CellBound(cell));
    auto bars = PageList();
    for (std::size_t i = 0; i < Measures().size(); ++i)
      bars.push_back(Bar(Measures()[i].of(cell), highest[i], Measures()[i]));
    row.set("bars", bars);
    row.set("runs", RunLinks(page, index));
    row.set("reason",
            OrNothing(cell.reasons.empty() ? "" : OneLine(cell.reasons.front(), kLongestName)));
    rows.push_back(row);
  }
  data.set("rows", rows);
  data.set("at_stake_meaning", kAtStakeMeaning);
  data.set("long", matrix.cells.size() > kLongTable);
  return data;
}

PageData Values(const CampaignPage& page) {
  const auto& matrix = page.matrix;
  PageData data;
  data.set("any", matrix.axes.size() > 1);
  data.set("measures", MeasureNames());
  auto axes = PageList();
  for (const auto& [name, values] : matrix.axes) {
    PageData axis;
    axis.set("axis", OneLine(name, kLongestName));
    auto rows = PageList();
    for (const auto& value : values) {
      const auto with = CellsWith(matrix, name, value);
      PageData row;
      row.set("value", OneLine(value, kLongestName));
      row.set("cells", Counted(with.Judged(), "cell"));
      row.set("verdicts", with.Verdicts());
      row.set("lossy", std::to_string(with.Count([](const MatrixCell& cell) {
                return CountNamed(cell.counts, NameOf(FindingKind::kLost)) > 0;
              })));
      auto bars = PageList();
      const auto highest = Highest(matrix);
      for (std::size_t i = 0; i < Measures().size(); ++i)
        bars.push_back(Bar(with.Median(Measures()[i]), highest[i], Measures()[i]));
      row.set("bars", bars);
      rows.push_back(row);
    }
    axis.set("rows", rows);
    axes.push_back(axis);
  }
  data.set("axes", axes);
  return data;
}

}  // namespace kproof::view

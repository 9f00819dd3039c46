// The heat map: a table in which each cell stands where its values cross, with words in it. Without
// a script one axis is across and all others are nested down the side.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "reports/campaign_page/view.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/texts.h"

namespace kproof::view {
namespace {

// More columns than these are a row each instead.
constexpr std::size_t kMostAcross = 8;

using Indices = std::vector<std::size_t>;

Indices PlaceOf(const Matrix& matrix, const MatrixCell& cell) {
  Indices place;
  for (const auto& [axis, values] : matrix.axes) {
    const auto found = std::find(values.begin(), values.end(), cell.at.at(axis));
    place.push_back(static_cast<std::size_t>(found - values.begin()));
  }
  return place;
}

// The last axis with few values; nothing where there is only one axis.
std::optional<std::size_t> AxisAcross(const Matrix& matrix) {
  if (matrix.axes.size() < 2) return std::nullopt;
  for (std::size_t axis = matrix.axes.size(); axis-- > 0;)
    if (matrix.axes[axis].second.size() <= kMostAcross) return axis;
  return std::nullopt;
}

PageData Lines(const std::vector<std::string>& texts) {
  auto list = PageList();
  for (const auto& text : texts) list.push_back(OneLine(text, kLongestName));
  return list;
}

PageData CellData(const CampaignPage& page, std::size_t index) {
  const auto& cell = page.matrix.cells[index];
  PageData data;
  data.set("present", true);
  data.set("number", std::to_string(index));
  data.set("at", IndicesOf(page.matrix, cell));
  data.set("verdict", CellWord(cell));
  data.set("look", cell.verdict ? CampaignLook(*cell.verdict) : "none");
  data.set("sign", cell.verdict ? CampaignSign(*cell.verdict) : "–");
  data.set("name", OrNothing(OneLine(cell.name, 80)));
  data.set("trials", OrNothing(CellTrials(cell)));
  data.set("excluded", OrNothing(cell.excluded ? OneLine(*cell.excluded, kLongestName) : ""));
  data.set("anomalies", Lines(CellAnomalies(cell)));
  data.set("bound", OrNothing(CellBound(cell)));
  data.set("notes", Lines(CellNotes(page, cell)));
  return data;
}

PageData NoCell() {
  PageData data;
  data.set("present", false);
  return data;
}

// Cells by their places down and across.
struct Grid {
  std::vector<std::size_t> down;  // axes
  std::optional<std::size_t> across;
  std::map<Indices, std::map<std::size_t, std::size_t>> rows;  // → column → cell
};

Grid GridOf(const Matrix& matrix) {
  Grid grid;
  grid.across = AxisAcross(matrix);
  for (std::size_t axis = 0; axis < matrix.axes.size(); ++axis)
    if (axis != grid.across) grid.down.push_back(axis);
  for (std::size_t cell = 0; cell < matrix.cells.size(); ++cell) {
    const auto place = PlaceOf(matrix, matrix.cells[cell]);
    Indices row;
    for (const auto axis : grid.down) row.push_back(place[axis]);
    grid.rows[row][grid.across ? place[*grid.across] : 0] = cell;
  }
  return grid;
}

std::string ValueText(const Matrix& matrix, std::size_t axis, std::size_t value) {
  const auto& values = matrix.axes[axis].second;
  return value < values.size() ? OneLine(values[value], kLongestName) : "?";
}

// A value that is the same in rows one below the other stands once.
PageData Heads(const Matrix& matrix, const Grid& grid, const Indices& row, const Indices* above) {
  auto heads = PageList();
  bool same = above != nullptr;
  for (std::size_t level = 0; level < row.size(); ++level) {
    same = same && (*above)[level] == row[level];
    if (same) continue;
    const auto rows = std::count_if(grid.rows.begin(), grid.rows.end(), [&](const auto& other) {
      return std::equal(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(level) + 1,
                        other.first.begin());
    });
    PageData head;
    head.set("value", ValueText(matrix, grid.down[level], row[level]));
    head.set("rows", std::to_string(rows));
    heads.push_back(head);
  }
  return heads;
}

std::string AxesJson(const Matrix& matrix, const Grid& grid) {
  auto axes = nlohmann::ordered_json::array();
  for (std::size_t axis = 0; axis < matrix.axes.size(); ++axis) {
    auto values = nlohmann::ordered_json::array();
    for (const auto& value : matrix.axes[axis].second)
      values.push_back(OneLine(value, kLongestName));
    axes.push_back({{"name", OneLine(matrix.axes[axis].first, kLongestName)},
                    {"values", std::move(values)},
                    {"across", grid.across == axis}});
  }
  return LenientJsonText(axes);
}

PageData AxisNames(const Matrix& matrix, const Grid& grid) {
  auto names = PageList();
  for (const auto axis : grid.down) names.push_back(OneLine(matrix.axes[axis].first, kLongestName));
  return names;
}

}  // namespace

std::string IndicesOf(const Matrix& matrix, const MatrixCell& cell) {
  std::vector<std::string> indices;
  for (const auto index : PlaceOf(matrix, cell)) indices.push_back(std::to_string(index));
  return Join(indices, ",");
}

PageData HeatMap(const CampaignPage& page) {
  const auto& matrix = page.matrix;
  const auto grid = GridOf(matrix);
  PageData data;
  data.set("crossing", matrix.axes.size() > 1);
  data.set("axes", AxesJson(matrix, grid));
  data.set("down", AxisNames(matrix, grid));
  data.set("across",
           OrNothing(grid.across ? OneLine(matrix.axes[*grid.across].first, kLongestName) : ""));
  data.set("down_axes", std::to_string(std::max<std::size_t>(1, grid.down.size())));
  auto columns = PageList();
  const std::size_t count = grid.across ? matrix.axes[*grid.across].second.size() : 1;
  for (std::size_t column = 0; column < count && grid.across; ++column)
    columns.push_back(ValueText(matrix, *grid.across, column));
  data.set("columns", columns);
  data.set("column_count", std::to_string(count));
  auto rows = PageList();
  const Indices* above = nullptr;
  for (const auto& [place, cells] : grid.rows) {
    PageData row;
    row.set("heads", Heads(matrix, grid, place, above));
    auto list = PageList();
    for (std::size_t column = 0; column < count; ++column) {
      const auto found = cells.find(column);
      list.push_back(found == cells.end() ? NoCell() : CellData(page, found->second));
    }
    row.set("cells", list);
    rows.push_back(row);
    above = &place;
  }
  data.set("rows", rows);
  return data;
}

}  // namespace kproof::view

#include "harness/compare/parts.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace kproof {

std::vector<ComparedPart> PartsOf(const std::vector<CommonCell>& cells) {
  std::vector<ComparedPart> parts;
  std::set<std::vector<std::size_t>> seen;
  const auto add = [&](ComparedPart part) {
    if (seen.insert(part.cells).second) parts.push_back(std::move(part));
  };
  std::vector<std::size_t> all(cells.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  add({"all", PartLevel::kAll, "", all});
  std::map<std::string, std::map<std::string, std::vector<std::size_t>>> axes;
  for (std::size_t at = 0; at < cells.size(); ++at)
    for (const auto& [axis, value] : cells[at].at) axes[axis][value].push_back(at);
  for (const auto& [axis, values] : axes)
    for (const auto& [value, with] : values)
      add({PlaceText({{axis, value}}), PartLevel::kAxis, axis, with});
  for (std::size_t at = 0; at < cells.size(); ++at)
    add({PlaceText(cells[at].at), PartLevel::kCell, "", {at}});
  return parts;
}

bool IsWithin(const ComparedPart& part, const ComparedPart& of) {
  return std::includes(of.cells.begin(), of.cells.end(), part.cells.begin(), part.cells.end());
}

}  // namespace kproof

#include "harness/base/cell_place.h"

#include <vector>

#include "harness/base/text.h"

namespace kproof {

std::string PlaceText(const CellPlace& place) {
  std::vector<std::string> parts;
  for (const auto& [axis, value] : place) parts.push_back(axis + "=" + value);
  return parts.empty() ? "all" : Join(parts, ", ");
}

}  // namespace kproof

// What every table of words has: one row for each value of an enum, in the enum's order, with the
// word as it is written (`name`) and one line that says what it means.
//
// Thread-safe: pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// For static_assert: row i is that of value i, so a value is the index of its row.
template <typename Table>
constexpr bool StandsByValue(const Table& table) {
  std::size_t at = 0;
  for (const auto& row : table)
    if (static_cast<std::size_t>(row.word) != at++) return false;
  return at > 0;
}

template <typename Row>
const Row& RowAt(std::span<const Row> table, decltype(Row::word) word) {
  return table[static_cast<std::size_t>(word)];
}

// Null: no row has that name.
template <typename Row>
const Row* FindByName(std::span<const Row> table, std::string_view name) {
  for (const Row& row : table)
    if (name == row.name) return &row;
  return nullptr;
}

// In alphabetical order: as hints, the schema of scenarios and completion name them.
template <typename Row>
std::vector<std::string> SortedNames(std::span<const Row> table) {
  std::vector<std::string> names;
  for (const Row& row : table) names.emplace_back(row.name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace kproof

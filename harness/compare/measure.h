// What is compared: times and rates that each trial has a number of, and events that a trial showed
// or not. docs/compare.md has the table.
//
// Thread-safe: constants and pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/compare/side.h"

namespace kproof {

struct MeasureRow {
  const char* name;
  const char* unit;
  bool higher_is_worse;
};

// Times and rates, in the order in which reports show them.
std::span<const MeasureRow> MeasureTable();
// Null: there is no measure of that name.
const MeasureRow* FindMeasure(const std::string& name);

// Verdicts and anomalies that a trial of these cells showed, in the order of their tables. More of
// them is always worse.
std::vector<std::string> EventsSeen(const std::vector<const ComparedCell*>& cells);
// Those of them that no trial showed.
std::vector<std::string> EventsNotSeen(const std::vector<const ComparedCell*>& cells);
// Whether a trial showed it; nothing where the trial is no evidence for that.
std::optional<bool> Showed(const ComparedTrial& trial, const std::string& event);

}  // namespace kproof

#include "harness/compare/measure.h"

#include <algorithm>

#include "harness/words/finding.h"
#include "harness/words/limit.h"
#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr const char* LimitName(Limit limit) {
  return kLimitTable[static_cast<std::size_t>(limit)].name;
}

constexpr MeasureRow kMeasureTable[] = {
    {LimitName(Limit::kLongestAckGap), "s", true},
    {LimitName(Limit::kLongestReadGap), "s", true},
    {LimitName(Limit::kAckP50), "ms", true},
    {LimitName(Limit::kAckP99), "ms", true},
    {"ack_p50_before_fault", "ms", true},
    {"ack_p99_before_fault", "ms", true},
    {"throughput", "records/s", false},
};

constexpr Verdict kBadVerdicts[] = {Verdict::kViolation, Verdict::kUnprotected, Verdict::kLimit,
                                    Verdict::kInconclusive};

const Verdict* FindBadVerdict(const std::string& name) {
  const auto* found = std::find_if(std::begin(kBadVerdicts), std::end(kBadVerdicts),
                                   [&](Verdict verdict) { return Name(verdict) == name; });
  return found == std::end(kBadVerdicts) ? nullptr : found;
}

bool WasSeen(const std::vector<const ComparedCell*>& cells, const std::string& event) {
  for (const auto* cell : cells)
    for (const auto& trial : cell->trials)
      if (Showed(trial, event).value_or(false)) return true;
  return false;
}

std::vector<std::string> EventsThat(bool seen, const std::vector<const ComparedCell*>& cells) {
  std::vector<std::string> events;
  const auto add = [&](const std::string& event) {
    if (WasSeen(cells, event) == seen) events.push_back(event);
  };
  for (const Verdict verdict : kBadVerdicts) add(Name(verdict));
  for (const auto& row : FindingTable())
    if (row.anomaly()) add(row.name);
  return events;
}

}  // namespace

std::span<const MeasureRow> MeasureTable() { return kMeasureTable; }

const MeasureRow* FindMeasure(const std::string& name) { return FindByName(MeasureTable(), name); }

std::vector<std::string> EventsSeen(const std::vector<const ComparedCell*>& cells) {
  return EventsThat(true, cells);
}

std::vector<std::string> EventsNotSeen(const std::vector<const ComparedCell*>& cells) {
  return EventsThat(false, cells);
}

// A loss in a trial that is in doubt was a loss; no loss in it says nothing.
std::optional<bool> Showed(const ComparedTrial& trial, const std::string& event) {
  if (!IsJudged(trial)) return std::nullopt;
  const auto* verdict = FindBadVerdict(event);
  const bool shown = verdict != nullptr ? trial.verdict == *verdict : trial.found.contains(event);
  if (shown || IsConclusive(trial) || event == Name(Verdict::kInconclusive)) return shown;
  return std::nullopt;
}

}  // namespace kproof

#include "audit/judge/consumers/read_logs.h"

#include <algorithm>

#include "audit/judge/records/missing.h"

namespace kproof {
namespace {

ReadLog::Passes& PassesOf(ReadLog& log, Isolation isolation) {
  return isolation == Isolation::kCommitted ? log.committed_passes : log.uncommitted_passes;
}

}  // namespace

bool ReadLog::Holds(const PlacePiece& piece, std::uint64_t offset) const {
  return Standing(piece).Contains(offset);
}

const RangeSet& ReadLog::Standing(const PlacePiece& piece) const {
  static const RangeSet kNowhere;
  const auto line = lines.find({piece.stream, piece.line()});
  return line == lines.end() ? kNowhere : line->second;
}

ReadLogs::ReadLogs(const History& history) {
  for (auto& row : history.store().Runs()) {
    if (!row.run.assignment) continue;
    const PartitionKey key{row.topic, row.run.partition};
    logs_[key];
    auto& assignment = assignments_[{row.actor, key, *row.run.assignment}];
    assignment.actor = row.actor;
    assignment.runs.push_back({std::move(row), {}});
  }
  if (assignments_.empty()) return;
  for (auto& [key, assignment] : assignments_) {
    for (auto& run : assignment.runs) run_of_[run.row.id] = &run;
  }
  Load(history);
  LoadPasses(history);
}

void ReadLogs::Load(const History& history) {
  const auto committed = CommittedPartitions(history);
  std::vector<PlacePiece> pieces;
  history.store().EachRead([&](const ReadRow& row) {
    const auto key = history.PlaceOf(row);
    if (const auto run = row.run ? run_of_.find(*row.run) : run_of_.end(); run != run_of_.end()) {
      pieces.clear();
      AppendPlaces(history, row, pieces);
      for (const auto& piece : pieces) run->second->pieces.push_back({piece, row.from, row.to});
    }
    const auto log = logs_.find(key);
    if (log == logs_.end()) return;
    const auto& in_log = history.LogOffsets(row);
    if (in_log.empty()) return;
    AppendPlaces(history, row, in_log, log->second.all);
    if (row.pass == Pass::kFinal) {
      auto& passes = PassesOf(log->second, row.isolation);
      row.Offsets().EachRun([&](const OffsetRun::Run& run) {
        const Range offsets{Natural(run.first), Natural(run.first) + run.count};
        in_log.EachInside(offsets, [&](Range part) { passes.taken.Add(part); });
      });
    }
    if (row.isolation == Isolation::kCommitted || !committed.contains(key))
      AppendCommitted(history, row, in_log, log->second.committed);
  });
  for (auto& [key, log] : logs_) {
    for (const auto& piece : log.all) log.lines[{piece.stream, piece.line()}].Add(piece.offsets);
  }
}

void ReadLogs::LoadPasses(const History& history) {
  for (const auto& row : history.unstamped()) {
    const PartitionKey key{row.topic, row.partition};
    const auto log = logs_.find(key);
    if (log == logs_.end() || row.pass != Pass::kFinal) continue;
    const auto& in_log = history.LogOffsets(key, row.pass, row.isolation);
    for (const auto& run : row.offsets.Runs()) {
      in_log.EachInside({Natural(run.first), Natural(run.first) + run.count},
                        [&](Range part) { PassesOf(log->second, row.isolation).taken.Add(part); });
    }
  }
  for (const auto& row : history.store().AllBounds()) {
    const auto log = logs_.find({row.topic, row.bounds.partition});
    if (log == logs_.end()) continue;
    const auto& bounds = row.bounds;
    const auto end = Natural(bounds.end);
    const auto reached = std::min(end, Natural(bounds.position.value_or(bounds.end)));
    if (Natural(bounds.start) < reached)
      PassesOf(log->second, row.isolation).over.Add(Range{Natural(bounds.start), reached});
    if (row.isolation == Isolation::kUncommitted && !history.retention(row.topic).compacted)
      log->second.lowest_end = std::min(log->second.lowest_end.value_or(end), end);
  }
}

// Of transactional records those that committed, and not where a copy that did not may stand.
void ReadLogs::AppendCommitted(const History& history, const ReadRow& row, const RangeSet& in_log,
                               std::vector<PlacePiece>& pieces) {
  const auto* txns = history.transactions().Of(history.IndexOf(row.stream));
  if (txns == nullptr) return AppendPlaces(history, row, in_log, pieces);
  std::vector<PlacePiece> all;
  AppendPlaces(history, row, in_log, all);
  for (const auto& piece : all) {
    RangeSet may({piece.sequences()});
    for (const auto* not_these : {&txns->open, &txns->unknown, &txns->aborted, &txns->resent})
      may = may.Minus(*not_these);
    for (const auto& part : may.ranges())
      pieces.push_back(piece.Part({piece.line() + part.first, piece.line() + part.end}));
  }
}

}  // namespace kproof

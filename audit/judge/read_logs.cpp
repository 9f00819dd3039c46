#include "audit/judge/read_logs.h"

namespace kproof {

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
    if (row.isolation == Isolation::kCommitted || !committed.contains(key))
      AppendCommitted(history, row, in_log, log->second.committed);
  });
  for (auto& [key, log] : logs_) {
    for (const auto& piece : log.all) {
      log.lines[{piece.stream, piece.line()}].Add(piece.offsets);
      log.taken.Add(piece.offsets);
    }
  }
  for (const auto& row : history.unstamped()) {
    const auto log = logs_.find({row.topic, row.partition});
    if (log == logs_.end() || row.pass != Pass::kFinal) continue;
    for (const auto& run : row.offsets.Runs())
      log->second.taken.Add(Range{Natural(run.first), Natural(run.first) + run.count});
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

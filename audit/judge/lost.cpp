// An acked record is lost when a pass has gone over its place and it is nowhere in the log; what
// stands at its acked offset now is the evidence.
#include <fmt/format.h>

#include <algorithm>

#include "audit/judge/checker.h"

namespace kproof {
namespace {

constexpr char kAbsent[] = "absent";
constexpr char kDeletedEarly[] = "deleted_early";
constexpr char kOverwritten[] = "overwritten";
constexpr char kTruncated[] = "truncated";

// Offsets that lost records were acked at, and which of them hold another record.
class Places {
 public:
  void Ask(PartitionKey key, Range offsets) { wanted_[key].Add(offsets); }

  // `who` is the record at `offsets.first`.
  void Found(PartitionKey key, const OffsetRun& run, const std::string& origin, std::uint32_t life,
             std::optional<std::uint64_t> sequence) {
    const auto wanted = wanted_.find(key);
    if (wanted == wanted_.end()) return;
    for (const auto& part : run.Runs()) {
      const auto first = static_cast<std::uint64_t>(part.first);
      for (const auto& hit : wanted->second.Inside({first, first + part.count})) {
        taken_[key].Add(hit);
        const auto who =
            sequence ? fmt::format("{}/{}/{}", origin, life, *sequence + (hit.first - first))
                     : origin;
        names_[key].try_emplace(hit.first, who);
      }
      if (sequence) *sequence += part.count;
    }
  }
  bool Wants(PartitionKey key, std::int64_t first, std::int64_t last) const {
    const auto wanted = wanted_.find(key);
    if (wanted == wanted_.end() || last < 0) return false;
    return !wanted->second
                .Inside({static_cast<std::uint64_t>(std::max<std::int64_t>(first, 0)),
                         static_cast<std::uint64_t>(last) + 1})
                .empty();
  }
  const RangeSet& Taken(PartitionKey key) { return taken_[key]; }
  std::string Name(PartitionKey key, std::uint64_t offset) {
    const auto& names = names_[key];
    const auto name = names.find(offset);
    return name == names.end() ? "another record" : name->second;
  }

 private:
  std::map<PartitionKey, RangeSet> wanted_, taken_;
  std::map<PartitionKey, std::map<std::uint64_t, std::string>> names_;
};

void LookUp(const History& history, Places& places) {
  history.store().EachRead([&](const ReadRow& row) {
    const auto& stream = history.streams()[history.IndexOf(row.stream)];
    const PartitionKey key{stream.row.topic, row.partition};
    if (!places.Wants(key, row.first_offset, row.last_offset) || history.LogOffsets(row).empty())
      return;
    places.Found(key, row.Offsets(), stream.origin, stream.row.key.life, row.first_sequence);
  });
  for (const auto& row : history.unstamped()) {
    places.Found({row.topic, row.partition}, row.offsets, "a record without a stamp", 0,
                 std::nullopt);
  }
}

}  // namespace

CheckResult CheckLost(const History& history) {
  CheckResult result;
  result.evidence = {{kAbsent, 0}, {kDeletedEarly, 0}, {kOverwritten, 0}, {kTruncated, 0}};
  std::vector<Missing> lost;
  Places places;
  for (const auto& missing : history.missing()) {
    if (!IsGone(missing.fate)) continue;
    const auto& piece = missing.piece;
    if (piece.offset >= 0) {
      const auto first = static_cast<std::uint64_t>(piece.offset);
      places.Ask({history.streams()[missing.stream].row.topic, piece.partition},
                 {first, first + piece.count});
    }
    lost.push_back(missing);
  }
  LookUp(history, places);
  for (const auto& [stream, piece, fate] : lost) {
    const PartitionKey key{history.streams()[stream].row.topic, piece.partition};
    Anomaly anomaly{stream, piece.sequence, piece.count, piece.partition, piece.offset, piece.at};
    const auto put = [&](Range offsets, const char* evidence, const std::string& stands_there) {
      Anomaly part = anomaly;
      part.sequence += offsets.first - static_cast<std::uint64_t>(piece.offset);
      part.offset = static_cast<std::int64_t>(offsets.first);
      part.count = offsets.size();
      part.stands_there = stands_there;
      result.evidence[evidence] += part.count;
      result.anomalies.push_back(std::move(part));
    };
    if (piece.offset < 0) {
      anomaly.stands_there = "nothing: it was acked without an offset";
      result.evidence[kAbsent] += piece.count;
      result.anomalies.push_back(std::move(anomaly));
      continue;
    }
    const auto first = static_cast<std::uint64_t>(piece.offset);
    const Range all{first, first + piece.count};
    const auto& partition = history.Partition(key);
    if (fate == Fate::kHidden) {
      put(all, kAbsent, "nothing that committed readers get");
      continue;
    }
    if (fate == Fate::kDeletedEarly) {
      put(all, kDeletedEarly, fmt::format("below the log's start {}", partition.start.value_or(0)));
      continue;
    }
    const auto end = partition.end
                         ? static_cast<std::uint64_t>(std::max<std::int64_t>(*partition.end, 0))
                         : all.end;
    for (const auto& part : places.Taken(key).Inside(all))
      put(part, kOverwritten, places.Name(key, part.first));
    for (const auto& part : places.Taken(key).Outside(all)) {
      if (part.first < end) put({part.first, std::min(part.end, end)}, kAbsent, "nothing");
      if (part.end > end)
        put({std::max(part.first, end), part.end}, kTruncated, fmt::format("past the end {}", end));
    }
  }
  return result;
}

}  // namespace kproof

// Deliveries of one offset to one named group beyond the first. Offsets within a run ascend, so
// only runs that overlap can hold any: the others are never decoded. Where somebody put the group
// back on purpose, what it gets again is delivered for the first time.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "audit/judge/checker.h"
#include "audit/judge/consumers/claims.h"
#include "audit/judge/records/places.h"
#include "audit/judge/topics/vague.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

struct Extent {
  std::int64_t run = 0;
  std::int64_t first = 0, last = -1;
};

// Nobody knows in which incarnation of its topic it was, or whether somebody put the group back
// there.
bool IsVague(const History& history, const RunRow& row) {
  return history.topic(row.topic).incarnation.unknown ||
         history.vague().Reset({row.run.cluster, row.run.group}, {row.topic, row.run.partition});
}

// Ids of runs whose extents overlap another's of the same group and partition.
std::set<std::int64_t> Overlapping(std::map<GroupPlace, std::map<std::int64_t, Extent>>& groups) {
  std::set<std::int64_t> overlapping;
  for (auto& [place, runs] : groups) {
    std::vector<Extent> extents;
    for (const auto& [id, extent] : runs) extents.push_back(extent);
    std::sort(extents.begin(), extents.end(),
              [](const Extent& a, const Extent& b) { return a.first < b.first; });
    for (std::size_t i = 1, widest = 0; i < extents.size(); ++i) {
      if (extents[i].first <= extents[widest].last)
        overlapping.insert({extents[i].run, extents[widest].run});
      if (extents[i].last > extents[widest].last) widest = i;
    }
  }
  return overlapping;
}

struct Delivery {
  PlacePiece piece;
  std::size_t order = 0;  // of its run
  std::string reader;
};

// The deliveries of one offset to a group that somebody put back, and the last of them.
struct PutBack {
  Again again;
  PlacePiece last;
  std::string reader;
};

void Take(const Delivery& delivery, const Moment& moment, const PlaceClaims& claims,
          std::map<std::uint64_t, PutBack>& offsets) {
  for (const auto& part : claims.SplitAtResets(delivery.piece.offsets)) {
    const auto time = claims.TimesPutBack(part.first, moment);
    for (auto offset = part.first; offset < part.end; ++offset) {
      auto& put_back = offsets[offset];
      put_back.again.Add(time);
      put_back.last = delivery.piece.Part({offset, offset + 1});
      put_back.reader = delivery.reader;
    }
  }
}

void Count(const std::map<std::uint64_t, PutBack>& offsets, const std::string& group,
           std::int32_t partition, CheckResult& result) {
  std::uint64_t maybe = 0;
  for (const auto& [offset, put_back] : offsets) {
    maybe += put_back.again.Maybe();
    const auto again = put_back.again.Surely();
    if (again == 0) continue;
    Anomaly anomaly{put_back.last.stream, put_back.last.sequence, 1, partition,
                    static_cast<std::int64_t>(offset)};
    anomaly.counts = again;
    anomaly.reader = put_back.reader;
    anomaly.group = group;
    result.anomalies.push_back(anomaly);
  }
  if (maybe > 0) {
    result.doubts.push_back(
        fmt::format("{} to group {} may count as redelivered: it is not known whether the group's "
                    "offsets had been reset",
                    Counted(maybe, "delivery", "deliveries"), group));
  }
}

// In groups of pieces that overlap: what an earlier run returned too is a further delivery.
void Count(std::vector<Delivery> deliveries, const std::string& group, std::int32_t partition,
           CheckResult& result) {
  std::sort(deliveries.begin(), deliveries.end(), [](const Delivery& a, const Delivery& b) {
    return a.piece.offsets.first < b.piece.offsets.first;
  });
  for (std::size_t first = 0; first < deliveries.size();) {
    auto reach = deliveries[first].piece.offsets.end;
    auto next = first + 1;
    for (; next < deliveries.size() && deliveries[next].piece.offsets.first < reach; ++next)
      reach = std::max(reach, deliveries[next].piece.offsets.end);
    const auto begin = deliveries.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = deliveries.begin() + static_cast<std::ptrdiff_t>(next);
    std::stable_sort(begin, end,
                     [](const Delivery& a, const Delivery& b) { return a.order < b.order; });
    RangeSet seen;
    for (auto at = begin; at != end; ++at) {
      for (const auto& part : seen.Inside(at->piece.offsets)) {
        const auto again = at->piece.Part(part);
        Anomaly anomaly{again.stream, again.sequence, part.size(), partition,
                        static_cast<std::int64_t>(part.first)};
        anomaly.reader = at->reader;
        anomaly.group = group;
        result.anomalies.push_back(anomaly);
      }
      seen.Add(at->piece.offsets);
    }
    first = next;
  }
}

bool LooksForRedelivered(const History& history) {
  const auto runs = history.store().Runs();
  return std::any_of(runs.begin(), runs.end(),
                     [](const auto& row) { return !row.run.group.empty(); });
}

CheckResult CheckRedelivered(const History& history) {
  CheckResult result;
  std::map<std::int64_t, std::pair<RunRow, std::size_t>> runs;  // with their order
  for (auto& row : history.store().Runs()) {
    if (row.run.group.empty() || IsVague(history, row)) continue;
    const auto id = row.id;
    runs.emplace(id, std::pair(std::move(row), runs.size()));
  }
  if (runs.empty()) return result;
  const auto place = [&](const RunRow& row) {
    return GroupPlace{{row.run.cluster, row.run.group}, {row.topic, row.run.partition}};
  };
  std::map<GroupPlace, std::map<std::int64_t, Extent>> extents;
  history.store().EachRead([&](const ReadRow& row) {
    const auto run = row.run ? runs.find(*row.run) : runs.end();
    if (run == runs.end()) return;
    auto& extent =
        extents[place(run->second.first)]
            .try_emplace(run->first, Extent{run->first, row.first_offset, row.last_offset})
            .first->second;
    extent.first = std::min(extent.first, row.first_offset);
    extent.last = std::max(extent.last, row.last_offset);
  });
  const auto suspects = Overlapping(extents);
  if (suspects.empty()) return result;
  const Moments moments(history);
  const auto claims = ClaimsOf(history);
  std::map<GroupPlace, std::vector<Delivery>> deliveries;
  std::map<GroupPlace, std::map<std::uint64_t, PutBack>> put_back;
  history.store().EachRead([&](const ReadRow& row) {
    if (!row.run || !suspects.contains(*row.run)) return;
    const auto& [run, order] = runs.at(*row.run);
    std::vector<PlacePiece> pieces;
    AppendPlaces(history, row, pieces);
    const auto where = place(run);
    const auto of_place = claims.find(where);
    const bool is_put_back =
        of_place != claims.end() && of_place->second.HasResetBelow(Natural(row.last_offset) + 1);
    for (const auto& piece : pieces) {
      const Delivery delivery{piece, order, history.NameOf(row.actor)};
      if (is_put_back) {
        Take(delivery, moments.Of(row.actor, row.from, row.to), of_place->second, put_back[where]);
      } else {
        deliveries[where].push_back(delivery);
      }
    }
  });
  // Where a reset lies below some of its deliveries all of them are looked at one by one.
  for (const auto& [where, pieces] : put_back) {
    for (const auto& delivery : std::exchange(deliveries[where], {}))
      Take(delivery, {}, PlaceClaims(), put_back[where]);
  }
  for (auto& [where, pieces] : deliveries)
    Count(std::move(pieces), where.first.second, where.second.second, result);
  for (const auto& [where, offsets] : put_back)
    Count(offsets, where.first.second, where.second.second, result);
  return result;
}

}  // namespace

Checker RedeliveredChecker() {
  return {FindingKind::kRedelivered, CheckRedelivered, LooksForRedelivered};
}

}  // namespace kproof

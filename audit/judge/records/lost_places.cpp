#include "audit/judge/records/lost_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace kproof {
namespace {

// Where the log ended; nothing stands beyond.
std::uint64_t EndOf(const History& history, PartitionKey key) {
  const auto end = history.Partition(key).end;
  return end ? static_cast<std::uint64_t>(std::max<std::int64_t>(*end, 0))
             : std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

void LostPlaces::Ask(PartitionKey key, Range offsets) {
  auto& asked = asked_[key];
  const bool first = asked.hull.size() == 0;
  asked.hull = {first ? offsets.first : std::min(asked.hull.first, offsets.first),
                std::max(asked.hull.end, offsets.end)};
  Put(asked, 0, offsets);
}

void LostPlaces::Put(Asked& asked, std::size_t layer, Range offsets) {
  if (layer == asked.layers.size()) asked.layers.emplace_back();
  if (!asked.layers[layer].Overlaps(offsets)) return asked.layers[layer].Add(offsets);
  for (auto offset = offsets.first; offset < offsets.end; ++offset) {
    const Range one{offset, offset + 1};
    if (asked.layers[layer].Contains(offset)) {
      Put(asked, layer + 1, one);
    } else {
      asked.layers[layer].Add(one);
    }
  }
}

// `name`(n): who the n-th of these records is.
template <typename Name>
void LostPlaces::Found(PartitionKey key, const OffsetRun& offsets, const Name& name) {
  const auto found = asked_.find(key);
  if (found == asked_.end()) return;
  auto& [layers, hull, held] = found->second;
  if (offsets.last() < 0 || static_cast<std::uint64_t>(offsets.last()) < hull.first) return;
  if (static_cast<std::uint64_t>(std::max<std::int64_t>(offsets.first(), 0)) >= hull.end) return;
  std::uint64_t before = 0;
  for (const auto& run : offsets.Runs()) {
    const auto first = static_cast<std::uint64_t>(run.first);
    const auto end = first + run.count;
    held.Add({first, end});
    for (auto who = who_.lower_bound({key, first}); who != who_.end() && who->first.first == key;
         ++who) {
      const auto offset = who->first.second;
      if (offset >= end) break;
      if (who->second.empty()) who->second = name(before + (offset - first));
    }
    before += run.count;
  }
}

void LostPlaces::LookUp(const History& history) {
  if (asked_.empty()) return;
  const auto take = [&](const ReadRow& row) {
    const auto& stream = history.streams()[history.IndexOf(row.stream)];
    const auto key = history.PlaceOf(row);
    const auto asked = asked_.find(key);
    if (asked == asked_.end() || row.last_offset < 0) return;
    const auto& hull = asked->second.hull;
    if (static_cast<std::uint64_t>(row.last_offset) < hull.first ||
        static_cast<std::uint64_t>(std::max<std::int64_t>(row.first_offset, 0)) >= hull.end ||
        history.LogOffsets(row).empty())
      return;
    Found(key, row.Offsets(), [&](std::uint64_t n) {
      return fmt::format("{}/{}/{}", stream.origin, stream.row.key.life, row.first_sequence + n);
    });
  };
  history.store().EachRead(take, {RowRange{}}, ReadColumns::kPlaces);
  for (const auto& row : history.unstamped())
    Found({row.topic, row.partition}, row.offsets,
          [](std::uint64_t) { return "a record without a stamp"; });
}

LostPlaces::Counts LostPlaces::Count(const History& history) const {
  Counts counts;
  for (const auto& [key, asked] : asked_) {
    const auto end = EndOf(history, key);
    for (const auto& layer : asked.layers) {
      const auto held = layer.And(asked.held);
      const auto below = layer.CountBelow(end) - held.CountBelow(end);
      counts.held += held.size();
      counts.empty += below;
      counts.beyond += layer.size() - held.size() - below;
    }
  }
  return counts;
}

std::string LostPlaces::Describe(const History& history, PartitionKey key,
                                 std::uint64_t offset) const {
  const auto who = who_.find({key, offset});
  if (who != who_.end() && !who->second.empty()) return who->second;
  const auto end = EndOf(history, key);
  return offset >= end ? fmt::format("past the end offset {}", end) : "nothing";
}

}  // namespace kproof

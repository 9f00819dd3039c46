#include "audit/judge/records/unclean.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace kproof {
namespace {

constexpr std::uint64_t kRecordsAtOnce = 20'000'000;  // two to four bytes each at the worst

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

// Neighbours in History::streams() that are not clean.
std::vector<std::vector<std::size_t>> Groups(const History& history,
                                             const std::function<bool(std::size_t)>& wanted) {
  std::vector<std::vector<std::size_t>> groups;
  std::uint64_t records = kRecordsAtOnce;
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    if (stream.clean || (wanted && !wanted(i))) continue;
    records += stream.records;
    if (groups.empty() || records > kRecordsAtOnce) {
      groups.emplace_back();
      records = stream.records;
    }
    groups.back().push_back(i);
  }
  return groups;
}

// Which group a stream is in, by its index.
std::vector<std::size_t> GroupOfStreams(const History& history,
                                        const std::vector<std::vector<std::size_t>>& groups) {
  std::vector<std::size_t> of(history.streams().size(), kNone);
  for (std::size_t group = 0; group < groups.size(); ++group) {
    for (const auto stream : groups[group]) of[stream] = group;
  }
  return of;
}

// The rows that each group needs; everything where there is but one group.
std::vector<RowRanges> RowsOfGroups(const History& history, SpanTable table, std::size_t groups,
                                    const std::vector<std::size_t>& group_of) {
  std::vector<RowRanges> rows(groups);
  if (groups == 1) {
    rows[0].push_back({});
    return rows;
  }
  history.store().EachRow(table, [&](const SpanRow& row) {
    const auto group = group_of[history.IndexOf(row.stream)];
    if (group == kNone) return;
    auto& ranges = rows[group];
    if (!ranges.empty() && ranges.back().last + 1 >= row.row) {
      ranges.back().last = row.row;  // the same again where it holds records of several streams
    } else {
      ranges.push_back({row.row, row.row});
    }
  });
  return rows;
}

// Acks in the order in which they were said, of a stream of which several words were said of one
// record: for each sequence the last, if its last word was "acked" at all.
class LastAcks {
 public:
  void Push(const Piece& piece) { pieces_.push_back(piece); }
  void MoveTo(const RangeSet& acked, Chains& chains) {
    std::vector<Piece> last;
    RangeSet taken;
    for (auto it = pieces_.rbegin(); it != pieces_.rend(); ++it) {
      const Range all{it->sequence, it->end()};
      taken.EachOutside(all, [&](Range fresh) {
        acked.EachInside(fresh, [&](Range part) { last.push_back(it->Cut(part.first, part.end)); });
      });
      taken.Add(all);
    }
    std::sort(last.begin(), last.end(),
              [](const Piece& a, const Piece& b) { return a.sequence < b.sequence; });
    for (const auto& piece : last) chains.Push(piece);
  }

 private:
  std::vector<Piece> pieces_;
};

struct Loading {
  UncleanStream stream;
  bool resent = false;                 // records were sent again in another transaction
  std::optional<LastAcks> twice = {};  // where several words were said of one record
};

// Calls take(piece) for the runs of a span, with sequence and offset of each.
template <typename Take>
void EachRun(const OffsetRun& offsets, Piece piece, const Take& take) {
  offsets.EachRun([&](const OffsetRun::Run& run) {
    piece.offset = run.first;
    piece.count = run.count;
    take(piece);
    piece.sequence += run.count;
  });
}

void Load(const History& history, const SettledRow& row, Loading& into) {
  const auto push = [&](const Piece& piece) {
    into.twice ? into.twice->Push(piece) : into.stream.acked.Push(piece);
  };
  Piece piece{row.first_sequence,
              row.count,
              -1,
              history.streams()[into.stream.index].row.key.partition,
              row.from,
              row.to,
              Duration(Histogram::Unpack(row.packed_latency).Quantile(1.0))};
  if (row.first_offset) {
    EachRun(row.Offsets(), piece, push);
  } else {
    push(piece);
  }
}

void Load(const History& history, const RangeSet& in_log, const ReadRow& row, Loading& into) {
  Piece piece{row.first_sequence, row.count, -1, row.partition, 0, 0, Duration(0)};
  const auto found_in = history.PlaceOf(row).first;
  if (found_in != history.streams()[into.stream.index].row.topic) piece.topic = found_in;
  piece.committed = into.resent && row.isolation == Isolation::kCommitted;
  EachRun(row.Offsets(), piece, [&](const Piece& run) {
    const auto first = static_cast<std::uint64_t>(run.offset);
    in_log.EachInside({first, first + run.count}, [&](Range part) {
      const auto begin = run.sequence + (part.first - first);
      into.stream.log.Push(run.Cut(begin, begin + part.size()));
    });
  });
}

}  // namespace

void EachUnclean(const History& history, const std::function<void(const UncleanStream&)>& take,
                 const std::function<bool(std::size_t)>& wanted) {
  const auto groups = Groups(history, wanted);
  if (groups.empty()) return;
  const auto group_of = GroupOfStreams(history, groups);
  const auto settled = RowsOfGroups(history, SpanTable::kSettled, groups.size(), group_of);
  const auto read = RowsOfGroups(history, SpanTable::kRead, groups.size(), group_of);
  std::vector<std::size_t> slot_of(history.streams().size(), kNone);
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::vector<Loading> loading(groups[group].size());
    for (std::size_t slot = 0; slot < loading.size(); ++slot) {
      const auto index = groups[group][slot];
      slot_of[index] = slot;
      loading[slot].stream.index = index;
      const auto* txns = history.transactions().Of(index);
      loading[slot].resent = txns != nullptr && !txns->resent.empty();
      if (history.streams()[index].settled_twice) loading[slot].twice.emplace();
    }
    const auto find = [&](std::int64_t stream) {
      const auto index = history.IndexOf(stream);
      return group_of[index] == group ? &loading[slot_of[index]] : nullptr;
    };
    history.store().EachSettled(
        [&](const SettledRow& row) {
          if (row.outcome != Outcome::kAcked) return;
          if (auto* into = find(row.stream)) Load(history, row, *into);
        },
        settled[group]);
    history.store().EachRead(
        [&](const ReadRow& row) {
          auto* into = find(row.stream);
          if (into == nullptr) return;
          if (const auto& in_log = history.LogOffsets(row); !in_log.empty())
            Load(history, in_log, row, *into);
        },
        read[group], ReadColumns::kPlaces);
    for (auto& [stream, resent, twice] : loading) {
      if (twice) twice->MoveTo(history.streams()[stream.index].acked, stream.acked);
      take(stream);
      stream = {};  // its memory is needed no more
    }
  }
}

}  // namespace kproof

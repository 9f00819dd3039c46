#include "audit/windows/stream_window.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace kproof {
namespace {

constexpr std::size_t kShownRanges = 3;

struct Place {
  std::uint64_t sequence = 0;
  std::int32_t partition = 0;
  std::int64_t offset = -1;  // -1: none was told
  auto operator<=>(const Place&) const = default;
};

// Calls take(told, from, to) for each piece of `tolds` that lies in `ranges`.
template <typename Take>
void EachPiece(const std::vector<Told>& tolds, const std::vector<SequenceRange>& ranges,
               const Take& take) {
  for (const Told& told : tolds)
    for (const auto& range : ranges) {
      const auto from = std::max(told.first_sequence, range.first);
      const auto to = std::min(told.end(), range.end);
      if (from < to) take(told, from, to);
    }
}

// The offset of each record of a piece, one by one.
std::vector<std::int64_t> OffsetsOf(const Told& told, std::uint64_t from, std::uint64_t to) {
  if (told.offsets.empty()) return std::vector<std::int64_t>(to - from, -1);
  const auto all = told.offsets.Decode();
  const auto at = [&](std::uint64_t sequence) {
    return all.begin() + static_cast<std::ptrdiff_t>(sequence - told.first_sequence);
  };
  return {at(from), at(to)};
}

Digest DigestOf(const Told& told, std::uint64_t from, std::uint64_t to) {
  if (from == told.first_sequence && to == told.end()) return told.digest;
  Digest digest;
  for (const auto offset : OffsetsOf(told, from, to)) digest.Add(from++, offset);
  return digest;
}

std::vector<Place> PlacesOf(const std::vector<Told>& tolds, Outcome outcome, std::int32_t partition,
                            const std::vector<SequenceRange>& ranges) {
  std::vector<Place> places;
  EachPiece(tolds, ranges, [&](const Told& told, std::uint64_t from, std::uint64_t to) {
    if (told.outcome != outcome) return;
    for (const auto offset : OffsetsOf(told, from, to))
      places.push_back({from++, partition >= 0 ? partition : told.partition, offset});
  });
  std::sort(places.begin(), places.end());
  return places;
}

void AddProduced(WindowRow& row, const StreamFacts& stream,
                 const std::vector<SequenceRange>& ranges) {
  std::uint64_t all = 0;
  for (const auto& range : ranges) all += range.end - range.first;
  if (!ranges.empty()) {
    row.first_sequence = ranges.front().first;
    row.last_sequence = ranges.back().end - 1;
  }
  EachPiece(stream.settled, ranges, [&](const Told& told, std::uint64_t from, std::uint64_t to) {
    if (told.outcome == Outcome::kFailed) row.failed += to - from;
    if (told.outcome != Outcome::kAcked) return;
    row.acked += to - from;
    row.acked_digest.Add(DigestOf(told, from, to));
    if (told.offsets.empty()) return;
    const bool whole = from == told.first_sequence && to == told.end();
    const auto offsets =
        whole ? std::vector{told.offsets.first(), told.offsets.last()} : OffsetsOf(told, from, to);
    row.first_offset = std::min(row.first_offset.value_or(offsets.front()), offsets.front());
    row.last_offset = std::max(row.last_offset.value_or(offsets.back()), offsets.back());
  });
  row.unknown = all - std::min(all, row.acked + row.failed);
}

// Counts sequences and remembers the first ranges of them; they come in ascending order.
class Finding {
 public:
  explicit Finding(const char* what) : what_(what) {}
  void Add(std::uint64_t sequence) {
    ++count_;
    if (!ranges_.empty() && ranges_.back().end == sequence) {
      ++ranges_.back().end;
    } else if (ranges_.size() < kShownRanges) {
      ranges_.push_back({sequence, sequence + 1});
    }
  }
  std::uint64_t count() const { return count_; }
  void TellTo(const WindowRow& row, std::vector<Shortfall>& shortfalls) const {
    if (count_ > 0) shortfalls.push_back({row.stream, row.reader, what_, count_, ranges_});
  }

 private:
  const char* what_;
  std::uint64_t count_ = 0;
  std::vector<SequenceRange> ranges_;
};

// Record by record: the digests differ, or there is more than acked records.
void Compare(WindowRow& row, const StreamFacts& stream, const std::vector<Place>& reads,
             const std::vector<SequenceRange>& ranges, const ReaderPlace& reader,
             std::vector<Shortfall>& shortfalls) {
  Finding missing("missing"), doubled("doubled"), extra("extra");
  for (std::size_t i = 1; i < reads.size(); ++i)
    if (reads[i].sequence == reads[i - 1].sequence) doubled.Add(reads[i].sequence);
  const auto was_read = [&](std::uint64_t sequence) {
    const auto found = std::lower_bound(
        reads.begin(), reads.end(), sequence,
        [](const Place& place, std::uint64_t wanted) { return place.sequence < wanted; });
    return found != reads.end() && found->sequence == sequence;
  };
  const auto partition = row.stream.partition;
  for (const auto& ack : PlacesOf(stream.settled, Outcome::kAcked, partition, ranges)) {
    if (was_read(ack.sequence)) continue;
    if (ack.offset >= reader.first && ack.offset < reader.next)
      missing.Add(ack.sequence);
    else
      ++row.unseen;
  }
  for (const auto& failed : PlacesOf(stream.settled, Outcome::kFailed, partition, ranges))
    if (was_read(failed.sequence)) extra.Add(failed.sequence);
  row.missing = missing.count();
  row.doubled = doubled.count();
  row.extra = extra.count();
  for (const auto* finding : {&missing, &doubled, &extra}) finding->TellTo(row, shortfalls);
}

void AddConsumed(WindowRow& row, const StreamFacts& stream,
                 const std::vector<SequenceRange>& ranges, const ReaderPlace& reader,
                 std::vector<Shortfall>& shortfalls) {
  static const std::vector<Told> kNothing;
  const auto found = stream.reads.find(row.reader);
  const auto& tolds = found == stream.reads.end() ? kNothing : found->second;
  EachPiece(tolds, ranges, [&](const Told& told, std::uint64_t from, std::uint64_t to) {
    row.read += to - from;
    row.read_digest.Add(DigestOf(told, from, to));
  });
  if (row.read == row.acked && row.read_digest == row.acked_digest) return;
  auto reads = PlacesOf(tolds, Outcome::kAcked, -1, ranges);
  const auto same = std::unique(reads.begin(), reads.end());  // the same offset again is no copy
  if (same != reads.end()) {
    reads.erase(same, reads.end());
    row.read = reads.size();
    row.read_digest = {};
    for (const auto& read : reads) row.read_digest.Add(read.sequence, read.offset);
  }
  Compare(row, stream, reads, ranges, reader, shortfalls);
}

void AddWork(WindowRow& row, const StreamFacts& stream, const std::vector<SequenceRange>& ranges,
             const ReaderPlace& reader, std::vector<Shortfall>& shortfalls) {
  if (!reader.work) return;
  const GroupWork& work = *reader.work;
  std::vector<Place> acked =
      PlacesOf(stream.settled, Outcome::kAcked, row.stream.partition, ranges);
  std::erase_if(acked, [](const Place& place) { return place.offset < 0; });
  std::sort(acked.begin(), acked.end(),
            [](const Place& a, const Place& b) { return a.offset < b.offset; });
  std::vector<std::int64_t> offsets;
  for (const auto& place : acked) offsets.push_back(place.offset);
  const auto counts = work.Of(offsets);
  std::uint64_t processed = 0, reprocessed = 0, committed = 0;
  std::vector<std::uint64_t> undone;
  for (std::size_t i = 0; i < acked.size(); ++i) {
    const auto& [effects, claimed] = counts[i];
    processed += effects > 0 ? 1 : 0;
    reprocessed += effects > 1 ? effects - 1 : 0;
    committed += claimed ? 1 : 0;
    if (claimed && effects == 0 && acked[i].offset >= reader.first)
      undone.push_back(acked[i].sequence);
  }
  if (work.processes()) {
    row.processed = processed;
    row.reprocessed = reprocessed;
  }
  if (work.commits()) row.committed = committed;
  if (!work.processes() || !work.commits()) return;
  row.unprocessed = undone.size();
  std::sort(undone.begin(), undone.end());
  Finding unprocessed("unprocessed");
  for (const auto sequence : undone) unprocessed.Add(sequence);
  unprocessed.TellTo(row, shortfalls);
}

}  // namespace

std::vector<SequenceRange> StreamFacts::In(std::int64_t start_s) const {
  std::vector<SequenceRange> ranges;
  for (auto it = starts.begin(); it != starts.end(); ++it) {
    if (it->second != start_s) continue;
    const auto next = std::next(it);
    const auto end = std::min(next == starts.end() ? sent : next->first, sent);
    if (it->first >= end) continue;
    if (!ranges.empty() && ranges.back().end == it->first) {
      ranges.back().end = end;
    } else {
      ranges.push_back({it->first, end});
    }
  }
  return ranges;
}

std::int64_t LastAckedOffset(const StreamFacts& stream, const std::vector<SequenceRange>& ranges) {
  std::int64_t last = -1;
  EachPiece(stream.settled, ranges, [&](const Told& told, std::uint64_t from, std::uint64_t to) {
    if (told.outcome != Outcome::kAcked || told.offsets.empty()) return;
    const bool to_the_end = to == told.end();
    last = std::max(last, to_the_end ? told.offsets.last() : OffsetsOf(told, from, to).back());
  });
  return last;
}

std::vector<WindowRow> RowsOf(const StreamId& id, const StreamFacts& stream,
                              const std::vector<SequenceRange>& ranges,
                              const std::map<std::string, ReaderPlace>& places,
                              std::vector<Shortfall>& shortfalls) {
  WindowRow produced;
  produced.stream = id;
  AddProduced(produced, stream, ranges);
  std::vector<WindowRow> rows;
  for (const auto& [reader, place] : places) {
    WindowRow row = produced;
    row.reader = reader;
    AddConsumed(row, stream, ranges, place, shortfalls);
    AddWork(row, stream, ranges, place, shortfalls);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) {
    produced.unseen = produced.acked;
    rows.push_back(produced);
  }
  return rows;
}

}  // namespace kproof

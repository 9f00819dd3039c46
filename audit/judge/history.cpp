#include "audit/judge/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

#include "audit/judge/committed_log.h"
#include "audit/judge/missing.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr auto kEndless = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

std::uint64_t U(std::int64_t offset) { return offset < 0 ? 0 : static_cast<std::uint64_t>(offset); }

struct Settle {
  Outcome outcome;
  Range sequences;
};

// One reader of one stream. Its reads are in order while sequences and offsets ascend in one
// partition.
struct Source {
  std::uint64_t count = 0;
  Digest digest;
  std::uint64_t next_sequence = 0;
  std::int64_t last_offset = -1;
  bool in_order = true;
};

RangeSet& SetOf(Outcome outcome, StreamHistory& stream) {
  switch (outcome) {
    case Outcome::kAcked:
      return stream.acked;
    case Outcome::kFailed:
      return stream.failed;
    case Outcome::kUnknown:
      break;
  }
  return stream.unknown;
}

// What became of each sequence. Where several words were said of one, the last counts.
void LastWords(const std::vector<Settle>& settles, bool overlap, StreamHistory& stream) {
  RangeSet settled;
  for (auto it = settles.rbegin(); it != settles.rend(); ++it) {
    auto& set = SetOf(it->outcome, stream);
    if (!overlap) {
      set.Add(it->sequences);
      continue;
    }
    for (const auto& part : settled.Outside(it->sequences)) set.Add(part);
    settled.Add(it->sequences);
  }
}

// Of acked pieces in the order they were written: for each sequence the last one, if its last word
// was "acked" at all.
std::vector<Piece> LastAcks(const std::vector<Piece>& pieces, const RangeSet& acked, bool overlap) {
  std::vector<Piece> last;
  RangeSet taken;
  for (auto it = pieces.rbegin(); it != pieces.rend(); ++it) {
    const Range all{it->sequence, it->sequence + it->count};
    for (const auto& mine : acked.Inside(all)) {
      for (const auto& part : overlap ? taken.Outside(mine) : std::vector{mine}) {
        Piece cut = *it;
        if (cut.offset >= 0) cut.offset += static_cast<std::int64_t>(part.first - it->sequence);
        cut.sequence = part.first;
        cut.count = part.size();
        last.push_back(cut);
      }
    }
    if (overlap) taken.Add(all);
  }
  std::sort(last.begin(), last.end(),
            [](const Piece& a, const Piece& b) { return a.sequence < b.sequence; });
  return last;
}

bool Overlap(std::vector<Settle> settles) {
  std::sort(settles.begin(), settles.end(),
            [](const Settle& a, const Settle& b) { return a.sequences.first < b.sequences.first; });
  for (std::size_t i = 1; i < settles.size(); ++i) {
    if (settles[i].sequences.first < settles[i - 1].sequences.end) return true;
  }
  return false;
}

// Pieces of one span: a run of offsets after another, cut where `keep` (of offsets) leaves some
// out.
void AppendPieces(std::vector<Piece>& pieces, Piece piece, const OffsetRun& offsets,
                  const RangeSet& keep) {
  for (const auto& run : offsets.Runs()) {
    for (const auto& part : keep.Inside({U(run.first), U(run.first) + run.count})) {
      Piece cut = piece;
      cut.sequence += part.first - U(run.first);
      cut.count = part.size();
      cut.offset = static_cast<std::int64_t>(part.first);
      pieces.push_back(cut);
    }
    piece.sequence += run.count;
  }
}

// Several readers may have seen the same place: one (partition, offset) counts once for an
// identity.
void DropRepeated(std::vector<Piece>& pieces) {
  // Where sequence and offset run side by side, offset - sequence is constant: overlaps lie on one
  // such line.
  const auto line = [](const Piece& p) {
    return std::tuple(p.partition, U(p.offset) - p.sequence, p.sequence);
  };
  std::sort(pieces.begin(), pieces.end(),
            [&](const Piece& a, const Piece& b) { return line(a) < line(b); });
  std::vector<Piece> once;
  for (auto piece : pieces) {
    if (!once.empty() && once.back().partition == piece.partition &&
        U(once.back().offset) - once.back().sequence == U(piece.offset) - piece.sequence) {
      auto& last = once.back();
      const auto end = std::max(last.sequence + last.count, piece.sequence + piece.count);
      if (piece.sequence <= last.sequence + last.count) {
        last.count = end - last.sequence;
        continue;
      }
    }
    once.push_back(piece);
  }
  std::sort(once.begin(), once.end(), [](const Piece& a, const Piece& b) {
    return std::tie(a.sequence, a.partition, a.offset) <
           std::tie(b.sequence, b.partition, b.offset);
  });
  pieces = std::move(once);
}

}  // namespace

struct History::Digests {
  std::vector<Settle> settles;
  std::uint64_t acked = 0;
  Digest acked_digest;
  std::map<std::pair<std::int64_t, Isolation>, Source> sources;  // of what stands in the log
  bool suspect = false;
};

History::History(const StoreReader& store) : store_(store) {
  LoadNames();
  LoadBounds();
  std::vector<Digests> digests(streams_.size());
  LoadSettled(digests);
  LoadReads(digests);
  transactions_ = std::make_unique<Transactions>(*this);
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    auto& stream = streams_[i];
    auto& digest = digests[i];
    stream.settled_twice = Overlap(digest.settles);
    LastWords(digest.settles, stream.settled_twice, stream);
    for (const auto* set : {&stream.acked, &stream.failed, &stream.unknown}) {
      if (!set->empty()) stream.sent = std::max(stream.sent, set->ranges().back().end);
    }
    // What was acked in transactions is not what each pass has to return.
    bool same = !digest.suspect && !stream.settled_twice && transactions_->Of(i) == nullptr;
    for (const auto& [who, source] : digest.sources) {
      same = same && source.in_order && source.count == digest.acked &&
             source.digest == digest.acked_digest;
    }
    stream.clean = same && (digest.acked == 0 || !digest.sources.empty());
  }
  LoadExtents();
  Decode();
  const CommittedLog committed(*this);
  missing_ = MissingRecords(*this, committed);
  torn_ = FindTorn(*this, committed, missing_);
}

void History::LoadNames() {
  actors_ = store_.Actors();
  topics_ = store_.Topics();
  unstamped_ = store_.Unstamped();
  for (const auto& actor : actors_) actor_by_id_[actor.id] = &actor;
  for (auto& row : store_.Streams()) {
    StreamHistory stream;
    stream.sent = row.sent;
    if (row.actor && actor_by_id_.contains(*row.actor)) stream.actor = actor_by_id_.at(*row.actor);
    stream.origin =
        stream.actor != nullptr ? stream.actor->name : fmt::format("{:08x}", row.key.origin);
    index_[row.id] = streams_.size();
    stream.row = std::move(row);
    streams_.push_back(std::move(stream));
  }
}

// A reader that may lack facts proves nothing by what it did not return: it covers nothing.
void History::LoadBounds() {
  for (const auto& row : store_.AllBounds()) {
    const auto& bounds = row.bounds;
    const PartitionKey key{row.topic, bounds.partition};
    auto& partition = partitions_[key];
    partition.final_pass = true;
    partition.start = std::min(partition.start.value_or(bounds.start), bounds.start);
    partition.end = std::max(partition.end.value_or(bounds.end), bounds.end);
    in_bounds_[{key, row.isolation}].Add(Range{U(bounds.start), U(bounds.end)});
    const auto* actor = actor_by_id_.contains(row.actor) ? actor_by_id_.at(row.actor) : nullptr;
    if (actor != nullptr && actor->MayLackFacts()) continue;
    const bool to_the_end = !bounds.position || *bounds.position >= bounds.end;
    const bool uncommitted = row.isolation == Isolation::kUncommitted;
    const auto end = to_the_end ? (uncommitted ? kEndless : U(bounds.end)) : U(*bounds.position);
    partition.covered.Add(Range{U(bounds.start), end});
    partition.covered_whole = partition.covered_whole || (to_the_end && uncommitted);
  }
}

const PartitionHistory& History::Partition(PartitionKey key) const {
  static const PartitionHistory kUnknown;
  const auto found = partitions_.find(key);
  return found == partitions_.end() ? kUnknown : found->second;
}

std::size_t History::IndexOf(std::int64_t stream) const {
  const auto found = index_.find(stream);
  if (found == index_.end())
    throw Error(ErrorKind::kCorrupt, fmt::format("the audit store has no stream {}", stream));
  return found->second;
}

RangeSet History::LogOffsets(const ReadRow& row) const {
  const PartitionKey key{streams_[IndexOf(row.stream)].row.topic, row.partition};
  const Range offsets{U(row.first_offset), U(row.last_offset) + 1};
  if (!Partition(key).final_pass) return RangeSet({offsets});
  const auto bounds = in_bounds_.find({key, row.isolation});
  if (row.pass != Pass::kFinal || bounds == in_bounds_.end()) return {};
  return RangeSet(bounds->second.Inside(offsets));
}

void History::LoadSettled(std::vector<Digests>& digests) {
  store_.EachSettled([&](const SettledRow& row) {
    auto& digest = digests[IndexOf(row.stream)];
    digest.settles.push_back({row.outcome, {row.first_sequence, row.first_sequence + row.count}});
    last_at_ = std::max(last_at_, row.to);
    if (row.outcome != Outcome::kAcked) return;
    digest.acked += row.count;
    digest.acked_digest.Add(row.digest);
    digest.suspect = digest.suspect || !row.first_offset;
  });
}

void History::LoadReads(std::vector<Digests>& digests) {
  store_.EachRead([&](const ReadRow& row) {
    const auto index = IndexOf(row.stream);
    auto& stream = streams_[index];
    auto& digest = digests[index];
    reads_ += row.count;
    last_at_ = std::max(last_at_, row.to);
    stream.read.Add({row.first_sequence, row.first_sequence + row.count});
    if (row.isolation == Isolation::kCommitted)
      stream.read_committed.Add({row.first_sequence, row.first_sequence + row.count});
    const auto in_log = LogOffsets(row);
    if (in_log.empty()) return;
    const bool all = in_log.size() == U(row.last_offset) + 1 - U(row.first_offset);
    digest.suspect = digest.suspect || !all || row.partition != stream.row.key.partition;
    auto& source = digest.sources[{row.actor, row.isolation}];
    source.in_order = source.in_order && row.first_sequence >= source.next_sequence &&
                      row.first_offset > source.last_offset;
    source.next_sequence = row.first_sequence + row.count;
    source.last_offset = row.last_offset;
    source.count += row.count;
    source.digest.Add(row.digest);
  });
}

void History::Decode() {
  const RangeSet everything({{0, kEndless}});
  store_.EachSettled([&](const SettledRow& row) {
    auto& stream = streams_[IndexOf(row.stream)];
    if (stream.clean || row.outcome != Outcome::kAcked) return;
    Piece piece{row.first_sequence,
                row.count,
                -1,
                stream.row.key.partition,
                row.from,
                Duration(Histogram::Unpack(row.packed_latency).Quantile(1.0))};
    const auto offsets = row.Offsets();
    if (offsets.empty()) {
      stream.acked_pieces.push_back(piece);
    } else {
      AppendPieces(stream.acked_pieces, piece, offsets, everything);
    }
  });
  store_.EachRead([&](const ReadRow& row) {
    auto& stream = streams_[IndexOf(row.stream)];
    if (stream.clean) return;
    const auto in_log = LogOffsets(row);
    if (in_log.empty()) return;
    AppendPieces(stream.log_pieces,
                 {row.first_sequence, row.count, -1, row.partition, row.from, Duration(0)},
                 row.Offsets(), in_log);
  });
  for (auto& stream : streams_) {
    if (stream.clean) continue;
    stream.acked_pieces = LastAcks(stream.acked_pieces, stream.acked, stream.settled_twice);
    DropRepeated(stream.log_pieces);
  }
}

}  // namespace kproof

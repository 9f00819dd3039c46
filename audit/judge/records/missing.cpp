#include "audit/judge/records/missing.h"

#include <algorithm>
#include <utility>

#include "audit/judge/records/compaction.h"
#include "audit/judge/records/log_size.h"
#include "audit/judge/records/sweep.h"
#include "audit/judge/transactions/committed_log.h"

namespace kproof {
namespace {

// The part of `piece` at these offsets.
Piece At(const Piece& piece, Range offsets) {
  const auto first = piece.sequence + (offsets.first - static_cast<std::uint64_t>(piece.offset));
  return piece.Cut(first, first + offsets.size());
}

}  // namespace

bool IsGone(Fate fate) {
  return fate == Fate::kLost || fate == Fate::kDeletedEarly || fate == Fate::kHidden;
}

bool IsPending(Fate fate) {
  return fate == Fate::kPending || fate == Fate::kRemade || fate == Fate::kReplaced;
}

bool OneClock(const History& history) {
  return std::all_of(history.actors().begin(), history.actors().end(),
                     [](const ActorRow& actor) { return actor.timed; });
}

MissingSorter::MissingSorter(const History& history, std::size_t stream)
    : history_(history),
      stream_(stream),
      incarnation_(history.topic(history.streams()[stream].row.topic).incarnation),
      compaction_(history.compaction()),
      txns_(history.transactions().Of(stream)),
      hidden_(history.committed().Hidden(stream)),
      retention_(history.retention(history.streams()[stream].row.topic)),
      partition_(history.Partition(
          {history.streams()[stream].row.topic, history.streams()[stream].row.key.partition})),
      read_(history.streams()[stream].read),
      now_(history.now()),
      one_clock_(OneClock(history)) {
  if (txns_ == nullptr) return;
  for (const auto& torn : history.torn()) {
    for (const auto& [of, sequences] : torn.missing) {
      if (of == stream) torn_.Add(sequences);
    }
  }
}

void MissingSorter::Take(SequenceBlock& block) const {
  if (!block.acked) return;
  if (incarnation_.deleted) {
    for (const auto& piece : Expected(block.ack)) block.missing.push_back({piece, Fate::kExpired});
  } else if (txns_ != nullptr) {
    TakeTransactional(block);
    MarkTorn(block);
  } else if (block.copies.empty()) {
    TakeAbsent(block, block.ack);
  }
}

std::vector<Piece> MissingSorter::Expected(const Piece& ack) const {
  if (txns_ == nullptr) return {ack};
  RangeSet expected({{ack.sequence, ack.end()}});
  for (const auto* not_yet : {&txns_->open, &txns_->unknown, &txns_->aborted})
    expected = expected.Minus(*not_yet);
  std::vector<Piece> pieces;
  for (const auto& part : expected.ranges()) pieces.push_back(ack.Cut(part.first, part.end));
  return pieces;
}

// Of what was sent in transactions only committed records are expected; open ones that nobody saw
// are pending.
void MissingSorter::TakeTransactional(SequenceBlock& block) const {
  const auto& ack = block.ack;
  const Range all{ack.sequence, ack.end()};
  for (const auto& part : hidden_.And(txns_->committed).Inside(all))
    block.missing.push_back({ack.Cut(part.first, part.end), Fate::kHidden});
  if (!block.copies.empty()) return;
  for (const auto& piece : Expected(ack)) TakeAbsent(block, piece);
  for (const auto& part : txns_->open.Inside(all)) {
    for (const auto& unread : read_.Outside(part))
      block.missing.push_back({ack.Cut(unread.first, unread.end), Fate::kPending});
  }
}

// What is gone and lies in `torn_` gets entries of its own.
void MissingSorter::MarkTorn(SequenceBlock& block) const {
  if (torn_.empty()) return;
  for (const auto& missing : std::exchange(block.missing, {})) {
    const auto& piece = missing.piece;
    const auto put = [&](Fate fate) {
      return [&block, &piece, fate](Range part) {
        block.missing.push_back({piece.Cut(part.first, part.end), fate});
      };
    };
    if (IsGone(missing.fate)) {
      torn_.EachInside({piece.sequence, piece.end()}, put(Fate::kTorn));
      torn_.EachOutside({piece.sequence, piece.end()}, put(missing.fate));
    } else {
      block.missing.push_back(missing);
    }
  }
}

void MissingSorter::TakeAbsent(SequenceBlock& block, const Piece& ack) const {
  if (incarnation_.unknown) {
    PutUnreached(block, ack, Fate::kRemade);
  } else if (retention_.compacted) {
    TakeCompacted(block, ack);
  } else if (ack.offset >= 0) {
    TakePlaced(block, ack);
  } else if (!partition_.covered_whole) {
    PutUnreached(block, ack, Fate::kPending);
  } else if (partition_.start.value_or(0) > 0) {
    PutBelowStart(block, ack);  // it may have stood anywhere in the partition: there too
  } else {
    block.missing.push_back({ack, Fate::kLost});
  }
}

void MissingSorter::TakePlaced(SequenceBlock& block, const Piece& ack) const {
  const auto first = static_cast<std::uint64_t>(ack.offset);
  const auto end = first + ack.count;
  const auto start =
      static_cast<std::uint64_t>(std::max<std::int64_t>(partition_.start.value_or(0), 0));
  if (first < start) PutBelowStart(block, At(ack, {first, std::min(end, start)}));
  if (end <= start) return;
  const Range above{std::max(first, start), end};
  const auto& covered = partition_.covered;
  covered.EachInside(above, [&](Range part) {
    block.missing.push_back({At(ack, part), Fate::kLost});
  });
  covered.EachOutside(above,
                      [&](Range part) { PutUnreached(block, At(ack, part), Fate::kPending); });
}

// One record at a time: on compacted topics alone, and of those that are absent.
void MissingSorter::TakeCompacted(SequenceBlock& block, const Piece& ack) const {
  if (ack.offset < 0) {
    block.missing.push_back({ack, Fate::kReplaced});
    return;
  }
  for (auto sequence = ack.sequence; sequence < ack.end(); ++sequence) {
    const auto one = ack.Cut(sequence, sequence + 1);
    const auto fate = OfCompacted(sequence, static_cast<std::uint64_t>(one.offset), one);
    if (fate == Fate::kExpired) {
      PutBelowStart(block, one);
    } else if (!block.missing.empty() && block.missing.back().fate == fate &&
               block.missing.back().piece.end() == sequence) {
      ++block.missing.back().piece.count;
    } else {
      block.missing.push_back({one, fate});
    }
  }
}

Fate MissingSorter::OfCompacted(std::uint64_t sequence, std::uint64_t offset,
                                const Piece& ack) const {
  const auto absence = compaction_.Of(stream_, sequence, offset);
  const bool below = partition_.final_pass && offset < Natural(partition_.start.value_or(0));
  const bool over = !below && partition_.covered.Contains(offset);
  const bool past_end = partition_.end && offset >= Natural(*partition_.end);
  if (over && (absence.taken || past_end)) return Fate::kLost;
  if (!absence.known) return Fate::kReplaced;
  if (absence.superseded) return Fate::kCompacted;
  const bool goes_on =
      absence.stands_above || (partition_.end && offset + 1 < Natural(*partition_.end));
  if (over && absence.removable && goes_on &&
      (!one_clock_ || retention_.TombstoneMayBeGone(ack.at, now_)))
    return Fate::kCompacted;
  if (absence.maybe_superseded) return Fate::kReplaced;
  if (below) return Fate::kExpired;  // or deleted early
  return over ? Fate::kLost : Fate::kReplaced;
}

void MissingSorter::PutBelowStart(SequenceBlock& block, const Piece& piece) const {
  const auto& row = history_.streams()[stream_].row;
  std::optional<std::uint64_t> most;
  if (retention_.bytes.value_or(-1) >= 0)
    most = history_.log_sizes().MostOf({row.topic, row.key.partition});
  const bool explained = retention_.Explains(piece.at, piece.latency, now_, most) ||
                         (retention_.ms.value_or(-1) >= 0 && !one_clock_);
  block.missing.push_back({piece, explained ? Fate::kExpired : Fate::kDeletedEarly});
}

void MissingSorter::PutUnreached(SequenceBlock& block, const Piece& piece, Fate unread) const {
  const Range all{piece.sequence, piece.end()};
  const auto put = [&](Fate fate) {
    return [&block, &piece, fate](Range part) {
      block.missing.push_back({piece.Cut(part.first, part.end), fate});
    };
  };
  read_.EachOutside(all, put(unread));
  read_.EachInside(all, put(Fate::kOnlyLive));
}

}  // namespace kproof

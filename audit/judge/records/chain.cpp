// A packed piece: the gap in sequence behind the piece before it, times two, plus one when its span
// is another one; its count; the gap in offset; and of another span the time (as a zigzag
// difference), how long it lasted, and the latency. All are varints.
#include "audit/judge/records/chain.h"

#include "audit/facts/varint.h"

namespace kproof {
namespace {

std::uint64_t U(std::int64_t number) { return static_cast<std::uint64_t>(number); }

std::uint64_t Zigzag(std::int64_t number) { return (U(number) << 1) ^ U(number >> 63); }
std::int64_t Unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>((number >> 1) ^ (~(number & 1) + 1));
}

bool SameSpan(const Piece& a, const Piece& b) {
  return a.at == b.at && a.until == b.until && a.latency == b.latency;
}

std::int64_t OffsetEnd(const Piece& piece) {
  return piece.offset < 0 ? 0 : piece.offset + static_cast<std::int64_t>(piece.count);
}

}  // namespace

void Chain::Push(const Piece& piece) {
  const bool grows = last_.count != 0 && piece.sequence == last_.end() &&
                     (!told() || piece.offset == next_offset_) && SameSpan(piece, last_);
  if (grows) {
    last_.count += piece.count;
  } else {
    if (last_.count != 0) Write();
    last_ = piece;
  }
  next_offset_ = OffsetEnd(last_);
}

void Chain::Write() {
  const bool other_span = !SameSpan(last_, written_);
  PutVarint(packed_, (last_.sequence - written_.end()) << 1 | (other_span ? 1 : 0));
  PutVarint(packed_, last_.count);
  if (told()) PutVarint(packed_, U(last_.offset - OffsetEnd(written_)));
  if (other_span) {
    PutVarint(packed_, Zigzag(last_.at - written_.at));
    PutVarint(packed_, Zigzag(last_.until - last_.at));
    PutVarint(packed_, Zigzag(last_.latency.count()));
  }
  written_ = last_;
}

Chain::Reader::Reader(const Chain& chain) : chain_(&chain), rest_(chain.packed_) {
  before_.partition = chain.last_.partition;
  before_.topic = chain.last_.topic;
  before_.committed = chain.last_.committed;
}

bool Chain::Reader::Next(Piece& piece) {
  if (rest_.empty()) {
    if (done_ || chain_->last_.count == 0) return false;
    done_ = true;
    piece = chain_->last_;
    return true;
  }
  const auto number = [this] { return TakeVarint(rest_).value_or(0); };  // whole: we wrote them
  const auto head = number();
  const auto offset = OffsetEnd(before_);
  before_.sequence = before_.end() + (head >> 1);
  before_.count = number();
  if (chain_->told()) before_.offset = offset + static_cast<std::int64_t>(number());
  if ((head & 1) != 0) {
    before_.at += Unzigzag(number());
    before_.until = before_.at + Unzigzag(number());
    before_.latency = Duration(Unzigzag(number()));
  }
  piece = before_;
  return true;
}

// The chain whose end is nearest: that keeps them few. One that ends just there is the one.
void Chains::Push(const Piece& piece) {
  const auto ends_there = [&](std::size_t i) {
    return i < chains_.size() && chains_[i].next_sequence() == piece.sequence &&
           chains_[i].Takes(piece);
  };
  if (!ends_there(recent_)) {
    recent_ = chains_.size();
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      const bool nearer = recent_ == chains_.size() ||
                          chains_[i].next_sequence() > chains_[recent_].next_sequence();
      if (nearer && chains_[i].Takes(piece)) recent_ = i;
    }
    if (recent_ == chains_.size()) {
      chains_.emplace_back(piece);
      return;
    }
  }
  chains_[recent_].Push(piece);
}

}  // namespace kproof

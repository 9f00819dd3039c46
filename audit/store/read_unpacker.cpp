#include "audit/store/read_unpacker.h"

#include <algorithm>
#include <utility>

#include "harness/base/error.h"

namespace kproof {

// Rows that were written together have numbers side by side, and the first of them has turn 0.
void ReadUnpacker::Take(std::int64_t number, const ReadRow& row, std::string_view parts) {
  const bool side_by_side = number == std::exchange(last_number_, number) + 1;
  if (parts.empty()) {
    Flush();
    return take_(row);
  }
  Load(row, parts, alone_);
  if (alone_.parts.front().turn == 0 || !side_by_side) Flush();
  if (!packs_.empty() || !Alone(alone_)) {
    packs_.push_back(std::move(alone_));
    alone_ = {};
    return;
  }
  for (std::size_t i = alone_.parts.size(); i > 0; --i) TakeNext(alone_);
}

// Whether no other row has spans between its own.
bool ReadUnpacker::Alone(const Pack& pack) {
  const auto turns = pack.parts.back().turn - pack.parts.front().turn + 1;
  return turns == pack.parts.size();
}

void ReadUnpacker::Load(const ReadRow& row, std::string_view parts, Pack& pack) const {
  UnpackParts(parts, row.first_sequence, row.count, times_, pack.parts);
  pack.row = row;
  pack.row.packed_offsets = {};
  pack.runs.clear();
  row.Offsets().EachRun([&](const OffsetRun::Run& run) { pack.runs.push_back(run); });
  pack.part = pack.run = 0;
  pack.used = 0;
  pack.left = row.digest;
}

void ReadUnpacker::Flush() {
  const auto later = [this](std::size_t a, std::size_t b) {
    const auto turn = [this](std::size_t i) { return packs_[i].parts[packs_[i].part].turn; };
    return turn(a) > turn(b);
  };
  std::vector<std::size_t> next;  // a heap
  for (std::size_t i = 0; i < packs_.size(); ++i) next.push_back(i);
  std::make_heap(next.begin(), next.end(), later);
  while (!next.empty()) {
    std::pop_heap(next.begin(), next.end(), later);
    auto& pack = packs_[next.back()];
    TakeNext(pack);
    if (pack.part == pack.parts.size()) {
      next.pop_back();
    } else {
      std::push_heap(next.begin(), next.end(), later);
    }
  }
  packs_.clear();
}

void ReadUnpacker::TakeNext(Pack& pack) {
  const auto& part = pack.parts[pack.part++];
  auto& row = pack.row;
  row.first_sequence = part.sequence;
  row.count = part.count;
  const auto& run = pack.runs[pack.run];
  if (pack.used + part.count <= run.count) {  // mostly
    row.first_offset = run.first + static_cast<std::int64_t>(pack.used);
    row.last_offset = row.first_offset + static_cast<std::int64_t>(part.count) - 1;
    row.packed_offsets = {};
    pack.used += part.count;
    if (pack.used == run.count) {
      ++pack.run;
      pack.used = 0;
    }
  } else {
    const auto offsets = NextOffsets(pack, part.count);
    row.first_offset = offsets.first();
    row.last_offset = offsets.last();
    packed_offsets_ = offsets.Pack();
    row.packed_offsets = packed_offsets_;
  }
  if (times_ == PartTimes::kTold) {
    row.from = part.from;
    row.to = part.to;
    row.pulse = PulseOf(part);
    row.digest = {};
    auto sequence = part.sequence;
    row.Offsets().EachRun([&](const OffsetRun::Run& of) {
      for (std::uint64_t i = 0; i < of.count; ++i)
        row.digest.Add(sequence++, of.first + static_cast<std::int64_t>(i));
    });
    pack.left.sum -= row.digest.sum;
    if (pack.part == pack.parts.size() && pack.left.sum != 0)
      throw Error(ErrorKind::kCorrupt, "the audit store holds reads of another digest");
  }
  take_(row);
}

OffsetRun ReadUnpacker::NextOffsets(Pack& pack, std::uint64_t count) {
  OffsetRun offsets;
  for (; count > 0; --count) {
    const auto& run = pack.runs[pack.run];
    offsets.Push(run.first + static_cast<std::int64_t>(pack.used));
    if (++pack.used == run.count) {
      ++pack.run;
      pack.used = 0;
    }
  }
  return offsets;
}

}  // namespace kproof

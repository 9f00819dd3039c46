#include "audit/store/read_packer.h"

#include <algorithm>

namespace kproof {
namespace {

constexpr std::uint64_t kMostSpans = 65'536;  // held in memory

}  // namespace

bool ReadPacker::Take(const ReadKey& key, const ReadSpan& span, const Write& write) {
  if (!CanBePart(span)) return false;
  if (turns_ == kMostSpans) Flush(write);
  const auto [at, fresh] = open_.try_emplace({key, SecondOf(span.from)}, packs_.size());
  if (!fresh) {
    const auto& pack = packs_[at->second];
    const auto& last = pack.parts.back();
    const bool ascends = span.first_sequence >= last.sequence + last.count &&
                         span.offsets.first() > pack.sum.offsets.last();
    if (!ascends) at->second = packs_.size();
  }
  if (at->second == packs_.size()) {
    packs_.push_back({key, {}, {}});
    packs_.back().sum.first_sequence = span.first_sequence;
    packs_.back().sum.from = span.from;
    packs_.back().sum.to = span.to;
  }
  auto& [same, sum, parts] = packs_[at->second];
  parts.push_back({span.first_sequence, span.count, turns_++, span.from, span.to});
  sum.count += span.count;
  span.offsets.EachRun([&](const OffsetRun::Run& run) {
    for (std::uint64_t i = 0; i < run.count; ++i)
      sum.offsets.Push(run.first + static_cast<std::int64_t>(i));
  });
  sum.from = std::min(sum.from, span.from);
  sum.to = std::max(sum.to, span.to);
  sum.pulse.low |= span.pulse.low;
  sum.pulse.high |= span.pulse.high;
  sum.latency.Add(span.latency);
  sum.digest.Add(span.digest);
  return true;
}

// Where each span is alone, their rows tell their order.
void ReadPacker::Flush(const Write& write) {
  const bool any = turns_ > packs_.size();
  for (const auto& [key, sum, parts] : packs_) write(key, sum, any ? PackParts(parts) : "");
  Drop();
}

void ReadPacker::Drop() {
  packs_.clear();
  open_.clear();
  turns_ = 0;
}

}  // namespace kproof

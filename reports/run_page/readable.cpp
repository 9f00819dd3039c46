#include "reports/run_page/readable.h"

#include <algorithm>

namespace kproof {
namespace {

// So many records of a span stand for all of it.
constexpr std::uint64_t kSamples = 8;

}  // namespace

ReadableTimes::ReadableTimes(const std::vector<ActorRow>& actors,
                             const std::vector<StreamRow>& streams) {
  for (const auto& actor : actors) {
    if (!actor.timed) untimed_.insert(actor.id);
  }
  for (const auto& stream : streams) {
    if (stream.actor && !untimed_.contains(*stream.actor)) streams_.insert(stream.id);
  }
}

void ReadableTimes::Take(const SettledRow& row) {
  if (row.outcome == Outcome::kAcked && streams_.contains(row.stream))
    acks_[row.stream].push_back({row.first_sequence, row.count, row.from, row.to, 0});
}

void ReadableTimes::Take(const ReadRow& row) {
  if (row.pass == Pass::kLive && streams_.contains(row.stream) && !untimed_.contains(row.actor))
    reads_[row.stream].push_back({row.first_sequence, row.count, row.from, row.to, 0});
}

RunMicros ReadableTimes::Span::TimeOf(std::uint64_t sequence) const {
  if (count < 2) return from;
  const double share = static_cast<double>(sequence - first) / static_cast<double>(count - 1);
  return from + static_cast<RunMicros>(share * static_cast<double>(to - from));
}

std::optional<RunMicros> ReadableTimes::ReadAt(const std::vector<Span>& reads,
                                               std::uint64_t sequence) {
  std::optional<RunMicros> at;
  auto span =
      std::upper_bound(reads.begin(), reads.end(), sequence,
                       [](std::uint64_t wanted, const Span& one) { return wanted < one.first; });
  while (span != reads.begin()) {
    --span;
    if (span->reach <= sequence) break;  // neither this one nor any before it holds the sequence
    if (sequence - span->first >= span->count) continue;
    const auto time = span->TimeOf(sequence);
    at = std::min(at.value_or(time), time);
  }
  return at;
}

void ReadableTimes::Each(const std::function<void(const Took&)>& take) {
  for (auto& [stream, acks] : acks_) {
    auto& reads = reads_[stream];
    std::stable_sort(reads.begin(), reads.end(),
                     [](const Span& a, const Span& b) { return a.first < b.first; });
    std::uint64_t reach = 0;
    for (auto& read : reads) read.reach = reach = std::max(reach, read.first + read.count);
    for (const auto& span : acks) {
      const auto parts = std::min(span.count, kSamples);
      for (std::uint64_t part = 0; part < parts; ++part) {
        const auto begin = span.count * part / parts, end = span.count * (part + 1) / parts;
        const auto sequence = span.first + (begin + end) / 2;
        const auto acked = span.TimeOf(sequence);
        const auto read = ReadAt(reads, sequence);
        if (read) take({stream, acked, std::max<std::int64_t>(*read - acked, 0), end - begin});
      }
    }
  }
}

}  // namespace kproof

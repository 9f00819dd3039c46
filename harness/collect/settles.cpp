#include "harness/collect/settles.h"

#include <algorithm>
#include <variant>

#include "harness/words/actor_kind.h"

namespace kproof {

void Settles::Take(const SpoolFrame& frame) {
  if (const auto* open = std::get_if<SpoolOpen>(&frame)) {
    of_a_producer_ = open->actor.kind == ActorKind::kProducer;
    last_ = open->at;
  } else if (const auto* settled = std::get_if<SpoolSettled>(&frame)) {
    const SettledSpan& span = settled->span;
    Stream& stream = streams_[settled->stream];
    stream.settled += span.count;
    if (span.outcome == Outcome::kAcked && span.first_sequence == stream.acked)
      stream.acked += span.count;
    last_ = std::max(last_, span.to);
  } else if (std::holds_alternative<SpoolTxn>(frame)) {
    transactional_ = true;
  }
}

std::optional<std::vector<SpoolSettled>> Settles::Missing(const std::vector<SentMark>& marks,
                                                          RunMicros last_ack) const {
  if (!of_a_producer_ || transactional_) return std::nullopt;
  std::vector<SpoolSettled> missing;
  for (const auto& mark : marks) {
    const auto found = streams_.find(mark.stream);
    const Stream known = found == streams_.end() ? Stream{} : found->second;
    const std::uint64_t more = mark.acked - std::min(mark.acked, known.acked);
    if (known.settled + more != mark.settled) return std::nullopt;
    if (more == 0) continue;
    SettledSpan span;
    span.first_sequence = known.acked;
    span.count = more;
    span.from = span.to = std::max(last_, last_ack);
    span.pulse.Mark(span.to);
    for (std::uint64_t i = 0; i < more; ++i) span.digest.Add(known.acked + i, -1);
    missing.push_back({mark.stream, span});
  }
  return missing;
}

}  // namespace kproof

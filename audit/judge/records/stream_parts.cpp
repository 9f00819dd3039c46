#include "audit/judge/records/stream_parts.h"

#include <algorithm>

namespace kproof {

void StreamParts::TakeWord(Range sequences, int incarnation, bool by_id) {
  (by_id ? ids_ : words_).set({Interval(sequences), incarnation});
  sent_ = std::max(sent_, sequences.end);
}

void StreamParts::TakeRead(Range sequences, int incarnation, bool by_id) {
  found_ += Interval(sequences);
  if (incarnation != TopicEras::kUnknown)
    (by_id ? read_ids_ : reads_) += std::pair(Interval(sequences), std::set{incarnation});
}

void StreamParts::Close(std::uint64_t sent) {
  sent_ = std::max(sent_, sent);
  if (sent_ > 0) found_ += Interval({0, sent_});
  for (const auto& sequences : found_) parts_.set({sequences, TopicEras::kUnknown});
  const auto put = [&](const auto& reads) {
    for (const auto& [sequences, found] : reads) {
      if (found.size() == 1) parts_.set({sequences, *found.begin()});
    }
  };
  put(reads_);
  for (const auto& [sequences, incarnation] : words_) {
    if (incarnation != TopicEras::kUnknown) parts_.set({sequences, incarnation});
  }
  put(read_ids_);
  for (const auto& [sequences, incarnation] : ids_) parts_.set({sequences, incarnation});
  for (const auto& [sequences, incarnation] : parts_) incarnations_.insert(incarnation);
}

}  // namespace kproof

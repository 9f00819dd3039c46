// Which incarnation of its topic each record of one stream went to. In this order decide: the id in
// its settle; the ids that readers named, if they agree; the time between its send and its last
// settle; the times of readers. Not thread-safe.
#pragma once

#include <boost/icl/interval_map.hpp>
#include <boost/icl/interval_set.hpp>
#include <cstdint>
#include <set>

#include "audit/judge/facts/ranges.h"
#include "audit/judge/topics/topic_eras.h"

namespace kproof {

class StreamParts {
 public:
  // In the order in which they were said. `by_id`: the topic's id was told with it.
  void TakeWord(Range sequences, int incarnation, bool by_id);
  void TakeRead(Range sequences, int incarnation, bool by_id);
  // Call it once all are added; `sent`: 0 … sent - 1 were sent.
  void Close(std::uint64_t sent);

  std::uint64_t sent() const { return sent_; }
  const std::set<int>& incarnations() const { return incarnations_; }
  // Of a sequence that a fact names.
  int Of(std::uint64_t sequence) const { return parts_.find(sequence)->second; }
  // Calls take(incarnation, sequences) for each part of `sequences`, ascending.
  template <typename Take>
  void EachPart(Range sequences, const Take& take) const {
    const auto all = Interval(sequences);
    for (auto [at, end] = parts_.equal_range(all); at != end; ++at) {
      const auto part = at->first & all;
      take(at->second, Range{part.lower(), part.upper()});
    }
  }

 private:
  using Intervals = boost::icl::interval<std::uint64_t>;
  using Map = boost::icl::interval_map<std::uint64_t, int, boost::icl::partial_enricher>;
  static Intervals::type Interval(Range range) {
    return Intervals::right_open(range.first, range.end);
  }

  Map words_, ids_, parts_;
  boost::icl::interval_map<std::uint64_t, std::set<int>> reads_, read_ids_;
  boost::icl::interval_set<std::uint64_t> found_;  // and, in the end, sent
  std::set<int> incarnations_;
  std::uint64_t sent_ = 0;
};

}  // namespace kproof

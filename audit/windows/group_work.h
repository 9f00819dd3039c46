// What the members of a consumer group did with the records of one topic-partition: which of them
// they processed, and below which offset they claim that all is done.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "audit/facts/facts.h"

namespace kproof {

class GroupWork {
 public:
  // Effects, in any order; an offset that comes again was processed again.
  void Processed(const OffsetRun& offsets) { processed_.push_back(offsets); }
  // An acked commit; the highest one counts.
  void Committed(std::int64_t offset);

  bool processes() const { return !processed_.empty() || forgot_; }
  bool commits() const { return claim_.has_value(); }
  // It is not on its way to any record below this offset: its claim, or where it does not commit,
  // what is behind the last one that it processed.
  std::int64_t DoneBelow() const;

  struct Count {
    std::uint64_t effects = 0;  // how often it was processed
    bool claimed = false;       // it is below the claim
  };
  // Of each of these offsets, which ascend.
  std::vector<Count> Of(const std::vector<std::int64_t>& offsets) const;
  // Effects at these offsets count no more.
  void ForgetBelow(std::int64_t offset);

 private:
  std::vector<OffsetRun> processed_;
  std::int64_t last_processed_ = -1;  // of what was forgotten
  bool forgot_ = false;
  std::optional<std::int64_t> claim_;
};

}  // namespace kproof

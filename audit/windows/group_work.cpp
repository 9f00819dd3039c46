#include "audit/windows/group_work.h"

#include <algorithm>
#include <limits>

namespace kproof {

void GroupWork::Committed(std::int64_t offset) { claim_ = std::max(claim_.value_or(0), offset); }

std::int64_t GroupWork::DoneBelow() const {
  if (claim_) return *claim_;
  if (!processes()) return std::numeric_limits<std::int64_t>::max();
  auto last = last_processed_;
  for (const auto& offsets : processed_) last = std::max(last, offsets.last());
  return last + 1;
}

std::vector<GroupWork::Count> GroupWork::Of(const std::vector<std::int64_t>& offsets) const {
  std::vector<Count> counts(offsets.size());
  for (std::size_t i = 0; i < offsets.size(); ++i)
    counts[i].claimed = claim_ && offsets[i] < *claim_;
  for (const auto& run : processed_) {
    if (offsets.empty() || run.last() < offsets.front() || run.first() > offsets.back()) continue;
    for (const auto offset : run.Decode()) {
      const auto found = std::lower_bound(offsets.begin(), offsets.end(), offset);
      if (found != offsets.end() && *found == offset)
        ++counts[static_cast<std::size_t>(found - offsets.begin())].effects;
    }
  }
  return counts;
}

void GroupWork::ForgetBelow(std::int64_t offset) {
  std::erase_if(processed_, [&](const OffsetRun& run) {
    if (run.last() >= offset) return false;
    last_processed_ = std::max(last_processed_, run.last());
    forgot_ = true;
    return true;
  });
}

}  // namespace kproof

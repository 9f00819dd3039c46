#include "audit/judge/anomalies.h"

#include <algorithm>
#include <tuple>

namespace kproof {
namespace {

constexpr std::size_t kKept = 4'096;

bool GoesOn(const Anomaly& range, const Anomaly& next) {
  const auto whose = [](const Anomaly& a) {
    return std::tie(a.stream, a.partition, a.reader, a.group, a.txn);
  };
  return range.sequence + range.count == next.sequence && whose(range) == whose(next) &&
         range.detail.empty() && next.detail.empty();
}

void Extend(Anomaly& range, const Anomaly& next) {
  range.count += next.count;
  range.acked.Add(next.acked);
}

}  // namespace

void Anomalies::push_back(const Anomaly& anomaly) {
  count_ += anomaly.Counts();
  if (shares_.empty() || shares_.back().stream != anomaly.stream ||
      shares_.back().of_transaction != anomaly.of_transaction)
    shares_.push_back({anomaly.stream, anomaly.of_transaction, 0});
  shares_.back().count += anomaly.Counts();
  if (ranges_ > 0 && GoesOn(last_, anomaly)) {
    last_.count += anomaly.count;
    if (ranges_ == kept_.size()) Extend(kept_.back(), anomaly);
    return;
  }
  last_ = anomaly;
  ++ranges_;
  if (ranges_ <= kKept) kept_.push_back(anomaly);
}

void Anomalies::Settle(std::size_t most) {
  std::sort(kept_.begin(), kept_.end(), [](const Anomaly& a, const Anomaly& b) {
    return std::tie(a.reader, a.group, a.txn, a.stream, a.partition, a.sequence, a.offset,
                    a.detail) < std::tie(b.reader, b.group, b.txn, b.stream, b.partition,
                                         b.sequence, b.offset, b.detail);
  });
  const auto beyond = ranges_ - kept_.size();
  std::vector<Anomaly> merged;
  for (auto& anomaly : kept_) {
    if (!merged.empty() && GoesOn(merged.back(), anomaly)) {
      Extend(merged.back(), anomaly);
    } else {
      merged.push_back(std::move(anomaly));
    }
  }
  ranges_ = merged.size() + beyond;
  merged.resize(std::min(merged.size(), most));
  kept_ = std::move(merged);
}

}  // namespace kproof

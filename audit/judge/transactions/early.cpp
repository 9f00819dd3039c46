// Identities that a committed reader saw before the producer asked for their commit. Times of
// different actors compare where both have the run's clock, those of one actor always. What was
// read of a transaction that aborted, and whose commit nobody ever asked for, is a ghost instead.
#include <algorithm>
#include <limits>

#include "audit/judge/checker.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

constexpr RunMicros kNotAsked = std::numeric_limits<RunMicros>::max();

// Consecutive records that were sent in the same transactions.
struct Segment {
  Range records;
  std::vector<std::size_t> transactions;
};

std::vector<Segment> SegmentsOf(const TxnRecords& records) {
  std::vector<std::uint64_t> borders;
  for (const auto& [range, txn] : records.parts)
    borders.insert(borders.end(), {range.first, range.end});
  std::sort(borders.begin(), borders.end());
  borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
  std::vector<Segment> segments;
  std::vector<std::pair<Range, std::size_t>> open;
  auto next = records.parts.begin();
  for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
    std::erase_if(open, [&](const auto& part) { return part.first.end <= borders[i]; });
    for (; next != records.parts.end() && next->first.first == borders[i]; ++next)
      open.push_back(*next);
    if (open.empty()) continue;
    Segment segment{{borders[i], borders[i + 1]}, {}};
    for (const auto& part : open) segment.transactions.push_back(part.second);
    segments.push_back(std::move(segment));
  }
  return segments;
}

class Early {
 public:
  explicit Early(const History& history) : history_(history) {
    for (std::size_t i = 0; i < history.streams().size(); ++i) {
      const auto* records = history.transactions().Of(i);
      if (records != nullptr) segments_[i] = SegmentsOf(*records);
    }
  }

  CheckResult Count() {
    history_.store().EachRead([&](const ReadRow& row) {
      if (row.isolation != Isolation::kCommitted) return;
      const auto index = history_.IndexOf(row.stream);
      const auto found = segments_.find(index);
      if (found == segments_.end()) return;
      const Range read{row.first_sequence, row.first_sequence + row.count};
      auto at = std::upper_bound(
          found->second.begin(), found->second.end(), read.first,
          [](std::uint64_t sequence, const Segment& s) { return sequence < s.records.end; });
      for (; at != found->second.end() && at->records.first < read.end; ++at) {
        Take(index, {std::max(read.first, at->records.first), std::min(read.end, at->records.end)},
             at->transactions, row);
      }
    });
    return Result();
  }

 private:
  // Whether the two actors' times compare.
  bool Comparable(std::int64_t reader, const Transaction& txn) const {
    if (txn.actor == nullptr || txn.actor->id == reader) return true;
    return txn.actor->timed && history_.HasClock(reader);
  }

  void Take(std::size_t stream, Range part, const std::vector<std::size_t>& transactions,
            const ReadRow& row) {
    RunMicros asked = kNotAsked;  // first of all
    std::optional<std::size_t> whose;
    bool unasked = false, hidden = false;
    for (const auto i : transactions) {
      const auto& txn = history_.transactions().all()[i];
      const auto& commit = txn.row.txn.commit_asked;
      if (!commit && txn.state == TxnState::kAborted) continue;
      whose = whose.value_or(i);
      if (!commit) {
        unasked = true;
        hidden = hidden || (txn.actor != nullptr && txn.actor->MayLackFacts());
        continue;
      }
      if (!Comparable(row.actor, txn)) return;
      if (*commit < asked) whose = i;
      asked = std::min(asked, *commit);
    }
    if (!whose || (asked == kNotAsked && !unasked) || row.from >= asked) return;
    if (hidden || row.to >= asked) {  // a commit that was not told, or reads of several moments
      undecided_[stream].Add(part);
      return;
    }
    const auto fresh = found_[stream].Outside(part);
    for (const auto& one : fresh) {
      Anomaly anomaly{stream, one.first, one.size(), row.partition};
      if (one.first == row.first_sequence) anomaly.offset = row.first_offset;
      anomaly.reader = history_.NameOf(row.actor);
      anomaly.txn = history_.transactions().all()[*whose].row.txn.name;
      anomaly.of_transaction = true;
      result_.anomalies.push_back(anomaly);
    }
    found_[stream].Add(part);
  }

  CheckResult Result() {
    std::uint64_t undecided = 0;
    for (const auto& [stream, records] : undecided_)
      undecided += records.Minus(found_[stream]).size();
    if (undecided > 0) {
      result_.doubts.push_back(Counted(undecided, "record") + " may have been read before " +
                               Plural(undecided, "its", "their") +
                               " commit was requested: the facts don't show it");
    }
    return std::move(result_);
  }

  const History& history_;
  std::map<std::size_t, std::vector<Segment>> segments_;
  std::map<std::size_t, RangeSet> found_, undecided_;
  CheckResult result_;
};

bool LooksForEarly(const History& history) {
  return !history.transactions().all().empty() &&
         std::any_of(history.streams().begin(), history.streams().end(),
                     [](const auto& stream) { return !stream.read_committed.empty(); });
}

CheckResult CheckEarly(const History& history) { return Early(history).Count(); }

}  // namespace

Checker EarlyChecker() { return {FindingKind::kEarly, CheckEarly, LooksForEarly}; }

}  // namespace kproof

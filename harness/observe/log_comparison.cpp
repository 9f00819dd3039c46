#include "harness/observe/log_comparison.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "harness/base/error.h"

namespace kproof {
namespace {

using At = BatchSource::At;

// A replica that differs this often is no case for counting on.
constexpr std::size_t kMaxDifferences = 100'000;

std::optional<std::vector<LogRecord>> ReadableRecords(const RecordBatch& batch) {
  try {
    return RecordsOf(batch);
  } catch (const Error&) {  // damaged within: all that is known of it are its offsets
    return std::nullopt;
  }
}

// What the replica holds among the offsets of one batch of the leader's.
struct Held {
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;  // first, last
  std::map<std::int64_t, std::string> records;                // offset → content
  bool opaque = false;  // some of its records can't be told apart
  std::string note;     // of a CRC that does not hold

  void Take(const RecordBatch& batch, const RecordBatch& leader) {
    ranges.emplace_back(std::max(batch.base_offset, leader.base_offset),
                        std::min(batch.last_offset, leader.last_offset));
    if (!CrcHolds(batch)) note = "its copy fails its own CRC";
    auto read = ReadableRecords(batch);
    opaque |= !read;
    if (!read) return;
    for (auto& record : *read) {
      if (record.offset >= leader.base_offset && record.offset <= leader.last_offset)
        records.emplace(record.offset, std::move(record.content));
    }
  }
};

}  // namespace

At LogComparison::Look(std::int64_t leader_start) {
  const At at = replica_.Look();
  floor_ = std::max(leader_start, replica_.start());
  if (at == At::kSilent) stopped_ = replica_.why();
  return at;
}

void LogComparison::Take(const RecordBatch& leader, std::int64_t leader_start) {
  while (stopped_.empty()) {
    const At at = Look(leader_start);
    if (at == At::kSilent) return;
    if (at == At::kBatch && replica_.batch().base_offset < leader.base_offset) {
      const auto& early = replica_.batch();
      Add(DifferenceKind::kExtra, std::max(early.base_offset, position_),
          std::min(early.last_offset + 1, leader.base_offset), "");
      if (early.last_offset < leader.base_offset) {
        replica_.Next();
        continue;
      }
    }
    if (at == At::kBroken) {
      Add(DifferenceKind::kDiffers, leader.base_offset, leader.last_offset + 1, replica_.why());
      replica_.SkipTo(leader.last_offset + 1);
    } else if (at == At::kEnd) {
      Add(DifferenceKind::kLacks, leader.base_offset, leader.last_offset + 1, replica_.why());
    } else if (replica_.batch().base_offset > leader.last_offset) {
      Add(DifferenceKind::kLacks, leader.base_offset, leader.last_offset + 1, "");
    } else if (SameBytes(replica_.batch(), leader)) {
      replica_.Next();
    } else {
      Unequal(leader);
    }
    if (stopped_.empty()) position_ = leader.last_offset + 1;
    return;
  }
}

void LogComparison::Finish(std::int64_t leader_start) {
  while (stopped_.empty() && Look(leader_start) == At::kBatch) {
    const auto& late = replica_.batch();
    Add(DifferenceKind::kExtra, std::max(late.base_offset, position_), late.last_offset + 1, "");
    replica_.Next();
  }
  if (!stopped_.empty()) return;
  position_ = end_;
  floor_ = leader_start;
  Add(DifferenceKind::kDeleted, leader_start, replica_.start(), "");
}

void LogComparison::Unequal(const RecordBatch& leader) {
  const bool aligned = replica_.batch().base_offset == leader.base_offset &&
                       replica_.batch().last_offset == leader.last_offset;
  Held held;
  bool broken = false;
  while (true) {
    held.Take(replica_.batch(), leader);
    if (replica_.batch().last_offset > leader.last_offset) break;  // the rest is the next one's
    const bool whole = replica_.batch().last_offset == leader.last_offset;
    replica_.Next();
    if (whole) break;
    const At at = replica_.Look();
    if (at == At::kSilent) {
      stopped_ = replica_.why();
      return;
    }
    broken = at == At::kBroken;
    if (at != At::kBatch || replica_.batch().base_offset > leader.last_offset) break;
  }
  if (broken) {  // what it holds behind can't be told
    Add(DifferenceKind::kDiffers, leader.base_offset, leader.last_offset + 1, replica_.why());
    replica_.SkipTo(leader.last_offset + 1);
    return;
  }
  if (!CrcHolds(leader)) held.note = "the leader's copy fails its own CRC";
  const std::int64_t end = leader.last_offset + 1;
  const auto wanted = held.opaque ? std::nullopt : ReadableRecords(leader);
  if (!wanted) {
    std::int64_t next = leader.base_offset;
    for (const auto& [first, last] : held.ranges) {
      Add(DifferenceKind::kLacks, next, first, held.note);
      Add(DifferenceKind::kDiffers, first, last + 1, held.note);
      next = last + 1;
    }
    Add(DifferenceKind::kLacks, next, end, held.note);
    return;
  }
  const auto before = differences_.size();
  for (const auto& [offset, content] : *wanted) {
    const auto found = held.records.find(offset);
    if (found == held.records.end()) {
      Add(DifferenceKind::kLacks, offset, offset + 1, held.note);
      continue;
    }
    if (found->second != content) Add(DifferenceKind::kDiffers, offset, offset + 1, held.note);
    held.records.erase(found);
  }
  for (const auto& [offset, content] : held.records)
    Add(DifferenceKind::kExtra, offset, offset + 1, held.note);
  // Equal records in unequal bytes: of one batch it is the frame that differs, which no reader gets
  // past; in batches cut otherwise they are the same records.
  if (aligned && differences_.size() == before)
    Add(DifferenceKind::kDiffers, leader.base_offset, end, held.note);
}

void LogComparison::Add(DifferenceKind kind, std::int64_t first, std::int64_t end,
                        const std::string& detail) {
  first = std::max(first, floor_);
  end = std::min(end, end_);
  if (first >= end) return;
  if (!differences_.empty()) {
    auto& last = differences_.back();
    if (last.kind == kind && last.detail == detail && last.first_offset + last.count == first) {
      last.count += end - first;
      return;
    }
  }
  differences_.push_back({kind, first, end - first, detail});
  if (differences_.size() == kMaxDifferences)
    stopped_ = "it differs in more than " + std::to_string(kMaxDifferences) + " places";
}

}  // namespace kproof

// One byte of kind; then, until all records are told: how many spans, and of each the gap in
// sequence before it, its records, and the step in turn; then, for all spans: how many, and of each
// the step in time (zigzag) and how long it lasted. All are varints; the first span's turn and time
// are steps from 0.
#include "audit/store/read_parts.h"

#include <fmt/format.h>

#include <limits>

#include "audit/facts/varint.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr char kKind = 1;
constexpr std::uint64_t kMostRecords = 100;  // more are worth a row
constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr RunMicros kFar = RunMicros{1} << 60;  // no time is farther from the start of a run

std::uint64_t Zigzag(std::int64_t number) {
  return (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
}
std::int64_t Unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>((number >> 1) ^ (~(number & 1) + 1));
}

struct PlaceStep {
  std::uint64_t gap = 0, count = 0, turn = 0;
  bool operator==(const PlaceStep&) const = default;
};
struct TimeStep {
  std::int64_t from = 0, lasted = 0;
  bool operator==(const TimeStep&) const = default;
};

PlaceStep StepTo(const ReadPart* before, const ReadPart& part) {
  if (before == nullptr) return {0, part.count, part.turn};
  return {part.sequence - before->sequence - before->count, part.count, part.turn - before->turn};
}
TimeStep TimeTo(const ReadPart* before, const ReadPart& part) {
  return {part.from - (before == nullptr ? 0 : before->from), part.to - part.from};
}

// Calls put(repeated, step) for what `step_to` says of the parts, once where it repeats.
template <typename StepOf, typename Put>
void EachStep(const std::vector<ReadPart>& parts, const StepOf& step_to, const Put& put) {
  std::uint64_t repeated = 0;
  auto step = step_to(nullptr, parts.front());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto next = step_to(i == 0 ? nullptr : &parts[i - 1], parts[i]);
    if (next != step) {
      put(repeated, step);
      step = next;
      repeated = 0;
    }
    ++repeated;
  }
  put(repeated, step);
}

[[noreturn]] void Fail() {
  throw Error(ErrorKind::kCorrupt, "the audit store holds damaged parts of a row of reads");
}

std::uint64_t Number(std::string_view& packed, std::uint64_t least, std::uint64_t most) {
  const auto number = TakeVarint(packed);
  if (!number || *number < least || *number > most) Fail();
  return *number;
}

void UnpackTimes(std::string_view packed, std::vector<ReadPart>& parts) {
  RunMicros from = 0;
  for (std::size_t i = 0; i < parts.size();) {
    auto repeated = Number(packed, 1, parts.size() - i);
    const auto step = Unzigzag(Number(packed, 0, kMost));
    const auto lasted = static_cast<RunMicros>(Number(packed, 0, kSecond));
    for (; repeated > 0; --repeated, ++i) {
      from += step;
      if (from < -kFar || from > kFar) Fail();
      parts[i].from = from;
      parts[i].to = from + lasted;
    }
  }
  if (!packed.empty()) Fail();
}

}  // namespace

bool CanBePart(const ReadSpan& span) {
  if (span.count > kMostRecords || span.first_sequence > kMost - span.count ||
      span.offsets.first() < 0 || span.from < -kFar || span.from > kFar || span.to < span.from ||
      SecondOf(span.from) != SecondOf(span.to))
    return false;
  const auto pulse = PulseOf({0, 0, 0, span.from, span.to});
  if (span.pulse.low != pulse.low || span.pulse.high != pulse.high) return false;
  Digest digest;
  auto sequence = span.first_sequence;
  span.offsets.EachRun([&](const OffsetRun::Run& run) {
    for (std::uint64_t i = 0; i < run.count; ++i)
      digest.Add(sequence++, run.first + static_cast<std::int64_t>(i));
  });
  return digest == span.digest;
}

Pulse PulseOf(const ReadPart& part) {
  Pulse pulse;
  pulse.Mark(part.from);
  pulse.Mark(part.to);
  return pulse;
}

std::string PackParts(const std::vector<ReadPart>& parts) {
  std::string packed(1, kKind);
  EachStep(parts, StepTo, [&](std::uint64_t repeated, const PlaceStep& step) {
    for (const auto number : {repeated, step.gap, step.count, step.turn}) PutVarint(packed, number);
  });
  EachStep(parts, TimeTo, [&](std::uint64_t repeated, const TimeStep& step) {
    for (const auto number : {repeated, Zigzag(step.from), static_cast<std::uint64_t>(step.lasted)})
      PutVarint(packed, number);
  });
  return packed;
}

void UnpackParts(std::string_view packed, std::uint64_t first_sequence, std::uint64_t count,
                 PartTimes times, std::vector<ReadPart>& parts) {
  parts.clear();
  if (packed.empty() || packed.front() != kKind || first_sequence > kMost) Fail();
  packed.remove_prefix(1);
  ReadPart part{first_sequence, 0, 0, 0, 0};
  while (count > 0) {
    const auto repeated = Number(packed, 1, count);
    const auto gap = Number(packed, 0, parts.empty() ? 0 : kMost);
    const auto records = Number(packed, 1, count / repeated);
    const auto turn = Number(packed, parts.empty() ? 0 : 1, kMost);
    for (std::uint64_t i = 0; i < repeated; ++i) {
      const auto end = part.sequence + part.count;
      if (gap > kMost - end || records > kMost - end - gap || turn > kMost - part.turn) Fail();
      part = {end + gap, records, part.turn + turn, 0, 0};
      parts.push_back(part);
    }
    count -= repeated * records;
  }
  if (times == PartTimes::kTold) UnpackTimes(packed, parts);
}

}  // namespace kproof

// Packed offsets. Kind 1: a bitmap of first … last, lowest bit first. Kind 2: varints, in turn the
// length of a run and the width of the gap behind it.
#include "audit/facts/offsets.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "audit/facts/varint.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr char kBitmap = 1;
constexpr char kRuns = 2;

std::string PackRuns(const std::vector<OffsetRun::Run>& runs) {
  std::string packed(1, kRuns);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    PutVarint(packed, runs[i].count);
    if (i + 1 == runs.size()) break;
    const auto end = runs[i].first + static_cast<std::int64_t>(runs[i].count);
    PutVarint(packed, static_cast<std::uint64_t>(runs[i + 1].first - end));
  }
  return packed;
}

// Runs come in ascending order, so each word of 64 bits is written once, when it is complete.
std::string PackBitmap(std::int64_t first, std::uint64_t bytes,
                       const std::vector<OffsetRun::Run>& runs) {
  std::string packed(1 + (bytes + 7) / 8 * 8, '\0');  // whole words; the end is cut off below
  packed[0] = kBitmap;
  std::uint64_t word = 0;
  std::uint64_t index = 0;
  const auto put = [&] {
    char* to = packed.data() + 1 + index * 8;
    for (unsigned byte = 0; byte < 8; ++byte)
      to[byte] = static_cast<char>(word >> (8 * byte) & 0xff);
    word = 0;
  };
  for (const auto& run : runs) {
    auto bit = static_cast<std::uint64_t>(run.first - first);
    for (const auto end = bit + run.count; bit < end;) {
      if (bit / 64 != index) {
        put();
        index = bit / 64;
      }
      const auto ones = std::min<std::uint64_t>(end - bit, 64 - bit % 64);  // in this word
      word |= (~std::uint64_t{0} >> (64 - ones)) << (bit % 64);
      bit += ones;
    }
  }
  put();
  packed.resize(1 + bytes);
  return packed;
}

// Calls take(first bit, bits) for each run of ones.
template <typename Take>
void EachRun(std::string_view bitmap, const Take& take) {
  std::uint64_t begin = 0;
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < bitmap.size(); i += 8) {
    std::uint64_t word = 0;
    for (std::size_t byte = 0; byte < 8 && i + byte < bitmap.size(); ++byte)
      word |= std::uint64_t{static_cast<unsigned char>(bitmap[i + byte])} << (8 * byte);
    for (std::uint64_t at = i * 8; word != 0;) {
      const auto zeros = static_cast<unsigned>(std::countr_zero(word));
      const auto ones = static_cast<unsigned>(std::countr_one(word >> zeros));
      at += zeros;
      if (begin + length != at) {
        if (length != 0) take(begin, length);
        begin = at;
        length = 0;
      }
      length += ones;
      at += ones;
      word = zeros + ones == 64 ? 0 : word >> (zeros + ones);
    }
  }
  if (length != 0) take(begin, length);
}

}  // namespace

void OffsetRun::PushGap(std::int64_t offset) {
  if (count_ == 0) {
    first_ = offset;
  } else {
    if (offset <= last_) {
      throw Error(fmt::format("offset {} was recorded after offset {} in one span", offset, last_));
    }
    closed_.push_back({open_, static_cast<std::uint64_t>(last_ - open_) + 1});
  }
  open_ = offset;
  last_ = offset;
  ++count_;
}

void OffsetRun::PushRun(std::int64_t first, std::uint64_t count) {
  PushGap(first);
  last_ = first + static_cast<std::int64_t>(count) - 1;
  count_ += count - 1;
}

std::vector<OffsetRun::Run> OffsetRun::Runs() const {
  std::vector<Run> runs = closed_;
  if (count_ != 0) runs.push_back({open_, static_cast<std::uint64_t>(last_ - open_) + 1});
  return runs;
}

std::vector<std::int64_t> OffsetRun::Decode() const {
  std::vector<std::int64_t> offsets;
  offsets.reserve(count_);
  for (const auto& run : Runs()) {
    for (std::uint64_t i = 0; i < run.count; ++i)
      offsets.push_back(run.first + static_cast<std::int64_t>(i));
  }
  return offsets;
}

std::string OffsetRun::Pack() const {
  if (contiguous()) return "";
  const auto bitmap_bytes = static_cast<std::uint64_t>(last_ - first_) / 8 + 1;
  const auto runs = Runs();
  if (2 * runs.size() - 1 > bitmap_bytes) return PackBitmap(first_, bitmap_bytes, runs);
  std::string packed = PackRuns(runs);
  return packed.size() <= 1 + bitmap_bytes ? packed : PackBitmap(first_, bitmap_bytes, runs);
}

OffsetRun OffsetRun::Unpack(std::int64_t first, std::int64_t last, std::uint64_t count,
                            std::string_view packed) {
  const auto damaged = [&] {
    return Error(ErrorKind::kCorrupt,
                 fmt::format("packed offsets {}..{} ({} records) are damaged", first, last, count));
  };
  OffsetRun run;
  if (count == 0 && packed.empty()) return run;
  if (first < 0 || last < first || count == 0 ||
      count - 1 > static_cast<std::uint64_t>(last - first))
    throw damaged();
  const auto width = static_cast<std::uint64_t>(last - first) + 1;
  if (packed.empty()) {
    if (count != width) throw damaged();
    run.PushRun(first, count);
    return run;
  }
  const char kind = packed.front();
  packed.remove_prefix(1);
  if (kind == kBitmap) {
    if (packed.size() != (width - 1) / 8 + 1) throw damaged();
    EachRun(packed, [&](std::uint64_t bit, std::uint64_t length) {
      if (bit + length > width) throw damaged();
      run.PushRun(first + static_cast<std::int64_t>(bit), length);
    });
  } else if (kind == kRuns) {
    std::uint64_t left = count;
    std::int64_t at = first;
    while (left > 0) {
      const auto length = TakeVarint(packed);
      if (!length || *length == 0 || *length > left ||
          *length - 1 > static_cast<std::uint64_t>(last - at)) {
        throw damaged();
      }
      run.PushRun(at, *length);
      left -= *length;
      if (left == 0) break;
      const auto gap = TakeVarint(packed);
      if (!gap || *gap == 0 || *gap >= static_cast<std::uint64_t>(last - run.last()))
        throw damaged();
      at = run.last() + static_cast<std::int64_t>(*gap) + 1;
    }
    if (!packed.empty()) throw damaged();
  } else {
    throw damaged();
  }
  if (run.count() != count || run.first() != first || run.last() != last) throw damaged();
  return run;
}

}  // namespace kproof

// Packed offsets. Kind 1: a bitmap of first … last, lowest bit first. Kind 2: varints, in turn the
// length of a run and the width of the gap behind it.
#include "audit/facts/offsets.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/facts/varint.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr char kBitmap = 1;
constexpr char kRuns = 2;
constexpr std::uint64_t kOnes = ~std::uint64_t{0};

std::uint64_t U(std::int64_t number) { return static_cast<std::uint64_t>(number); }

// Eight bytes, lowest first, on any machine.
void PutWord(char* to, std::uint64_t word) {
  for (unsigned byte = 0; byte < 8; ++byte) to[byte] = static_cast<char>(word >> (8 * byte) & 0xff);
}
std::uint64_t TakeWord(std::string_view& from) {
  std::uint64_t word = 0;
  const auto bytes = std::min<std::size_t>(8, from.size());
  for (std::size_t byte = 0; byte < bytes; ++byte)
    word |= std::uint64_t{static_cast<unsigned char>(from[byte])} << (8 * byte);
  from.remove_prefix(bytes);
  return word;
}

}  // namespace

void OffsetRun::Begin(std::int64_t offset) {
  if (count_ != 0)
    throw Error(fmt::format("offset {} was recorded after offset {} in one span", offset, last_));
  first_ = last_ = offset;
  count_ = lead_ = 1;
}

void OffsetRun::Close(const Word& word) {
  const bool goes_on = !closed_.empty() && word.bits == kOnes &&
                       closed_.back().index + closed_.back().more + 1 == word.index;
  if (goes_on) {
    closed_.back().more += 1 + word.more;
  } else {
    closed_.push_back(word);
  }
}

// `first` lies above last().
void OffsetRun::PushRun(std::int64_t first, std::uint64_t count) {
  Push(first);
  const auto rest = count - 1;
  last_ += static_cast<std::int64_t>(rest);
  count_ += rest;
  if (contiguous()) {
    lead_ += rest;
    return;
  }
  auto bit = U(first - first_) + 1;
  for (const auto end = bit + rest; bit < end;) {
    if (bit / 64 != word_.index) Next(bit / 64);
    if (const auto full = bit % 64 == 0 ? (end - bit) / 64 : 0; full > 1) {
      Close({bit / 64, kOnes, full - 2});
      word_.index += full - 1;
      bit += (full - 1) * 64;
    }
    const auto ones = std::min<std::uint64_t>(end - bit, 64 - bit % 64);  // in this word
    word_.bits |= (kOnes >> (64 - ones)) << (bit % 64);
    bit += ones;
  }
}

std::vector<OffsetRun::Run> OffsetRun::Runs() const {
  std::vector<Run> runs;
  EachRun([&](const Run& run) { runs.push_back(run); });
  return runs;
}

std::vector<std::int64_t> OffsetRun::Decode() const {
  std::vector<std::int64_t> offsets;
  offsets.reserve(count_);
  EachRun([&](const Run& run) {
    for (std::uint64_t i = 0; i < run.count; ++i)
      offsets.push_back(run.first + static_cast<std::int64_t>(i));
  });
  return offsets;
}

// Each one whose lower neighbour is a zero begins a run. Of so many that a bitmap is smaller in any
// case not all are counted.
std::uint64_t OffsetRun::CountRuns() const {
  const auto enough = U(last_ - first_) / 16 + 3;
  std::uint64_t runs = 1;
  std::uint64_t next = 0;  // index of the word behind the last one whose highest bit is set
  EachWord([&](const Word& word) {
    if (runs >= enough) return;
    const std::uint64_t below = word.bits << 1 | (next == word.index && next != 0 ? 1 : 0);
    runs += U(std::popcount(word.bits & ~below));
    const bool last_bit = word.bits >> 63 != 0;
    if (word.more != 0 && !last_bit) ++runs;
    next = word.more != 0 || last_bit ? word.index + word.more + 1 : 0;
  });
  return runs;
}

std::string OffsetRun::PackRuns() const {
  std::string packed(1, kRuns);
  std::int64_t end = first_;
  EachRun([&](const Run& run) {
    if (run.first != first_) PutVarint(packed, U(run.first - end));
    PutVarint(packed, run.count);
    end = run.first + static_cast<std::int64_t>(run.count);
  });
  return packed;
}

std::string OffsetRun::PackBitmap(std::uint64_t bytes) const {
  std::string packed(1 + (bytes + 7) / 8 * 8, '\0');  // whole words; the end is cut off below
  packed[0] = kBitmap;
  char* words = packed.data() + 1;
  const auto full = lead_ / 64;
  std::fill_n(words, full * 8, static_cast<char>(0xff));
  const auto rest = lead_ % 64 == 0 ? 0 : kOnes >> (64 - lead_ % 64);
  if (rest != 0) PutWord(words + full * 8, rest);
  EachWord([&](const Word& word) {
    PutWord(words + word.index * 8, word.index == full ? word.bits | rest : word.bits);
    std::fill_n(words + (word.index + 1) * 8, word.more * 8, static_cast<char>(0xff));
  });
  packed.resize(1 + bytes);
  return packed;
}

std::string OffsetRun::Pack() const {
  if (contiguous()) return "";
  const auto bitmap_bytes = U(last_ - first_) / 8 + 1;
  if (2 * CountRuns() - 1 > bitmap_bytes) return PackBitmap(bitmap_bytes);
  std::string packed = PackRuns();
  return packed.size() <= 1 + bitmap_bytes ? packed : PackBitmap(bitmap_bytes);
}

// False when it has no first offset.
bool OffsetRun::UnpackBitmap(std::string_view packed) {
  const auto base = first_;
  for (std::uint64_t index = 0; !packed.empty(); ++index) {
    auto bits = TakeWord(packed);
    if (lead_ == index * 64) {  // still in the first run
      const auto ones = std::countr_one(bits);
      lead_ += U(ones);
      bits = ones == 64 ? 0 : bits & kOnes << ones;
      count_ += U(ones);
      if (ones != 0) last_ = base + static_cast<std::int64_t>(lead_) - 1;
    }
    if (bits == 0) continue;
    Next(index);
    word_.bits = bits;
    count_ += U(std::popcount(bits));
    last_ = base + static_cast<std::int64_t>(index * 64 + U(64 - std::countl_zero(bits))) - 1;
  }
  return lead_ > 0;
}

// False when `packed` holds anything but `count` offsets up to `last`.
bool OffsetRun::UnpackRuns(std::string_view packed, std::int64_t last, std::uint64_t count) {
  for (std::int64_t at = first_;;) {
    const auto length = TakeVarint(packed);
    if (!length || *length == 0 || *length > count - count_ || *length - 1 > U(last - at))
      return false;
    PushRun(at, *length);
    if (count_ == count) return packed.empty();
    const auto gap = TakeVarint(packed);
    if (!gap || *gap == 0 || *gap >= U(last - last_)) return false;
    at = last_ + static_cast<std::int64_t>(*gap) + 1;
  }
}

OffsetRun OffsetRun::Unpack(std::int64_t first, std::int64_t last, std::uint64_t count,
                            std::string_view packed) {
  OffsetRun run;
  if (count == 0 && packed.empty()) return run;
  const auto width = U(last) - U(first) + 1;
  bool whole = first >= 0 && last >= first && count > 0 && count <= width;
  run.first_ = first;
  if (whole && packed.empty()) {
    whole = count == width;
    if (whole) run.PushRun(first, count);
  } else if (whole) {
    const char kind = packed.front();
    packed.remove_prefix(1);
    whole = (kind == kBitmap && packed.size() == (width - 1) / 8 + 1 && run.UnpackBitmap(packed)) ||
            (kind == kRuns && run.UnpackRuns(packed, last, count));
  }
  if (!whole || run.count() != count || run.first() != first || run.last() != last) {
    throw Error(ErrorKind::kCorrupt,
                fmt::format("packed offsets {}..{} ({} records) are damaged", first, last, count));
  }
  return run;
}

}  // namespace kproof

#include "audit/facts/spool_bytes.h"

#include <limits>

#include "harness/base/error.h"

namespace kproof {
namespace {

[[noreturn]] void Damaged(const char* what) {
  throw Error(ErrorKind::kCorrupt, std::string("a spool frame ") + what,
              Hint("it was written by another version or the disk is failing"));
}

}  // namespace

SpoolBytes& SpoolBytes::Offsets(const OffsetRun& offsets) {
  Number(offsets.count());
  if (offsets.empty()) return *this;
  return Signed(offsets.first()).Signed(offsets.last() - offsets.first()).Text(offsets.Pack());
}

SpoolBytes& SpoolBytes::Stream(const StreamId& stream) {
  return Text(stream.cluster)
      .Number(stream.origin)
      .Number(stream.life)
      .Text(stream.topic)
      .Signed(stream.partition);
}

std::uint64_t SpoolParser::Number() {
  const auto number = TakeVarint(bytes_);
  if (!number) Damaged("ends in the middle of a number");
  return *number;
}

std::uint64_t SpoolParser::NumberUpTo(std::uint64_t limit) {
  const auto number = Number();
  if (number > limit) Damaged("holds a number that is out of range");
  return number;
}

std::int64_t SpoolParser::Signed() {
  const auto number = Number();
  return static_cast<std::int64_t>((number >> 1) ^ (~(number & 1) + 1));
}

std::int32_t SpoolParser::Int() {
  const auto number = Signed();
  if (number < std::numeric_limits<std::int32_t>::min() ||
      number > std::numeric_limits<std::int32_t>::max())
    Damaged("holds a number that is out of range");
  return static_cast<std::int32_t>(number);
}

std::string SpoolParser::Text() {
  const auto size = Number();
  if (size > bytes_.size()) Damaged("ends in the middle of a text");
  std::string text(bytes_.substr(0, size));
  bytes_.remove_prefix(size);
  return text;
}

std::int64_t SpoolParser::Above(std::int64_t number) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(number, Signed(), &sum))
    Damaged("holds a number that is out of range");
  return sum;
}

OffsetRun SpoolParser::Offsets() {
  const auto count = Number();
  if (count == 0) return {};
  const auto first = Signed();
  const auto width = Signed();
  if (width < 0 || first > std::numeric_limits<std::int64_t>::max() - width)
    Damaged("holds impossible offsets");
  return OffsetRun::Unpack(first, first + width, count, Text());
}

void SpoolParser::Records(std::uint64_t& first_sequence, std::uint64_t& count, OffsetRun& offsets) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  first_sequence = NumberUpTo(kMost);
  count = NumberUpTo(kMost - first_sequence);
  offsets = Offsets();
  if (count == 0 || (!offsets.empty() && offsets.count() != count))
    Damaged("holds a span whose parts do not agree");
}

StreamId SpoolParser::Stream() {
  StreamId stream;
  stream.cluster = Text();
  stream.origin = static_cast<std::uint32_t>(NumberUpTo(std::numeric_limits<std::uint32_t>::max()));
  stream.life = static_cast<std::uint32_t>(NumberUpTo(std::numeric_limits<std::uint32_t>::max()));
  stream.topic = Text();
  stream.partition = Int();
  return stream;
}

std::optional<std::int64_t> SpoolParser::Maybe() {
  return NumberUpTo(1) == 1 ? std::optional(Signed()) : std::nullopt;
}

PlaceId SpoolParser::Place() {
  PlaceId place;
  place.cluster = Text();
  place.topic = Text();
  place.partition = Int();
  return place;
}

void SpoolParser::End() const {
  if (!bytes_.empty()) Damaged("is longer than what it says");
}

}  // namespace kproof

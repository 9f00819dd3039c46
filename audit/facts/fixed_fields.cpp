#include "audit/facts/fixed_fields.h"

#include <cstring>
#include <limits>
#include <string>

#include "harness/base/error.h"

namespace kproof {
namespace {

void Require(bool holds, const char* what) {
  if (holds) return;
  throw Error(ErrorKind::kCorrupt, std::string("a frame of single records ") + what,
              Hint("docs/spool.md has the layout of its entries"));
}

}  // namespace

std::span<const std::byte> FixedFields::Bytes(std::size_t count) {
  Require(bytes_.size() >= count, "ends in the middle of an entry");
  const auto bytes = std::as_bytes(std::span(bytes_.data(), count));
  bytes_.remove_prefix(count);
  return bytes;
}

std::uint8_t FixedFields::ByteUpTo(std::uint8_t limit) {
  const auto byte = std::to_integer<std::uint8_t>(Bytes(1).front());
  Require(byte <= limit, "holds a number that is out of range");
  return byte;
}

std::uint32_t FixedFields::U32() {
  std::uint32_t number = 0;
  std::memcpy(&number, Bytes(sizeof number).data(), sizeof number);
  return number;
}

std::uint64_t FixedFields::U64() {
  std::uint64_t number = 0;
  std::memcpy(&number, Bytes(sizeof number).data(), sizeof number);
  return number;
}

std::uint64_t FixedFields::Sequence() {
  const auto sequence = U64();
  Require(sequence < std::numeric_limits<std::int64_t>::max(), "holds an impossible sequence");
  return sequence;
}

std::int64_t FixedFields::Offset(bool needed) {
  const auto offset = static_cast<std::int64_t>(U64());
  Require(offset >= (needed ? 0 : -1) && offset < std::numeric_limits<std::int64_t>::max(),
          "holds an impossible offset");
  return offset;
}

std::int64_t FixedFields::Micros() {
  const auto micros = static_cast<std::int64_t>(U64());
  Require(micros > -kMostMicros && micros < kMostMicros, "holds an impossible time");
  return micros;
}

}  // namespace kproof

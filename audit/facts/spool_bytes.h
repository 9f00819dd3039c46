// Numbers, texts and spans as bytes of a spool frame: varints, and lengths before texts.
//
// Thread-safe: pure functions on what they are given.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/facts/facts.h"
#include "audit/facts/flow.h"
#include "audit/facts/varint.h"

namespace kproof {

class SpoolBytes {
 public:
  SpoolBytes& Number(std::uint64_t number) {
    PutVarint(bytes_, number);
    return *this;
  }
  // Small for small numbers of either sign.
  SpoolBytes& Signed(std::int64_t number) {
    return Number((static_cast<std::uint64_t>(number) << 1) ^
                  static_cast<std::uint64_t>(number >> 63));
  }
  SpoolBytes& Text(std::string_view text) {
    Number(text.size());
    bytes_ += text;
    return *this;
  }
  SpoolBytes& Offsets(const OffsetRun& offsets);
  // What SettledSpan and ReadSpan have in common.
  template <typename Span>
  SpoolBytes& Common(const Span& span) {
    Number(span.first_sequence).Number(span.count).Offsets(span.offsets);
    Signed(span.from).Signed(span.to - span.from);
    Number(span.pulse.low).Number(span.pulse.high).Text(span.latency.Pack());
    return Number(span.digest.sum);
  }
  SpoolBytes& Stream(const StreamId& stream);
  SpoolBytes& Maybe(const std::optional<std::int64_t>& number) {
    return number ? Number(1).Signed(*number) : Number(0);
  }
  SpoolBytes& Place(const PlaceId& place) {
    return Text(place.cluster).Text(place.topic).Signed(place.partition);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// The other way; each call throws Error(kCorrupt) when the bytes end early or make no sense.
class SpoolParser {
 public:
  explicit SpoolParser(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t Number();
  // Throws too when the number is above `limit`.
  std::uint64_t NumberUpTo(std::uint64_t limit);
  std::int64_t Signed();
  std::int32_t Int();
  // Sequences that SQLite can hold, at least one record, an offset for each or for none.
  void Records(std::uint64_t& first_sequence, std::uint64_t& count, OffsetRun& offsets);
  // `number` and a difference that is read.
  std::int64_t Above(std::int64_t number);
  std::string Text();
  OffsetRun Offsets();
  template <typename Span>
  void Common(Span& span) {
    Records(span.first_sequence, span.count, span.offsets);
    span.from = Signed();
    span.to = Above(span.from);
    span.pulse.low = Number();
    span.pulse.high = Number();
    span.latency = Histogram::Unpack(Text());
    span.digest.sum = Number();
  }
  StreamId Stream();
  std::optional<std::int64_t> Maybe();
  PlaceId Place();
  template <typename Enum>
  Enum Word(Enum last) {
    return static_cast<Enum>(NumberUpTo(static_cast<std::uint64_t>(last)));
  }
  // Whether there is more: what frames of today have beyond those of earlier versions comes last.
  bool More() const { return !bytes_.empty(); }
  // Throws when bytes are left over.
  void End() const;

 private:
  std::string_view bytes_;
};

}  // namespace kproof

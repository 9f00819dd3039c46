// Kafka's binary protocol, as far as questions to one node need it: big-endian numbers, and the
// "flexible" encodings (KIP-482) of strings and arrays with their length plus one as an unsigned
// varint, tagged fields at the end of each struct.
//
// Reading is strict: every read is checked against the end of the answer, and an announced length
// is never trusted before the bytes are there. A damaged answer is Error(kCorrupt).
//
// Thread-safe: no shared state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kproof::wire {

class Writer {
 public:
  Writer& Int8(std::int8_t value) { return Big(static_cast<std::uint8_t>(value), 1); }
  Writer& Int16(std::int16_t value) { return Big(static_cast<std::uint16_t>(value), 2); }
  Writer& Int32(std::int32_t value) { return Big(static_cast<std::uint32_t>(value), 4); }
  Writer& Int64(std::int64_t value) { return Big(static_cast<std::uint64_t>(value), 8); }
  Writer& Bool(bool value) { return Int8(value ? 1 : 0); }
  Writer& Uuid(std::uint64_t high, std::uint64_t low) { return Big(high, 8).Big(low, 8); }
  Writer& Varint(std::uint32_t value);
  // Length in 16 bits, as headers have it.
  Writer& PlainString(std::string_view text);
  Writer& String(std::string_view text);
  Writer& NullString() { return Varint(0); }
  Writer& NullArray() { return Varint(0); }
  // How many elements follow.
  Writer& Array(std::size_t size);
  Writer& NoTags() { return Varint(0); }
  // As they are.
  Writer& Raw(std::string_view bytes);

  const std::string& bytes() const { return bytes_; }

 private:
  Writer& Big(std::uint64_t value, int width);
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  std::int8_t Int8() { return static_cast<std::int8_t>(Big(1)); }
  std::int16_t Int16() { return static_cast<std::int16_t>(Big(2)); }
  std::int32_t Int32() { return static_cast<std::int32_t>(Big(4)); }
  std::int64_t Int64() { return static_cast<std::int64_t>(Big(8)); }
  bool Bool() { return Int8() != 0; }
  void Uuid() { Take(16); }
  std::uint32_t Varint();
  std::optional<std::string> NullableString();
  std::string String();
  // The number of elements; nothing for a null array. Never more than there are bytes left.
  std::optional<std::size_t> NullableArray();
  std::size_t Array();
  // The number of elements after a plain 32-bit length; nothing for a null array.
  std::optional<std::size_t> PlainNullableArray();
  std::size_t PlainArray();
  // Text after a length of 16 bits, bytes after one of 32: views into the answer; nothing for null.
  std::optional<std::string_view> PlainNullableString();
  std::optional<std::string_view> PlainNullableBytes();
  std::string_view Bytes(std::size_t size) { return Take(size); }
  std::vector<std::int32_t> Int32s();
  std::vector<std::int32_t> NullableInt32s();
  // Bytes after a varint length; skipped.
  void SkipBytes();
  // The same, as a view into the answer; nothing for null.
  std::optional<std::string_view> NullableBytes();
  // Skips tagged fields; `field` gets those that it wants to see.
  void Tags(const std::function<void(std::uint32_t tag, Reader& value)>& field = {});
  // What was not read yet.
  std::string_view left() const { return left_; }
  // Throws unless everything was read.
  void End() const;

 private:
  std::string_view Take(std::size_t size);
  std::uint64_t Big(int width);
  std::string_view left_;
};

// Reads `count` elements one after the other.
template <typename Each>
void ForEach(std::size_t count, Each each) {
  for (; count > 0; --count) each();
}

// The same for the array that follows.
template <typename Each>
void ForEach(Reader& body, Each each) {
  ForEach(body.Array(), each);
}

// Throws unless `count` is 1: where the question names one thing, the answer has one.
void ExactlyOne(std::size_t count);

}  // namespace kproof::wire

// The encodings of Kafka's protocol; the formats are those of kafka.apache.org/protocol and
// KIP-482.
#include "harness/kafka/wire.h"

#include <limits>

#include "harness/base/error.h"

namespace kproof::wire {
namespace {

constexpr int kNull = -1;  // as a plain length

[[noreturn]] void Damaged(const char* what) {
  throw Error(ErrorKind::kCorrupt, std::string("damaged answer: ") + what);
}

}  // namespace

Writer& Writer::Big(std::uint64_t value, int width) {
  for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
    bytes_.push_back(static_cast<char>((value >> shift) & 0xff));
  }
  return *this;
}

Writer& Writer::Varint(std::uint32_t value) {
  for (; value > 0x7f; value >>= 7) bytes_.push_back(static_cast<char>((value & 0x7f) | 0x80));
  bytes_.push_back(static_cast<char>(value));
  return *this;
}

Writer& Writer::PlainString(std::string_view text) {
  Int16(static_cast<std::int16_t>(text.size()));
  bytes_ += text;
  return *this;
}

Writer& Writer::String(std::string_view text) {
  Varint(static_cast<std::uint32_t>(text.size() + 1));
  bytes_ += text;
  return *this;
}

Writer& Writer::Raw(std::string_view bytes) {
  bytes_ += bytes;
  return *this;
}

Writer& Writer::Array(std::size_t size) { return Varint(static_cast<std::uint32_t>(size + 1)); }

std::string_view Reader::Take(std::size_t size) {
  if (size > left_.size()) Damaged("it ends too early");
  const std::string_view taken = left_.substr(0, size);
  left_.remove_prefix(size);
  return taken;
}

std::uint64_t Reader::Big(int width) {
  std::uint64_t value = 0;
  for (const char byte : Take(static_cast<std::size_t>(width))) {
    value = value << 8 | static_cast<std::uint8_t>(byte);
  }
  return value;
}

std::uint32_t Reader::Varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(Int8());
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80) != 0) continue;
    if (value > std::numeric_limits<std::uint32_t>::max()) break;
    return static_cast<std::uint32_t>(value);
  }
  Damaged("a varint of more than 32 bits");
}

std::optional<std::string> Reader::NullableString() {
  const std::uint32_t size = Varint();
  if (size == 0) return std::nullopt;
  return std::string(Take(size - 1));
}

std::string Reader::String() {
  auto text = NullableString();
  if (!text) Damaged("null where a string must stand");
  return *std::move(text);
}

std::optional<std::size_t> Reader::NullableArray() {
  const std::uint32_t size = Varint();
  if (size == 0) return std::nullopt;
  if (size - 1 > left_.size()) Damaged("an array longer than the answer");
  return size - 1;
}

std::size_t Reader::Array() {
  const auto size = NullableArray();
  if (!size) Damaged("null where an array must stand");
  return *size;
}

std::optional<std::size_t> Reader::PlainNullableArray() {
  const std::int32_t size = Int32();
  if (size == kNull) return std::nullopt;
  if (size < 0 || static_cast<std::size_t>(size) > left_.size())
    Damaged("an array longer than the answer");
  return static_cast<std::size_t>(size);
}

std::size_t Reader::PlainArray() {
  const auto size = PlainNullableArray();
  if (!size) Damaged("null where an array must stand");
  return *size;
}

std::optional<std::string_view> Reader::PlainNullableString() {
  const std::int16_t size = Int16();
  if (size == kNull) return std::nullopt;
  if (size < 0) Damaged("a string of negative length");
  return Take(static_cast<std::size_t>(size));
}

std::optional<std::string_view> Reader::PlainNullableBytes() {
  const std::int32_t size = Int32();
  if (size == kNull) return std::nullopt;
  if (size < 0) Damaged("bytes of negative length");
  return Take(static_cast<std::size_t>(size));
}

std::vector<std::int32_t> Reader::Int32s() {
  std::vector<std::int32_t> values(Array());
  for (auto& value : values) value = Int32();
  return values;
}

std::vector<std::int32_t> Reader::NullableInt32s() {
  std::vector<std::int32_t> values(NullableArray().value_or(0));
  for (auto& value : values) value = Int32();
  return values;
}

void Reader::SkipBytes() { NullableBytes(); }

std::optional<std::string_view> Reader::NullableBytes() {
  const std::uint32_t size = Varint();
  if (size == 0) return std::nullopt;
  return Take(size - 1);
}

void Reader::Tags(const std::function<void(std::uint32_t tag, Reader& value)>& field) {
  for (std::uint32_t fields = Varint(); fields > 0; --fields) {
    const std::uint32_t tag = Varint();
    Reader value(Take(Varint()));
    if (field) field(tag, value);
  }
}

void Reader::End() const {
  if (!left_.empty()) Damaged("bytes after its end");
}

void ExactlyOne(std::size_t count) {
  if (count != 1) throw Error(ErrorKind::kCorrupt, "damaged answer: not the one element asked for");
}

}  // namespace kproof::wire

// As Kafka's MessageDataGenerator writes and reads: arrays and structs that may be null, and tagged
// fields, which are written only where they differ from their default.
#include "harness/protocol/codec.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "harness/base/error.h"
#include "harness/kafka/wire.h"

namespace kproof::protocol {
namespace {

using wire::Reader;
using wire::Writer;

constexpr std::int8_t kNullStruct = -1;
constexpr std::int8_t kStructFollows = 1;
constexpr std::size_t kMostTextBytes = INT16_MAX;

[[noreturn]] void MustNotBeNull(const Field& field) {
  throw Error(ErrorKind::kCorrupt, "null for " + field.name + " in a version that must have it");
}

struct Encoding {
  std::int16_t version = 0;
  bool flexible = false;
};

class Decoder {
 public:
  explicit Decoder(Encoding encoding) : as_(encoding) {}

  Struct Group(Reader& from, const std::vector<Field>& fields) const {
    Struct values = Defaults(fields);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].versions.Has(as_.version) && !fields[i].tagged.Has(as_.version))
        values.fields[i] = One(from, fields[i]);
    }
    if (as_.flexible)
      from.Tags([&](std::uint32_t tag, Reader& value) { Tagged(tag, value, fields, values); });
    return values;
  }

 private:
  void Tagged(std::uint32_t tag, Reader& from, const std::vector<Field>& fields,
              Struct& values) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].tag != tag || !fields[i].tagged.Has(as_.version)) continue;
      values.fields[i] = One(from, fields[i]);
      from.End();
      return;
    }
    values.unknown.push_back({tag, std::string(from.left())});
  }

  Value One(Reader& from, const Field& field) const {
    Value value = field.array ? List(from, field) : Single(from, field, !field.array);
    if (value.null() && !field.nullable.Has(as_.version)) MustNotBeNull(field);
    return value;
  }

  Value List(Reader& from, const Field& field) const {
    const auto size = as_.flexible ? from.NullableArray() : from.PlainNullableArray();
    if (!size) return {};
    Array values;  // no more is reserved than there are elements: each of them takes some bytes
    for (std::size_t left = *size; left > 0; --left) {
      values.push_back(Single(from, field, false));
      if (values.back().null()) MustNotBeNull(field);
    }
    return {std::move(values)};
  }

  Value Single(Reader& from, const Field& field, bool maybe_null) const {
    switch (field.kind) {
      case Kind::kBool:
        return {std::int64_t{from.Bool()}};
      case Kind::kInt8:
        return {std::int64_t{from.Int8()}};
      case Kind::kInt16:
        return {std::int64_t{from.Int16()}};
      case Kind::kUint16:
        return {std::int64_t{static_cast<std::uint16_t>(from.Int16())}};
      case Kind::kInt32:
        return {std::int64_t{from.Int32()}};
      case Kind::kInt64:
        return {from.Int64()};
      case Kind::kFloat64:
        return {std::bit_cast<double>(from.Int64())};
      case Kind::kUuid:
        return {std::string(from.Bytes(kUuidBytes))};
      case Kind::kString:
        return Text(as_.flexible ? from.NullableBytes() : from.PlainNullableString(),
                    kMostTextBytes);
      case Kind::kBytes:
        return Text(as_.flexible ? from.NullableBytes() : from.PlainNullableBytes());
      case Kind::kStruct:
        break;
    }
    if (maybe_null && field.nullable.Has(as_.version) && from.Int8() < 0) return {};
    return {Group(from, field.fields)};
  }

  static Value Text(std::optional<std::string_view> bytes, std::size_t most = SIZE_MAX) {
    if (!bytes) return {};
    if (bytes->size() > most)
      throw Error(ErrorKind::kCorrupt, "a string longer than Kafka's protocol has");
    return {std::string(*bytes)};
  }

  Encoding as_;
};

class Encoder {
 public:
  explicit Encoder(Encoding encoding) : as_(encoding) {}

  void Group(Writer& to, const std::vector<Field>& fields, const Struct& values) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].versions.Has(as_.version) && !fields[i].tagged.Has(as_.version))
        One(to, fields[i], values.fields.at(i));
    }
    if (as_.flexible) Tags(to, fields, values);
  }

 private:
  void Tags(Writer& to, const std::vector<Field>& fields, const Struct& values) const {
    std::vector<UnknownTag> tags = values.unknown;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field& field = fields[i];
      if (!field.tagged.Has(as_.version) || values.fields.at(i) == field.fallback) continue;
      Writer value;
      One(value, field, values.fields[i]);
      tags.push_back({field.tag, value.bytes()});
    }
    std::stable_sort(tags.begin(), tags.end(),
                     [](const auto& one, const auto& other) { return one.tag < other.tag; });
    to.Varint(static_cast<std::uint32_t>(tags.size()));
    for (const auto& [tag, bytes] : tags)
      to.Varint(tag).Varint(static_cast<std::uint32_t>(bytes.size())).Raw(bytes);
  }

  void One(Writer& to, const Field& field, const Value& value) const {
    if (value.null() && !field.nullable.Has(as_.version)) MustNotBeNull(field);
    if (!field.array) return Single(to, field, value);
    if (value.null()) {
      as_.flexible ? to.NullArray() : to.Int32(-1);
      return;
    }
    const Array& values = value.array();
    as_.flexible ? to.Array(values.size()) : to.Int32(static_cast<std::int32_t>(values.size()));
    for (const Value& element : values) {
      if (element.null()) MustNotBeNull(field);
      field.kind == Kind::kStruct ? Group(to, field.fields, element.group())
                                  : Single(to, field, element);
    }
  }

  void Single(Writer& to, const Field& field, const Value& value) const {
    switch (field.kind) {
      case Kind::kBool:
      case Kind::kInt8:
        to.Int8(static_cast<std::int8_t>(value.number()));
        return;
      case Kind::kInt16:
      case Kind::kUint16:
        to.Int16(static_cast<std::int16_t>(value.number()));
        return;
      case Kind::kInt32:
        to.Int32(static_cast<std::int32_t>(value.number()));
        return;
      case Kind::kInt64:
        to.Int64(value.number());
        return;
      case Kind::kFloat64:
        to.Int64(std::bit_cast<std::int64_t>(std::get<double>(value.is)));
        return;
      case Kind::kUuid:
        to.Raw(value.text());
        return;
      case Kind::kString:
      case Kind::kBytes:
        Text(to, field, value);
        return;
      case Kind::kStruct:
        break;
    }
    const bool maybe_null = field.nullable.Has(as_.version);
    if (maybe_null) to.Int8(value.null() ? kNullStruct : kStructFollows);
    if (!value.null()) Group(to, field.fields, value.group());
  }

  void Text(Writer& to, const Field& field, const Value& value) const {
    const bool bytes = field.kind == Kind::kBytes;
    if (value.null()) {
      as_.flexible ? to.NullString() : bytes ? to.Int32(-1) : to.Int16(-1);
      return;
    }
    const std::string& text = value.text();
    if (!bytes && text.size() > kMostTextBytes)
      throw Error(field.name + " is too long for Kafka's protocol");
    if (as_.flexible) {
      to.String(text);
    } else {
      bytes ? to.Int32(static_cast<std::int32_t>(text.size()))
            : to.Int16(static_cast<std::int16_t>(text.size()));
      to.Raw(text);
    }
  }

  Encoding as_;
};

std::size_t IndexOf(const std::vector<Field>& fields, std::string_view name) {
  const Field* const field = FindField(fields, name);
  if (field == nullptr) throw Error("there is no field " + std::string(name));
  return static_cast<std::size_t>(field - fields.data());
}

}  // namespace

Struct Defaults(const std::vector<Field>& fields) {
  Struct values;
  values.fields.reserve(fields.size());
  for (const Field& field : fields) values.fields.push_back(field.fallback);
  return values;
}

Struct ReadBody(const Message& message, std::int16_t version, std::string_view bytes) {
  Reader from(bytes);
  Struct body = Decoder({version, message.flexible.Has(version)}).Group(from, message.fields);
  from.End();
  return body;
}

std::string WriteBody(const Message& message, std::int16_t version, const Struct& body) {
  Writer to;
  Encoder({version, message.flexible.Has(version)}).Group(to, message.fields, body);
  return to.bytes();
}

const Field* FindField(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

const Value& At(const std::vector<Field>& fields, const Struct& values, std::string_view name) {
  return values.fields.at(IndexOf(fields, name));
}

Value& At(const std::vector<Field>& fields, Struct& values, std::string_view name) {
  return values.fields.at(IndexOf(fields, name));
}

}  // namespace kproof::protocol

// Messages of Kafka's protocol by chance: every field that a version has gets some value that it
// may have there, null and default ones among them.
#pragma once

#include <string>
#include <vector>

#include "harness/base/random.h"
#include "harness/protocol/codec.h"

namespace kproof::protocol {

class RandomMessage {
 public:
  RandomMessage(std::uint64_t seed, std::int16_t version) : random_(seed), version_(version) {}

  Struct Of(const std::vector<Field>& fields) {
    Struct values = Defaults(fields);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].versions.Has(version_)) values.fields[i] = One(fields[i]);
    }
    return values;
  }

 private:
  static constexpr std::uint64_t kMostElements = 4;
  static constexpr std::uint64_t kMostBytes = 40;

  bool Chance(std::uint64_t in) { return random_.Below(in) == 0; }

  Value One(const Field& field) {
    if (Chance(6) && (!field.fallback.null() || field.nullable.Has(version_)))
      return field.fallback;
    if (field.nullable.Has(version_) && Chance(5)) return {};
    if (!field.array) return Single(field);
    Array values;
    for (auto left = random_.Below(kMostElements); left > 0; --left)
      values.push_back(Single(field));
    return {std::move(values)};
  }

  Value Single(const Field& field) {
    const auto bits = static_cast<std::int64_t>(random_.Next());
    switch (field.kind) {
      case Kind::kBool:
        return {bits & 1};
      case Kind::kInt8:
        return {std::int64_t{static_cast<std::int8_t>(bits)}};
      case Kind::kInt16:
        return {std::int64_t{static_cast<std::int16_t>(bits)}};
      case Kind::kUint16:
        return {std::int64_t{static_cast<std::uint16_t>(bits)}};
      case Kind::kInt32:
        return {std::int64_t{static_cast<std::int32_t>(bits)}};
      case Kind::kInt64:
        return {bits};
      case Kind::kFloat64:
        return {static_cast<double>(bits >> 20) / 8};  // a number that its decimal text gives back
      case Kind::kUuid:
        return {Text(kUuidBytes, 256)};
      case Kind::kString:
        return {Text(random_.Below(kMostBytes), 26)};
      case Kind::kBytes:
        return {Text(random_.Below(kMostBytes), 256)};
      case Kind::kStruct:
        break;
    }
    return {Of(field.fields)};
  }

  // Letters, or bytes of any kind.
  std::string Text(std::size_t size, std::uint64_t alphabet) {
    std::string text;
    while (text.size() < size)
      text +=
          static_cast<char>((alphabet == 26 ? 'a' : 0) + static_cast<int>(random_.Below(alphabet)));
    return text;
  }

  Random random_;
  std::int16_t version_;
};

}  // namespace kproof::protocol

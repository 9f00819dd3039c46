// The table has a line for each message and below it one for each field, indented by its depth.
#include "harness/protocol/schema.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/protocol/codec.h"
#include "harness/protocol/embedded.h"

namespace kproof::protocol {
namespace {

constexpr std::pair<const char*, Kind> kKinds[] = {
    {"bool", Kind::kBool},       {"int8", Kind::kInt8},     {"int16", Kind::kInt16},
    {"uint16", Kind::kUint16},   {"int32", Kind::kInt32},   {"int64", Kind::kInt64},
    {"float64", Kind::kFloat64}, {"uuid", Kind::kUuid},     {"string", Kind::kString},
    {"bytes", Kind::kBytes},     {"records", Kind::kBytes}, {"struct", Kind::kStruct},
};

[[noreturn]] void Bad(const std::string& line) {
  throw Error("tables/messages.txt has a line that can't be read: " + line);
}

// "3-13", "9+", "0" or "none".
Versions ParseVersions(const std::string& text) {
  if (text == "none") return {};
  const std::size_t end = text.find_first_not_of("0123456789");
  const auto first = static_cast<std::int16_t>(std::stoi(text.substr(0, end)));
  if (end == std::string::npos) return {first, first};
  if (text.substr(end) == "+") return {first, INT16_MAX};
  return {first, static_cast<std::int16_t>(std::stoi(text.substr(end + 1)))};
}

Value ParseFallback(const Field& field, const std::string& text) {
  if (text == "null") return {};
  if (field.kind == Kind::kBool) return {std::int64_t{text == "true"}};
  return {static_cast<std::int64_t>(std::stoll(text, nullptr, 0))};
}

Value PlainFallback(const Field& field) {
  if (field.array) return {Array{}};
  switch (field.kind) {
    case Kind::kFloat64:
      return {0.0};
    case Kind::kUuid:
      return {std::string(kUuidBytes, '\0')};
    case Kind::kString:
    case Kind::kBytes:
      return {std::string()};
    case Kind::kStruct:
      return {Struct{}};  // until its fields are known
    default:
      return {std::int64_t{0}};
  }
}

Field ParseField(const std::string& line) {
  const auto words = SplitWords(line);
  if (words.size() < 3) Bad(line);
  Field field{.name = words[0]};
  field.array = words[1].starts_with("[]");
  const std::string type = words[1].substr(field.array ? 2 : 0);
  const auto* const kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                        [&](auto& row) { return row.first == type; });
  if (kind == std::end(kKinds)) Bad(line);
  field.kind = kind->second;
  field.versions = ParseVersions(words[2]);
  field.fallback = PlainFallback(field);
  for (std::size_t at = 3; at < words.size(); ++at) {
    const auto parts = Split(words[at], '=');
    if (words[at] == "topic") {
      field.topic = true;
    } else if (parts[0] == "null") {
      field.nullable = ParseVersions(parts.at(1));
    } else if (parts[0] == "tag") {
      const auto tag = Split(parts.at(1), ':');
      field.tag = static_cast<std::uint32_t>(std::stoul(tag.at(0)));
      field.tagged = ParseVersions(tag.at(1));
    } else if (parts[0] == "default") {
      field.fallback = ParseFallback(field, parts.at(1));
    } else {
      Bad(line);
    }
  }
  return field;
}

Message ParseMessage(const std::string& line) {
  const auto words = SplitWords(line);
  if (words.size() != 5) Bad(line);
  return {.way = words[0] == "request" ? Way::kRequest : Way::kAnswer,
          .api_key = static_cast<std::int16_t>(std::stoi(words[1])),
          .name = words[2],
          .versions = ParseVersions(words[3]),
          .flexible = ParseVersions(words[4]),
          .fields = {}};
}

// Of structs, from the innermost on.
void CompleteFallbacks(std::vector<Field>& fields) {
  for (Field& field : fields) {
    CompleteFallbacks(field.fields);
    if (field.kind == Kind::kStruct && !field.array && !field.fallback.null())
      field.fallback = {Defaults(field.fields)};
  }
}

std::vector<Message> Parse() {
  std::vector<Message> messages;
  for (const auto& line : Split(ProtocolTable("messages"), '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    std::size_t depth = line.find_first_not_of(' ');
    if (depth == 0) {
      messages.push_back(ParseMessage(line));
      continue;
    }
    if (messages.empty()) Bad(line);
    std::vector<Field>* fields = &messages.back().fields;
    for (; depth > 1; --depth) {
      if (fields->empty()) Bad(line);
      fields = &fields->back().fields;
    }
    fields->push_back(ParseField(line));
  }
  for (Message& message : messages) CompleteFallbacks(message.fields);
  return messages;
}

}  // namespace

const std::vector<Message>& Messages() {
  static const auto kMessages = Parse();
  return kMessages;
}

const Message* FindMessage(Way way, std::int16_t api_key, std::int16_t version) {
  const auto index = static_cast<std::size_t>(api_key) * 2 + (way == Way::kAnswer ? 1 : 0);
  if (api_key < 0 || index >= Messages().size()) return nullptr;
  const Message& message = Messages()[index];
  return message.versions.Has(version) ? &message : nullptr;
}

}  // namespace kproof::protocol

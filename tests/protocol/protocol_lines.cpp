// Prints messages by chance, one a line, for Compare.java to read with Kafka's own classes:
//
//   message WAY NAME KEY VERSION HEX JSON       JSON as Kafka's JsonConverter classes have it
//   error NAME KEY VERSION CODE REQUEST ANSWER  a request's body, and the answer's that says it
//   failed
//
// protocol_lines SEED MESSAGES, so many of each kind and version.
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "harness/protocol/codec.h"
#include "harness/protocol/error_answer.h"
#include "tests/unit/protocol/random_message.h"

namespace kproof::protocol {
namespace {

using Json = nlohmann::json;

std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text.empty() ? "-" : text;
}

std::string Base64(std::string_view bytes, std::string_view alphabet, bool padded) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t bits = 0;
    const std::size_t size = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < size ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) {
      if (i <= size)
        text += alphabet[bits >> (18 - 6 * i) & 63];
      else if (padded)
        text += '=';
    }
  }
  return text;
}

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Json ToJson(const std::vector<Field>& fields, const Struct& values, std::int16_t version);

Json SingleToJson(const Field& field, const Value& value, std::int16_t version) {
  if (value.null()) return nullptr;
  switch (field.kind) {
    case Kind::kBool:
      return value.number() != 0;
    case Kind::kFloat64:
      return std::get<double>(value.is);
    case Kind::kUuid:
      return Base64(value.text(), kBase64Url, false);
    case Kind::kString:
      return value.text();
    case Kind::kBytes:
      return Base64(value.text(), kBase64, true);
    case Kind::kStruct:
      return ToJson(field.fields, value.group(), version);
    default:
      return value.number();
  }
}

Json ToJson(const std::vector<Field>& fields, const Struct& values, std::int16_t version) {
  Json json = Json::object();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    const Value& value = values.fields[i];
    if (!field.versions.Has(version)) continue;
    // Kafka's converter wants no tagged field that is what it would be anyway.
    if (field.tagged.Has(version) && value == field.fallback) continue;
    std::string name = field.name;
    name[0] = static_cast<char>(std::tolower(name[0]));
    if (!field.array || value.null()) {
      json[name] = SingleToJson(field, value, version);
      continue;
    }
    json[name] = Json::array();
    for (const Value& element : value.array())
      json[name].push_back(SingleToJson(field, element, version));
  }
  return json;
}

// As a client asks: each topic once, and with partitions where it may name them.
bool IsPlain(const WholeRequest& request) {
  if (!NamesTopics(request.schema->api_key)) return true;
  const bool partitions = NamesPartitions(request.schema->api_key);
  std::set<std::pair<std::string, TopicId>> topics;
  std::pair<std::string, TopicId> last;
  for (const Place& place : PlacesOf(request)) {
    if (partitions && place.partition == kNoPartition) return false;
    const std::pair topic{place.topic, place.id};
    if (topic != last && !topics.insert(topic).second) return false;
    if (topic == std::pair<std::string, TopicId>{}) return false;
    last = topic;
  }
  return true;
}

void Print(const Message& message, std::int16_t version, std::uint64_t seed) {
  const Struct body = RandomMessage(seed, version).Of(message.fields);
  std::printf("message %s %s %d %d %s %s\n", message.way == Way::kRequest ? "request" : "answer",
              message.name.c_str(), message.api_key, version,
              Hex(WriteBody(message, version, body)).c_str(),
              ToJson(message.fields, body, version).dump().c_str());
  if (message.way != Way::kRequest) return;
  const WholeRequest request{&message, version, 0, "", body};
  if (!IsPlain(request)) return;
  constexpr std::int16_t kNotCoordinator = 16;
  const auto answer = ErrorAnswer(request, kNotCoordinator);
  if (!answer) return;
  std::printf("error %s %d %d %d %s %s\n", message.name.c_str(), message.api_key, version,
              kNotCoordinator, Hex(WriteBody(message, version, body)).c_str(),
              Hex(WriteBody(*answer->schema, version, answer->body)).c_str());
}

}  // namespace
}  // namespace kproof::protocol

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  std::uint64_t seed = std::strtoull(argv[1], nullptr, 10);
  const long each = std::strtol(argv[2], nullptr, 10);
  for (const auto& message : kproof::protocol::Messages()) {
    for (std::int16_t version = message.versions.first; version <= message.versions.last; ++version)
      for (long i = 0; i < each; ++i) kproof::protocol::Print(message, version, ++seed);
  }
}

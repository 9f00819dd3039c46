#include "harness/run/client_kind.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/error.h"

namespace kproof {
namespace {

bool Has(const std::vector<Setting>& settings, const std::string& key) {
  return std::any_of(settings.begin(), settings.end(),
                     [&](const Setting& setting) { return setting.name == key; });
}

const char* NameOfClient(bool java) { return java ? "Java's client" : kLibrdkafka; }

}  // namespace

bool JavaKnows(const std::string& key) {
  return Has(AllSettings(SettingKind::kProducer), key) ||
         Has(AllSettings(SettingKind::kConsumer), key) ||
         Has(AllSettings(SettingKind::kAdmin), key);
}

bool LibrdkafkaKnows(const std::string& key) { return Has(LibrdkafkaSettings(), key); }

std::string ClientKindOf(const std::vector<PlacedProperty>& properties, const std::string& said) {
  const PlacedProperty *of_java = nullptr, *of_librdkafka = nullptr;
  for (const auto& property : properties) {
    const bool java = JavaKnows(property.key), librdkafka = LibrdkafkaKnows(property.key);
    if (java && !librdkafka && of_java == nullptr) of_java = &property;
    if (librdkafka && !java && of_librdkafka == nullptr) of_librdkafka = &property;
  }
  if (!said.empty()) {
    const auto* other = said == kJava ? of_librdkafka : of_java;
    if (other == nullptr) return said;
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: '{}' is a setting of {}, and --defaults says {}", other->place,
                            other->key, NameOfClient(said != kJava), said),
                Hint("name the client that these settings are for"));
  }
  if (of_java != nullptr && of_librdkafka != nullptr)
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: '{}' is a setting of {}, and {}: '{}' one of {}", of_java->place,
                            of_java->key, NameOfClient(true), of_librdkafka->place,
                            of_librdkafka->key, NameOfClient(false)),
                Hint("a file is for one client: leave out what the other one has"));
  return of_java != nullptr ? kJava : of_librdkafka != nullptr ? kLibrdkafka : "";
}

}  // namespace kproof

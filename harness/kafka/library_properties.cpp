#include "harness/kafka/library_properties.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "harness/base/text.h"
#include "harness/settings/other_names.h"
#include "harness/settings/tables.h"

namespace kproof {
namespace {

constexpr char kNewestKafka[] = "4.3";

std::vector<LibraryProperty> Read() {
  char* text = nullptr;
  std::size_t size = 0;
  FILE* memory = ::open_memstream(&text, &size);
  rd_kafka_conf_properties_show(memory);
  std::fclose(memory);
  std::vector<LibraryProperty> properties;
  for (const std::string& line : Split(std::string(text, size), '\n')) {
    const auto cells = Split(line, '|');  // name | C, P or * | range | …
    const auto name = Trim(cells.front());
    if (cells.size() < 5 || name.empty() || name == "Property" || name.front() == '-') continue;
    const auto clients = Trim(cells[1]);
    properties.push_back({name, clients != "C", clients != "P"});
  }
  std::free(text);
  return properties;
}

bool OfJavaClients(const std::string& name) {
  return FindSetting(SettingKind::kProducer, kNewestKafka, name) ||
         FindSetting(SettingKind::kConsumer, kNewestKafka, name);
}

}  // namespace

const std::vector<LibraryProperty>& LibraryProperties() {
  static const auto kProperties = Read();
  return kProperties;
}

const LibraryProperty* FindLibraryProperty(const std::string& name) {
  const auto& all = LibraryProperties();
  const auto found = std::find_if(all.begin(), all.end(), [&](const LibraryProperty& property) {
    return property.name == name;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string UnknownPropertyHint(const std::string& name) {
  if (name == "partitioner.class") return "librdkafka calls it partitioner";
  for (const auto& other : OtherNames())
    if (name == other.kafka) return fmt::format("librdkafka calls it {}", other.librdkafka);
  for (const auto& setting : LibrdkafkaSettings())
    if (setting.name == name && OlderVersion(rd_kafka_version_str(), setting.last))
      return fmt::format("librdkafka {0} has it: write `client: librdkafka@{0}`", setting.last);
  if (OfJavaClients(name)) return "a setting of Kafka's Java clients that librdkafka does not have";
  std::vector<std::string> names;
  for (const auto& property : LibraryProperties()) names.push_back(property.name);
  const auto near = Nearest(name, names);
  return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
}

}  // namespace kproof

// A properties file of Java: server.properties of a broker, the properties of a producer.
#include <algorithm>
#include <string_view>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/deployed/forms.h"
#include "harness/deployed/lines.h"
#include "harness/settings/java_properties.h"

namespace kproof {
namespace {

// "log.dirs" of "log.dirs = /tmp": a key in Kafka's way with what ends it. "" for other lines.
bool IsProperty(std::string_view line) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  const auto end = std::min(line.find_first_not_of(kLetters), line.size());
  const auto key = line.substr(0, end);
  // "http_proxy" is a variable of a shell.
  const bool of_shell = Contains(key, '_') && !Contains(key, '.');
  return end != 0 && end != line.size() && !of_shell &&
         std::string_view("=: \t").find(line[end]) != std::string_view::npos;
}

// Lists, headings and separators of YAML, which Java would take for properties too.
bool IsYaml(std::string_view line) {
  return line == "---" || line.starts_with("- ") || line.ends_with(':');
}

bool LooksLikeProperties(const std::string& text) {
  if (HasHeading(text)) return false;
  bool properties = false, others = false;
  for (const auto& raw : LinesOf(text)) {
    const auto line = Trim(raw);
    if (line.empty() || line.front() == '#' || line.front() == '!') continue;
    if (IsYaml(line)) return false;
    // "export KAFKA_NODE_ID=1" has a key, a space and a value for Java.
    (IsProperty(line) && VariableIn(line).empty() ? properties : others) = true;
  }
  return properties || !others;
}

DeployedFile ReadPropertiesForm(const std::string& file, const std::string& text,
                                SettingOwner owner) {
  DeployedFile read;
  DeployedEntity entity{owner, "", file};
  for (const auto& [line, key, value] : ReadJavaProperties(file, text))
    AddLast(entity, {key, value, PlaceOf(file, line)}, read.notes, "in Java the last one counts");
  read.entities.push_back(std::move(entity));
  return read;
}

}  // namespace

DeployedForm PropertiesForm() {
  return {"properties", "a properties file of Java, such as server.properties", false,
          LooksLikeProperties, ReadPropertiesForm};
}

}  // namespace kproof

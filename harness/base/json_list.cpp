#include "harness/base/json_list.h"

#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"

namespace kproof {

std::string JsonList(const std::vector<std::string>& texts) { return JsonText(texts); }

std::string JsonObject(const std::map<std::string, std::string>& texts) { return JsonText(texts); }

std::optional<std::vector<std::string>> ParseJsonList(std::string_view json) {
  const auto list = ParseJsonIfAny(json);
  if (!list.is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& item : list) {
    if (!item.is_string()) return std::nullopt;
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::optional<std::map<std::string, std::string>> ParseJsonObject(std::string_view json) {
  const auto object = ParseJsonIfAny(json);
  if (!object.is_object()) return std::nullopt;
  std::map<std::string, std::string> texts;
  for (const auto& [name, item] : object.items()) {
    if (!item.is_string()) return std::nullopt;
    texts.emplace(name, item.get<std::string>());
  }
  return texts;
}

}  // namespace kproof

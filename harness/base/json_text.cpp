#include "harness/base/json_text.h"

#include <nlohmann/json.hpp>

namespace kproof {

nlohmann::json ParseJson(std::string_view text) {
  return nlohmann::json::parse(text.begin(), text.end());
}

nlohmann::json ParseJsonIfAny(std::string_view text) {
  return nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
}

nlohmann::ordered_json ParseOrderedJson(std::string_view text) {
  return nlohmann::ordered_json::parse(text.begin(), text.end());
}

std::string JsonText(const nlohmann::json& value, int indent) { return value.dump(indent); }

std::string LenientJsonText(const nlohmann::json& value, int indent) {
  return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string LenientJsonText(const nlohmann::ordered_json& value, int indent, bool in_ascii) {
  return value.dump(indent, ' ', in_ascii, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace kproof

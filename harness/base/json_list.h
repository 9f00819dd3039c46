// Lists and tables of text as JSON on one line, for what is kept as one value of a store. Without
// nlohmann's header, which takes the compiler two seconds.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// `["a","b"]` and `{"a":"b"}`. Throw nlohmann::json::type_error when a text is not UTF-8.
std::string JsonList(const std::vector<std::string>& texts);
std::string JsonObject(const std::map<std::string, std::string>& texts);

// Nothing when it is not JSON, or holds anything else than texts.
std::optional<std::vector<std::string>> ParseJsonList(std::string_view json);
std::optional<std::map<std::string, std::string>> ParseJsonObject(std::string_view json);

}  // namespace kproof

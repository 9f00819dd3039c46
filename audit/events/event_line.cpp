#include "audit/events/event_line.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"

namespace kproof {

std::string Quoted(std::string_view text) {
  // Whatever is no UTF-8 in a store (a log line, an error text) is replaced, not passed on.
  return LenientJsonText(nlohmann::json(text));
}

std::string AsSeconds(std::int64_t micros) {
  const auto magnitude =
      micros < 0 ? 0 - static_cast<std::uint64_t>(micros) : static_cast<std::uint64_t>(micros);
  auto text = fmt::format("{}{}", micros < 0 ? "-" : "", magnitude / 1'000'000);
  auto rest = fmt::format(".{:06}", magnitude % 1'000'000);
  rest.erase(rest.find_last_not_of('0') + 1);
  return rest == "." ? text : text + rest;
}

}  // namespace kproof

#include "harness/kafka/statistics.h"

#include <nlohmann/json.hpp>

namespace kproof {

std::optional<std::uint64_t> ResentOf(std::string_view statistics) try {
  std::uint64_t resent = 0;
  const auto json = nlohmann::json::parse(statistics);
  for (const auto& [name, topic] : json.at("topics").get_ref<const nlohmann::json::object_t&>()) {
    for (const auto& partition : topic.at("partitions")) {
      const auto sent = partition.at("txmsgs").get<std::uint64_t>();
      const auto handed = partition.at("msgs").get<std::uint64_t>();
      if (sent > handed) resent += sent - handed;
    }
  }
  return resent;
} catch (const nlohmann::json::exception&) {
  return std::nullopt;
}

}  // namespace kproof

// A client library as `client:` names it: "librdkafka", "java@4.3.1".
//
// Thread-safe: pure functions.
#pragma once

#include <optional>
#include <string>

namespace kproof {

inline constexpr char kJava[] = "java";
inline constexpr char kLibrdkafka[] = "librdkafka";

struct ClientName {
  std::string kind;     // "librdkafka"
  std::string version;  // "2.16.0"; "": the one that kproof takes by default
  bool operator==(const ClientName&) const = default;
};

// Nothing where it is not KIND or KIND@VERSION. That there is such a kind is not looked at.
std::optional<ClientName> ParseClientName(const std::string& text);
std::string ToText(const ClientName& client);

}  // namespace kproof

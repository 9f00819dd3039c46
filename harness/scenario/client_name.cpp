#include "harness/scenario/client_name.h"

#include "harness/scenario/lexical.h"

namespace kproof {

std::optional<ClientName> ParseClientName(const std::string& text) {
  const auto at = text.find('@');
  ClientName client{text.substr(0, at), at == std::string::npos ? "" : text.substr(at + 1)};
  const bool right = IsName(client.kind) && (at == std::string::npos || IsVersion(client.version));
  return right ? std::optional(std::move(client)) : std::nullopt;
}

std::string ToText(const ClientName& client) {
  return client.version.empty() ? client.kind : client.kind + "@" + client.version;
}

}  // namespace kproof

// Progress goes to stderr as it is: the run that shows it its own way has not begun.
#include "harness/client/clients.h"

#include <cstdio>
#include <map>

#include "harness/base/error.h"
#include "harness/cluster/ask_in_child.h"
#include "harness/kafka/client_config.h"
#include "harness/scenario/client_name.h"

namespace kproof {
namespace {

// What could not be fetched, and why; filled before there are threads.
std::map<std::string, Error>& FailedClients() {
  static std::map<std::string, Error> failed;
  return failed;
}

ClientName Named(const std::string& client) {
  const auto name = ParseClientName(client.empty() ? kLibrdkafka : client);
  if (!name) throw Error(ErrorKind::kUsage, "'" + client + "' is not a client");
  return *name;
}

}  // namespace

std::vector<std::string> FetchClientsFirst(const std::set<std::string>& clients) {
  std::vector<std::string> sentences;
  for (const auto& client : clients) {
    const auto name = Named(client);
    const ClientKind& kind = FindClientKind(name.kind);
    if (kind.is_here(name.version)) continue;
    try {
      AskInChild([&] {
        kind.fetch(name.version,
                   [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); });
        return "";
      });
    } catch (const Error& error) {
      if (name == ClientName{kLibrdkafka, ""})
        sentences.push_back(std::string(error.what()) + "; clients run " + ClientVersion() +
                            ", the one that kproof is linked with");
      else
        FailedClients().emplace(client, error);
    }
  }
  return sentences;
}

std::optional<Refusal> ClientLacking(const std::string& client) {
  try {
    CommandOf(client, "", "");
    return std::nullopt;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kNotRun) throw;
    return Refusal{error.what(), error.hint()};
  }
}

ClientCommand CommandOf(const std::string& client, const std::string& client_library,
                        const std::string& kproof) {
  if (!client_library.empty()) return LoadingFrom(client_library, kproof);
  if (const auto failed = FailedClients().find(client); failed != FailedClients().end())
    throw Error(failed->second);
  const auto name = Named(client);
  return FindClientKind(name.kind).command(name.version, kproof);
}

}  // namespace kproof

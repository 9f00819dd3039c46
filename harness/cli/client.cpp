// kproof client fetch|list: the client libraries that agents can be, as `client:` of a producer,
// monitor or consumer names them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/temporaries.h"
#include "harness/base/text.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/client/kind.h"
#include "harness/scenario/client_name.h"

namespace kproof {
namespace {

// The name with its version. Throws Error(kUsage) for what is no client.
ClientName ClientOf(const std::string& text) {
  auto name = ParseClientName(text);
  if (!name)
    throw Error(ErrorKind::kUsage, "'" + text + "' is not a client",
                Hint("write librdkafka, java, or one of them with its version as "
                     "librdkafka@2.3.0"));
  const ClientKind& kind = FindClientKind(name->kind);
  if (name->version.empty()) name->version = kind.standard;
  if (const auto refusal = kind.why_not(name->version))
    throw Error(ErrorKind::kUsage, text + ", " + refusal->what, Hint(refusal->hint));
  return *name;
}

int FetchClients(const std::vector<std::string>& texts) {
  RemoveTemporariesOnSignals();
  std::vector<ClientName> clients;  // all of them are clients, before anything is fetched
  for (const auto& text : texts) clients.push_back(ClientOf(text));
  for (const auto& client : clients) {
    const ClientKind& kind = FindClientKind(client.kind);
    kind.fetch(client.version,
               [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); });
    std::printf("%s is in %s\n", ToText(client).c_str(),
                ClientFolder(client.kind, client.version).c_str());
  }
  return 0;
}

int ListClients(const JsonFlags& json) {
  for (const auto& kind : ClientKinds()) {
    for (const auto& version : kind.versions()) {
      const bool here = kind.is_here(version), standard = version == kind.standard;
      const std::string client = ToText({kind.name, version});
      if (json.asked())
        PrintJson(
            {{"client", client}, {"here", here}, {"default", standard}, {"agents", kind.agents}},
            json);
      else
        std::printf("%-18s  %-4s  %s\n", client.c_str(), here ? "here" : "",
                    standard ? "by default" : "");
    }
  }
  return 0;
}

}  // namespace

void AddClientVerb(CLI::App& app, VerbAction& action) {
  auto* client = app.add_subcommand("client", "list and download the client libraries of agents");
  client->require_subcommand(1);
  const auto clients =
      std::make_shared<std::vector<std::string>>(std::vector<std::string>{kLibrdkafka});
  auto* fetch = client->add_subcommand("fetch", "download client libraries into the cache");
  fetch->add_option("CLIENT", *clients, "such as librdkafka@1.9.2; default: librdkafka");
  fetch->callback([clients, &action] { action = [clients] { return FetchClients(*clients); }; });
  const auto json = std::make_shared<JsonFlags>();
  auto* list =
      client->add_subcommand("list", "list the versions that agents can be, and which are here");
  AddJsonFlags(*list, *json);
  list->callback([json, &action] { action = [json] { return ListClients(*json); }; });
}

}  // namespace kproof

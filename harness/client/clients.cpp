// Progress goes to stderr as it is: the run that shows it its own way has not begun.
#include "harness/client/clients.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/write_file.h"
#include "harness/cluster/ask_in_child.h"
#include "harness/kafka/client_config.h"
#include "harness/scenario/client_name.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

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

void FetchInChild(const ClientKind& kind, const std::string& version) {
  AskInChild([&] {
    kind.fetch(version,
               [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); });
    return "";
  });
}

// Without a network each try takes seconds, up to half a minute behind a firewall.
constexpr auto kTriedAgainAfter = std::chrono::hours(1);

bool FailedLately(const std::string& mark) {
  std::error_code missing;
  const auto at = fs::last_write_time(mark, missing);
  const auto age = fs::file_time_type::clock::now() - at;
  return !missing && age >= age.zero() && age < kTriedAgainAfter;
}

// The librdkafka by default, which runs can do without: why it is not here, or "".
std::string FetchOrDoWithout(const ClientKind& kind) {
  const std::string mark = ClientFolder(kind.name, kind.standard) + ".failed";
  if (FailedLately(mark)) return kind.name + " " + kind.standard + " could not be fetched lately";
  try {
    FetchInChild(kind, "");
    return "";
  } catch (const Error& error) {
    DoQuietly([&] { WriteFile(mark, error.Full() + "\n"); });
    return error.what();
  }
}

}  // namespace

std::vector<std::string> FetchClientsFirst(const std::set<std::string>& clients) {
  std::vector<std::string> sentences;
  for (const auto& client : clients) {
    const auto name = Named(client);
    const ClientKind& kind = FindClientKind(name.kind);
    if (kind.is_here(name.version)) continue;
    if (name == ClientName{kLibrdkafka, ""}) {
      if (const auto why = FetchOrDoWithout(kind); !why.empty())
        sentences.push_back(fmt::format("{}; clients run {}, the one that kproof is linked with",
                                        why, ClientVersion()));
      continue;
    }
    try {
      FetchInChild(kind, name.version);
    } catch (const Error& error) {
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

// A client library that agents can be, in any of its versions: how it gets into the cache, and how
// the process of an agent is started with it.
//
// Adding one: a row of registry.cpp. Thread-safe: values; one version is fetched by one process at
// a time, the others wait for it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/base/refusal.h"
#include "harness/cluster/kafka_home.h"

namespace kproof {

// How an agent's process is started; its word and the file of its configuration follow `args`.
struct ClientCommand {
  std::string program;  // absolute
  std::vector<std::string> args;
  std::map<std::string, std::string> env;  // added to ours
  std::string client = {};  // who it says that it is: "librdkafka 2.16.0"; "": anybody
};

// `version` is as in the scenario everywhere; "" is the one that kproof takes by default.
struct ClientKind {
  std::string name;              // "librdkafka", of `client:`
  std::string summary;           // for people
  std::string standard;          // the version by default
  std::set<std::string> agents;  // kinds of agents that it can be: "producer", "monitor", …
  // Versions that are known, oldest first.
  std::vector<std::string> (*versions)() = nullptr;
  // Why there is no such version, on any machine; nothing where there may be one.
  std::optional<Refusal> (*why_not)(const std::string& version) = nullptr;
  // Whether it is here, so that nothing has to be fetched.
  bool (*is_here)(const std::string& version) = nullptr;
  // What this machine lacks to fetch one; nothing where it lacks nothing. It may start programs.
  std::optional<Refusal> (*lacking)() = nullptr;
  // Into the cache. Throws Error(kNotRun) with another way, and where the one in there is damaged.
  void (*fetch)(const std::string& version, const Progress& progress) = nullptr;
  // `kproof` is this program. Needs no network. Throws Error(kNotRun) for a version that is not
  // here and for one that is damaged.
  ClientCommand (*command)(const std::string& version, const std::string& kproof) = nullptr;
};

// Every kind, in alphabetical order.
const std::vector<ClientKind>& ClientKinds();
// Throws Error(kUsage) for a kind that is not there.
const ClientKind& FindClientKind(const std::string& name);

// kproof's own agents with the librdkafka.so.1 of this folder; ours is found where it has none.
ClientCommand LoadingFrom(const std::string& folder, const std::string& kproof);

// Where a version's files are in the cache, or would be.
std::string ClientFolder(const std::string& kind, const std::string& version);

}  // namespace kproof

// Kafka's own client for Java: kafka-clients of a version, by Maven, and the agents in Java.
#include "harness/cluster/java.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/client/java_agents.h"
#include "harness/client/kind.h"
#include "harness/cluster/ask_in_child.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/maven.h"
#include "harness/cluster/tool.h"
#include "harness/scenario/client_name.h"
#include "harness/scenario/scenario.h"
#include "harness/settings/tables.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

constexpr const char* kOldest = "3.3";  // that the agents were compiled and tested with

std::string SpelledOut(const std::string& version) {
  return version.empty() ? ClusterSpec{}.kafka : version;
}

std::optional<Refusal> WhyTooOld(const std::string& version) {
  if (version.empty() || !OlderVersion(version, kOldest)) return std::nullopt;
  return Refusal{std::string("which is older than ") + kOldest,
                 "write " + ToText({kJava, SpelledOut("")})};
}

// All of Kafka has its client too.
std::string JarsOf(const std::string& version) {
  const std::string spelled = SpelledOut(version);
  const std::string own = ClientFolder(kJava, spelled);
  return !std::filesystem::exists(own) && IsCached(spelled) ? JarFolder(spelled) : own;
}

// Fetched and compiled.
bool IsCompiled(const std::string& version) {
  try {
    return AskInChild([&] {
             return HasJavaAgents(SpelledOut(version), JarsOf(version)) ? "yes" : "no";
           }) == "yes";
  } catch (const Error&) {  // what is missing is said by who needs it
    return false;
  }
}

// Those in the cache, and the one by default.
std::vector<std::string> VersionsHere() {
  std::vector<std::string> versions = {SpelledOut("")};
  const std::string mark = std::string(kJava) + "-";
  std::error_code missing;
  const auto folder = std::filesystem::path(ClientFolder(kJava, "")).parent_path();
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name.starts_with(mark) && !name.ends_with(".part"))
      versions.push_back(name.substr(mark.size()));
  }
  std::sort(versions.begin(), versions.end(), OlderVersion);
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  return versions;
}

void FetchJarsOf(const std::string& version, const Progress& progress) {
  const Java java = FindJava(version);
  MakeOnce(ClientFolder(kJava, version), [&](const std::string& temporary) {
    FetchJars({.name = "kafka-clients " + version,
               .artifacts = {{"org.apache.kafka", "kafka-clients", version}},
               .otherwise = "where there is a network: kproof client fetch java@" + version +
                            ", and copy " + CacheFolder() + "/clients",
               .folder = temporary,
               .java = java.program,
               .repository = CacheFolder() + "/maven"},
              progress);
  });
}

void FetchClient(const std::string& version, const Progress& progress) {
  const std::string spelled = SpelledOut(version);
  if (!std::filesystem::exists(JarsOf(version))) FetchJarsOf(spelled, progress);
  FindJavaAgents(spelled, JarsOf(version), progress);
}

std::optional<Refusal> Lacking() {
  if (auto lacks = LackingJdk(SpelledOut(""))) return lacks;
  if (std::filesystem::exists(JarsOf("")) || !FindProgram("mvn").empty()) return std::nullopt;
  return Refusal{"there is no mvn", "apt-get install maven"};
}

// Each version is looked for once in a process.
ClientCommand CommandInJava(const std::string& version, const std::string&) {
  static std::mutex mutex;
  static std::map<std::string, ClientCommand> commands;
  const std::string spelled = SpelledOut(version);
  const std::lock_guard lock(mutex);
  if (const auto known = commands.find(spelled); known != commands.end()) return known->second;
  if (!std::filesystem::exists(JarsOf(version)))
    throw Error(ErrorKind::kNotRun, "kafka-clients " + spelled + " is not in the cache",
                Hint("kproof client fetch java@" + spelled));
  auto words = Split(AskInChild([&] {
                       const auto agents = FindJavaAgents(spelled, JarsOf(version), nullptr);
                       return Join(agents.Command(), "\n");
                     }),
                     '\n');
  const std::string java = words.front();
  words.erase(words.begin());
  return commands
      .emplace(spelled, ClientCommand{java, words, {}, std::string(kJava) + " " + spelled})
      .first->second;
}

}  // namespace

ClientKind JavaClient() {
  return {.name = kJava,
          .summary = "Kafka's own, kafka-clients by Maven",
          .standard = SpelledOut(""),
          .agents = {NameOf(ActorKind::kConsumer), NameOf(ActorKind::kMonitor),
                     NameOf(ActorKind::kProducer)},
          .versions = VersionsHere,
          .why_not = WhyTooOld,
          .is_here = IsCompiled,
          .lacking = Lacking,
          .fetch = FetchClient,
          .command = CommandInJava};
}

}  // namespace kproof

// Kafka's own client for Java: kafka-clients of a version, by Maven.
#include "harness/cluster/java.h"

#include <algorithm>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/client/kind.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/maven.h"
#include "harness/cluster/tool.h"
#include "harness/scenario/client_name.h"
#include "harness/scenario/scenario.h"
#include "harness/settings/tables.h"

namespace kproof {
namespace {

std::string SpelledOut(const std::string& version) {
  return version.empty() ? ClusterSpec{}.kafka : version;
}

bool IsFetched(const std::string& version) {
  return std::filesystem::exists(ClientFolder(kJava, SpelledOut(version)));
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

void FetchClient(const std::string& version, const Progress& progress) {
  const std::string spelled = SpelledOut(version);
  const Java java = FindJava(spelled);
  MakeOnce(ClientFolder(kJava, spelled), [&](const std::string& temporary) {
    FetchJars({.name = "kafka-clients " + spelled,
               .artifacts = {{"org.apache.kafka", "kafka-clients", spelled}},
               .otherwise = "where there is a network: kproof client fetch java@" + spelled +
                            ", and copy " + CacheFolder() + "/clients",
               .folder = temporary,
               .java = java.program,
               .repository = CacheFolder() + "/maven"},
              progress);
  });
}

std::optional<Refusal> LackingMaven() {
  if (!FindProgram("mvn").empty()) return std::nullopt;
  return Refusal{"there is no mvn", "apt-get install maven"};
}

ClientCommand NoCommand(const std::string&, const std::string&) {
  throw Error(ErrorKind::kNotRun, "kproof has no agent in Java yet");
}

}  // namespace

ClientKind JavaClient() {
  return {.name = kJava,
          .summary = "kafka-clients, by Maven",
          .standard = SpelledOut(""),
          .agents = {},
          .versions = VersionsHere,
          .why_not = [](const std::string&) { return std::optional<Refusal>(); },
          .is_here = IsFetched,
          .lacking = LackingMaven,
          .fetch = FetchClient,
          .command = NoCommand};
}

}  // namespace kproof

// The cache: jars/VERSION/*.jar as Maven gave them, and made/VERSION-KEY/ for what was made of one
// set of jars with one Java.
#include "harness/cluster/kafka_home.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/class_data.h"
#include "harness/cluster/fit_folder.h"
#include "harness/cluster/java.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/maven.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// All jars of a folder, in the order of their names.
std::vector<std::string> Jars(const std::string& folder) {
  std::vector<std::string> jars;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    if (entry.path().extension() == ".jar") jars.push_back(entry.path().string());
  }
  std::sort(jars.begin(), jars.end());
  return jars;
}

// "4.3.1" from …/kafka_2.13-4.3.1.jar; "" when no jar is the server's.
std::string ServerVersion(const std::vector<std::string>& jars) {
  constexpr std::string_view kServer = "kafka_2.1";  // Scala 2.12 or 2.13
  for (const auto& jar : jars) {
    const std::string name = fs::path(jar).stem().string();
    const auto dash = name.find('-');
    if (!name.starts_with(kServer) || dash == std::string::npos) continue;
    std::string version = name.substr(dash + 1);
    // Kafka's own packages have -sources, -test and so on beside it.
    if (version.find_first_not_of("0123456789.") == std::string::npos) return version;
  }
  return "";
}

std::vector<std::string> JarsOfFolder(const std::string& kafka_dir) {
  const std::string folder = fs::weakly_canonical(kafka_dir).string();
  RequireFitForJars("cluster.kafka_dir", folder);
  for (const std::string& candidate : {folder + "/libs", folder}) {
    auto jars = Jars(candidate);
    if (!ServerVersion(jars).empty()) return jars;
  }
  throw Error(ErrorKind::kNotRun,
              kafka_dir + " has no Kafka in it: there is no kafka_2.13-VERSION.jar",
              Hint("name an unpacked Kafka (with its libs) or a folder of its jars"));
}

// Versions that could not be fetched, and why; see RememberFailedFetch.
std::map<std::string, Error>& FailedFetches() {
  static std::map<std::string, Error> failed;
  return failed;
}

constexpr const char* kOtherwise =
    "where there is a network: kproof cluster fetch --bundle FILE, and here --from FILE; or name "
    "an unpacked Kafka or a folder of its jars as cluster.kafka_dir";

// kafka_2.13 alone starts no broker: kafka-tools holds classes that it needs, and without a binding
// for slf4j it logs nothing. Kafka 4 logs by log4j 2; Kafka 3 by reload4j, of the slf4j 1.7.36 that
// it brings along.
std::vector<MavenArtifact> Artifacts(const std::string& version) {
  return {{"org.apache.kafka", "kafka_2.13", version},
          {"org.apache.kafka", "kafka-tools", version},
          std::atoi(version.c_str()) >= 4
              ? MavenArtifact{"org.apache.logging.log4j", "log4j-slf4j-impl", "2.25.4"}
              : MavenArtifact{"org.slf4j", "slf4j-reload4j", "1.7.36"}};
}

std::vector<std::string> FetchedJars(const std::string& version, const Java& java,
                                     const Progress& progress) {
  const std::string folder = JarFolder(version);
  if (const auto failed = FailedFetches().find(version); failed != FailedFetches().end())
    throw Error(failed->second);
  MakeOnce(folder, [&](const std::string& temporary) {
    FetchJars({.name = "Kafka " + version,
               .artifacts = Artifacts(version),
               .otherwise = kOtherwise,
               .folder = temporary,
               .java = java.program,
               .repository = CacheFolder() + "/maven"},
              progress);
    if (ServerVersion(Jars(temporary)) == version) return;
    throw Error(ErrorKind::kNotRun, "Maven did not fetch kafka_2.13-" + version + ".jar");
  });
  return Jars(folder);
}

// Artefacts hold for one Java and for jars that nobody replaced.
std::string ArtefactKey(const KafkaHome& home, const std::string& java_version) {
  std::string key = java_version;
  for (const auto& jar : home.jars) {
    key += fmt::format("\n{} {} {}", jar, fs::file_size(jar),
                       fs::last_write_time(jar).time_since_epoch().count());
  }
  return fmt::format("{:016x}", std::hash<std::string>{}(key));
}

// KRaft was a preview before 3.3, and its controllers refuse the questions that we ask each node by
// itself (INVALID_REQUEST from 3.2.3 and 3.1.2).
void RequireKraft(const std::string& version) {
  int major = 0, minor = 0;
  if (std::sscanf(version.c_str(), "%d.%d", &major, &minor) != 2)
    return;  // Maven says what is wrong with it
  if (major > 3 || (major == 3 && minor >= 3)) return;
  throw Error(ErrorKind::kNotRun,
              "Kafka " + version + " is older than 3.3, where KRaft was a preview",
              Hint("name 3.3.1 or newer"));
}

}  // namespace

std::string KafkaHome::ClassPath() const { return Join(jars, ":"); }

std::string CacheFolder() {
  const auto set = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (const auto cache = set("KPROOF_CACHE"); !cache.empty()) return fs::absolute(cache).string();
  if (const auto cache = set("XDG_CACHE_HOME"); !cache.empty()) return cache + "/kproof";
  if (const auto home = set("HOME"); !home.empty()) return home + "/.cache/kproof";
  throw Error(ErrorKind::kNotRun, "there is no folder to cache Kafka in: HOME is not set",
              Hint("set KPROOF_CACHE"));
}

std::string JarFolder(const std::string& version) { return CacheFolder() + "/jars/" + version; }

bool IsCached(const std::string& version) { return fs::exists(JarFolder(version)); }

void RememberFailedFetch(const std::string& version, const Error& error) {
  FailedFetches().emplace(version, error);
}

std::string VersionInFolder(const std::string& kafka_dir) {
  for (const std::string& folder : {kafka_dir + "/libs", kafka_dir})
    if (auto version = ServerVersion(Jars(folder)); !version.empty()) return version;
  return "";
}

KafkaHome FindKafka(const std::string& version, const std::string& kafka_dir,
                    const Progress& progress) {
  RequireFitForJars(kCacheWords, CacheFolder());
  KafkaHome home;
  if (!kafka_dir.empty()) home.jars = JarsOfFolder(kafka_dir);
  home.version = kafka_dir.empty() ? version : ServerVersion(home.jars);
  RequireKraft(home.version);
  const Java java = FindJava(home.version);
  if (kafka_dir.empty()) home.jars = FetchedJars(version, java, progress);
  home.java = java.program;
  home.java_major = java.major;
  home.cache =
      fmt::format("{}/made/{}-{}", CacheFolder(), home.version, ArtefactKey(home, java.version));
  UseClassDataArchive(home, progress);
  return home;
}

}  // namespace kproof

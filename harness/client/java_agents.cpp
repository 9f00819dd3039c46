// The cache: made/java-VERSION-KEY/agents.jar and classes.jsa. The key is of the sources, of the
// Java and of the jars. An archive of classes holds for jars alone, so classes go into one; it
// names them by their paths, so they are in their place before it is made.
#include "harness/client/java_agents.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/base/caught.h"
#include "harness/base/data_folder.h"
#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "harness/base/text.h"
#include "harness/base/undo.h"
#include "harness/cluster/java.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr Duration kCompileLimit = std::chrono::minutes(2);
constexpr Duration kLoadLimit = std::chrono::seconds(30);
constexpr const char* kMainClass = "kproof.Main";
constexpr const char* kOldestClasses = "11";  // as kafka-clients 4 has them

std::vector<std::string> FilesIn(const std::string& folder, const std::string& ending) {
  std::vector<std::string> files;
  std::error_code missing;
  for (const auto& entry : fs::recursive_directory_iterator(folder, missing))
    if (entry.path().extension() == ending) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

// kafka-clients and what it needs; a folder with all of Kafka has much more.
std::vector<std::string> ClientJars(const std::string& folder) {
  constexpr std::array<std::string_view, 5> kNeeded = {"kafka-clients-", "lz4-java-", "slf4j-api-",
                                                       "snappy-java-", "zstd-jni-"};
  auto jars = FilesIn(folder, ".jar");
  std::erase_if(jars, [&](const std::string& jar) {
    const auto name = fs::path(jar).filename().string();
    return std::none_of(kNeeded.begin(), kNeeded.end(),
                        [&](std::string_view needed) { return name.starts_with(needed); });
  });
  return jars;
}

std::string TextOf(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

struct Sources {
  std::string folder;
  std::vector<std::string> files;
};

Sources FindSources() {
  const auto data = DataFolder();
  Sources sources{data.value_or("") + "/clients/java", {}};
  if (data) sources.files = FilesIn(sources.folder, ".java");
  if (sources.files.empty())
    throw Error(ErrorKind::kNotRun, "the sources of the agents in Java are not beside this program",
                Hint("set KPROOF_DATA to the folder share/kproof of an installation"));
  return sources;
}

std::string Folder(const std::string& version, const Java& java, const Sources& sources,
                   const std::vector<std::string>& jars) {
  std::string key = java.version;
  for (const auto& file : sources.files)
    key += fmt::format("\n{}\n{}", file.substr(sources.folder.size()), TextOf(file));
  for (const auto& jar : jars)
    key += fmt::format("\n{} {} {}", jar, fs::file_size(jar),
                       fs::last_write_time(jar).time_since_epoch().count());
  return fmt::format("{}/made/java-{}-{}", CacheFolder(), version, Sha256OfText(key).substr(0, 16));
}

// A program of the JDK that `java` belongs to, else one on PATH.
std::string JdkProgram(const std::string& name, const Java& java) {
  const auto beside = FindProgramIn(name, fs::canonical(java.program).parent_path().string());
  if (!beside.empty()) return beside;
  const auto found = FindProgram(name);
  if (!found.empty()) return found;
  throw Error(ErrorKind::kNotRun,
              fmt::format("there is no {} to compile the agents in Java with", name),
              Hint("apt-get install openjdk-17-jdk-headless"));
}

void RunOrFail(const std::string& what, const kproof::Command& command, Duration limit) {
  const ToolResult result = RunTool(command, limit);
  if (result.ok) return;
  std::string why = "it took too long";
  for (const auto& line : Split(result.output, '\n'))
    if (!result.late && line.find("error") != std::string::npos) {
      why = Trim(line);
      break;
    }
  throw Error(ErrorKind::kNotRun, fmt::format("{}: {}", what, why),
              Hint("another version of the client may do: kproof client list"));
}

void Compile(const std::string& version, const Java& java, const Sources& sources,
             const std::vector<std::string>& jars, const std::string& jar) {
  const std::string classes = jar + ".classes";
  const Undo remove("remove the classes", [classes] { fs::remove_all(classes); });
  Command javac{.executable = JdkProgram("javac", java),
                .args = {"-J-XX:-UsePerfData", "-nowarn", "--release", kOldestClasses, "-cp",
                         Join(jars, ":"), "-d", classes}};
  javac.args.insert(javac.args.end(), sources.files.begin(), sources.files.end());
  RunOrFail("the agents in Java can't be compiled for kafka-clients " + version, javac,
            kCompileLimit);
  RunOrFail("the agents in Java can't be packed",
            {.executable = JdkProgram("jar", java),
             .args = {"-J-XX:-UsePerfData", "--create", "--file", jar, "-C", classes, "."}},
            kCompileLimit);
}

// By a process that makes one client of each kind, which know no broker, and ends.
void RecordClasses(const JavaAgents& agents, const std::string& archive) {
  auto words = agents.Command();
  words.insert(words.begin() + 1, "-XX:ArchiveClassesAtExit=" + archive);
  words.emplace_back("--load");
  const ToolResult result =
      RunTool({.executable = words.front(), .args = {words.begin() + 1, words.end()}}, kLoadLimit);
  if (!fs::exists(archive))
    throw Error("no archive of their classes was written: " + result.output);
}

}  // namespace

std::vector<std::string> JavaAgents::Command() const {
  std::vector<std::string> words = {java, "-XX:-UsePerfData", "-XX:+UseSerialGC",
                                    "-XX:+ExitOnOutOfMemoryError"};
  if (!class_data.empty()) words.push_back("-XX:SharedArchiveFile=" + class_data);
  words.insert(words.end(), {"-cp", Join(jars, ":"), kMainClass});
  return words;
}

bool HasJavaAgents(const std::string& version, const std::string& folder) {
  const auto jars = ClientJars(folder);
  return !jars.empty() &&
         fs::exists(Folder(version, FindJava(version), FindSources(), jars) + "/classes.jsa");
}

std::optional<Refusal> LackingJdk(const std::string& version) {
  try {
    const Java java = FindJava(version);
    for (const char* const program : {"javac", "jar"}) JdkProgram(program, java);
    return std::nullopt;
  } catch (const Error& error) {
    return Refusal{error.what(), error.hint()};
  }
}

JavaAgents FindJavaAgents(const std::string& version, const std::string& folder,
                          const Progress& progress) {
  const Java java = FindJava(version);
  const Sources sources = FindSources();
  auto jars = ClientJars(folder);
  const std::string made = Folder(version, java, sources, jars);
  const std::string jar = made + "/agents.jar";
  MakeOnce(jar, [&](const std::string& temporary) {
    if (progress) progress("compiling the agents in Java for kafka-clients " + version + ", once");
    Compile(version, java, sources, jars, temporary);
  });
  jars.insert(jars.begin(), jar);
  JavaAgents agents{.java = java.program, .jars = std::move(jars), .class_data = ""};
  const std::string archive = made + "/classes.jsa";
  try {
    MakeOnce(archive, [&](const std::string& temporary) { RecordClasses(agents, temporary); });
    agents.class_data = archive;
  } catch (...) {  // agents start without it, only later
    if (progress) progress(std::string("no class-data archive: ") + CaughtError().what());
  }
  return agents;
}

}  // namespace kproof

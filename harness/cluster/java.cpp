// What a Java is stands in the file `release` beside its bin/, in Java 17 as here; reading that takes
// no JVM. Else it is asked: `java -XshowSettings:properties -version` prints its properties one a
// line, in the same way since Java 8.
#include "harness/cluster/java.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/node_files.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// By the class files in the jars.
int OldestJava(const std::string& kafka_version) {
  return std::atoi(kafka_version.c_str()) >= 4 ? 17 : 11;
}

std::string Property(const std::string& output, std::string_view key) {
  for (const auto& line : Split(output, '\n')) {
    const auto equals = line.find(" = ");
    if (equals != std::string::npos && Trim(line.substr(0, equals)) == key) {
      return Trim(line.substr(equals + 3));
    }
  }
  return "";
}

constexpr const char* kPackaged = "/usr/lib/jvm";
constexpr const char* kInstall = "install one: apt-get install openjdk-17-jre-headless";

// Nothing where there is no such file, or not all of it.
std::optional<Java> OfReleaseFile(const std::string& program) {
  std::error_code failed;
  const auto real = fs::canonical(program, failed);
  if (failed || real.parent_path().filename() != "bin") return std::nullopt;
  std::ifstream file(real.parent_path().parent_path() / "release");
  const auto lines = ParseMeta(std::string(std::istreambuf_iterator<char>(file), {}));
  const auto value = [&](const char* key) {
    const auto found = lines.find(key);
    const bool quoted = found != lines.end() && found->second.size() > 2 &&
                        found->second.front() == '"' && found->second.back() == '"';
    return quoted ? found->second.substr(1, found->second.size() - 2) : "";
  };
  Java java{program, JavaMajor(value("JAVA_VERSION")), value("JAVA_RUNTIME_VERSION")};
  if (java.major == 0 || java.version.empty()) return std::nullopt;
  return java;
}

// Throws Error(kNotRun) when it does not say its version.
Java Asked(const std::string& program) {
  if (auto java = OfReleaseFile(program)) return *java;
  Java java;
  java.program = program;
  const ToolResult result =
      RunTool({.executable = java.program,
               .args = {"-XX:-UsePerfData", "-XshowSettings:properties", "-version"}},
              std::chrono::seconds(30));
  java.version = Property(result.output, "java.runtime.version");
  java.major = JavaMajor(Property(result.output, "java.version"));
  if (!result.ok || java.major == 0) {
    throw Error(ErrorKind::kNotRun, java.program + " does not say its version: " + result.output,
                Hint(kInstall));
  }
  return java;
}

// What is named on purpose is used or refused; another one is never taken instead.
Java OfJavaHome(const std::string& home, const std::string& kafka_version) {
  const Hint hint(fmt::format("unset JAVA_HOME, or set it to a Java of {} or newer",
                              OldestJava(kafka_version)));
  const std::string program = fs::absolute(home).string() + "/bin/java";  // nodes run elsewhere
  std::error_code failed;
  if (!fs::exists(program, failed))
    throw Error(ErrorKind::kNotRun, fmt::format("JAVA_HOME={} has no bin/java", home), hint);
  try {
    Java java = Asked(program);
    RequireJava(java, kafka_version);
    return java;
  } catch (const Error& error) {
    throw Error(ErrorKind::kNotRun, std::string("JAVA_HOME: ") + error.what(), hint);
  }
}

// Those on PATH in its order, then those of Debian's packages by name.
std::vector<std::string> Programs() {
  std::vector<std::string> programs;
  const char* const path = std::getenv("PATH");
  for (const auto& folder : Split(path == nullptr ? "" : path, ':')) {
    const std::string program = FindProgramIn("java", folder);
    if (!program.empty()) programs.push_back(program);
  }
  std::vector<std::string> packaged;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(kPackaged, none)) {
    const std::string program = FindProgramIn("java", entry.path().string() + "/bin");
    if (!program.empty()) packaged.push_back(program);
  }
  std::sort(packaged.begin(), packaged.end());
  programs.insert(programs.end(), packaged.begin(), packaged.end());
  return programs;
}

}  // namespace

int JavaMajor(const std::string& version) {
  const int first = std::atoi(version.c_str());
  return first == 1 && version.starts_with("1.") ? std::atoi(version.c_str() + 2) : first;
}

Java FindJava(const std::string& kafka_version) {
  if (const char* const home = std::getenv("JAVA_HOME"); home != nullptr && *home != '\0')
    return OfJavaHome(home, kafka_version);
  std::optional<Error> first;  // what is wrong with the one that a shell would start
  for (const auto& program : Programs()) {
    try {
      Java java = Asked(program);
      RequireJava(java, kafka_version);
      return java;
    } catch (const Error& error) {
      if (!first) first = error;
    }
  }
  if (first) throw Error(*first);
  throw Error(ErrorKind::kNotRun, std::string("there is no java on PATH or in ") + kPackaged,
              Hint(kInstall));
}

void RequireJava(const Java& java, const std::string& kafka_version) {
  const int needed = OldestJava(kafka_version);
  if (java.major >= needed) return;
  throw Error(ErrorKind::kNotRun,
              fmt::format("Kafka {} needs Java {}, and {} is Java {}", kafka_version, needed,
                          java.program, java.major),
              Hint(fmt::format("apt-get install openjdk-17-jre-headless, or set JAVA_HOME")));
}

}  // namespace kproof

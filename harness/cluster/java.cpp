// `java -XshowSettings:properties -version` prints its properties one a line, in the same way since
// Java 8.
#include "harness/cluster/java.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

std::string Property(const std::string& output, std::string_view key) {
  for (const auto& line : Split(output, '\n')) {
    const auto equals = line.find(" = ");
    if (equals != std::string::npos && Trim(line.substr(0, equals)) == key) {
      return Trim(line.substr(equals + 3));
    }
  }
  return "";
}

}  // namespace

int JavaMajor(const std::string& version) {
  const int first = std::atoi(version.c_str());
  return first == 1 && version.starts_with("1.") ? std::atoi(version.c_str() + 2) : first;
}

Java FindJava() {
  const Hint hint("install one: apt-get install openjdk-17-jre-headless");
  Java java;
  if (const char* const home = std::getenv("JAVA_HOME"); home != nullptr && *home != '\0') {
    java.program = std::string(home) + "/bin/java";
    if (!std::filesystem::exists(java.program)) {
      throw Error(ErrorKind::kNotRun, fmt::format("JAVA_HOME={} has no bin/java", home), hint);
    }
  } else {
    java.program = FindProgram("java");
  }
  if (java.program.empty()) throw Error(ErrorKind::kNotRun, "there is no java on PATH", hint);
  const ToolResult result =
      RunTool({.executable = java.program, .args = {"-XshowSettings:properties", "-version"}},
              std::chrono::seconds(30));
  java.version = Property(result.output, "java.runtime.version");
  java.major = JavaMajor(Property(result.output, "java.version"));
  if (!result.ok || java.major == 0) {
    throw Error(ErrorKind::kNotRun, java.program + " does not say its version: " + result.output,
                hint);
  }
  return java;
}

void RequireJava(const Java& java, const std::string& kafka_version) {
  const int needed = std::atoi(kafka_version.c_str()) >= 4 ? 17 : 11;
  if (java.major >= needed) return;
  throw Error(ErrorKind::kNotRun,
              fmt::format("Kafka {} needs Java {}, and {} is Java {}", kafka_version, needed,
                          java.program, java.major),
              Hint(fmt::format("apt-get install openjdk-17-jre-headless, or set JAVA_HOME")));
}

}  // namespace kproof

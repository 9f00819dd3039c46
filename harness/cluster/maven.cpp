// kafka_2.13 alone starts no broker: kafka-tools holds classes that it needs, and without a binding
// for slf4j it logs nothing. Kafka 4 logs by log4j 2; Kafka 3 by reload4j, of the slf4j 1.7.36 that
// it brings along.
#include "harness/cluster/maven.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDependency =
    "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></"
    "dependency>";

std::string Pom(const std::string& version) {
  std::string dependencies = fmt::format(kDependency, "org.apache.kafka", "kafka_2.13", version) +
                             fmt::format(kDependency, "org.apache.kafka", "kafka-tools", version);
  dependencies +=
      std::atoi(version.c_str()) >= 4
          ? fmt::format(kDependency, "org.apache.logging.log4j", "log4j-slf4j-impl", "2.25.4")
          : fmt::format(kDependency, "org.slf4j", "slf4j-reload4j", "1.7.36");
  return fmt::format(
      "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>"
      "<groupId>kproof</groupId><artifactId>fetch</artifactId><version>1</version>"
      "<dependencies>{}</dependencies></project>\n",
      dependencies);
}

// Maven prints much; its first line with ERROR says what was wrong.
std::string TellingLine(const std::string& output) {
  const auto lines = Split(output, '\n');
  const auto telling = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("ERROR") != std::string::npos;
  });
  // Before the word may stand colours, after the arrow only a footnote.
  if (telling == lines.end()) return "it did not end within its time";
  const std::string line = telling->substr(telling->find("ERROR"));
  return Trim(line.substr(line.find(' ') + 1, line.rfind(" -> [") - line.find(' ') - 1));
}

}  // namespace

void FetchJars(const std::string& version, const std::string& folder, const Progress& progress) {
  const Hint other("name an unpacked Kafka or a folder of its jars as cluster.kafka_dir");
  const bool plain = !version.empty() && std::all_of(version.begin(), version.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-';
  });
  if (!plain) {
    throw Error(ErrorKind::kUsage, "'" + version + "' is no version of Kafka", Hint("as in 4.3.1"));
  }
  const std::string mvn = FindProgram("mvn");
  if (mvn.empty()) {
    throw Error(ErrorKind::kNotRun,
                "Kafka " + version + " is not in the cache and there is no mvn to fetch it with",
                Hint("apt-get install maven; or " + other.text));
  }
  if (progress) progress("fetching Kafka " + version + " by Maven");
  fs::create_directories(folder);
  const std::string pom = folder + "/pom.xml";
  std::ofstream(pom) << Pom(version);
  const ToolResult result = RunTool(
      {.executable = mvn,
       .args = {"-B", "-Dstyle.color=never", "-q", "-f", pom, "dependency:copy-dependencies",
                "-DincludeScope=runtime", "-DoutputDirectory=" + folder}},
      std::chrono::minutes(5));
  fs::remove(pom);
  if (result.ok) return;
  const std::string line = TellingLine(result.output);
  const bool unknown = line.find("ould not find artifact") != std::string::npos ||
                       line.find("was not found in") != std::string::npos;  // of an earlier try
  throw Error(ErrorKind::kNotRun, "Kafka " + version + " can't be fetched: " + line,
              unknown ? Hint("is there such a version? 4.3.1 is known to work") : other);
}

}  // namespace kproof

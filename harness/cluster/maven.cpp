#include "harness/cluster/maven.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/write_file.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDependency =
    "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></"
    "dependency>";

std::string Pom(const std::vector<MavenArtifact>& artifacts) {
  std::string dependencies;
  for (const auto& [group, artifact, version] : artifacts)
    dependencies += fmt::format(kDependency, group, artifact, version);
  return fmt::format(
      "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>"
      "<groupId>kproof</groupId><artifactId>fetch</artifactId><version>1</version>"
      "<dependencies>{}</dependencies></project>\n",
      dependencies);
}

// Maven prints much; its first line with ERROR says what was wrong, after the name of the goal and
// of the project and before the number of a footnote.
std::string NotableLine(const std::string& output) {
  const auto lines = Split(output, '\n');
  const auto telling = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("ERROR") != std::string::npos;
  });
  if (telling == lines.end()) return "it took too long";
  std::string line = telling->substr(telling->find("ERROR"));
  line = line.substr(std::min(line.size(), line.find(' ') + 1));
  for (const std::string_view before : {" on project fetch: ", "project kproof:fetch:jar:1: "})
    if (const auto at = line.find(before); at != std::string::npos)
      line.erase(0, at + before.size());
  return Trim(line.substr(0, line.rfind(" -> [")));
}

// Of the user's: Java takes the home folder from the account, not from HOME. What is not there yet
// would be made, so the folder above counts.
bool CanWriteOwnRepository() {
  const passwd* const account = ::getpwuid(::geteuid());
  if (account == nullptr) return false;
  fs::path folder = fs::path(account->pw_dir) / ".m2" / "repository";
  std::error_code failed;
  while (folder.has_relative_path() && !fs::exists(folder, failed)) folder = folder.parent_path();
  return ::access(folder.c_str(), W_OK) == 0;
}

Error Failure(const JarOrder& order, const std::string& output) {
  const std::string line = NotableLine(output);
  const bool unknown = line.find("ould not find artifact") != std::string::npos ||
                       line.find("was not found in") != std::string::npos;  // of an earlier try
  if (unknown)
    return {ErrorKind::kNotRun, "Maven Central has no " + order.name,
            Hint("does that version exist? 4.3.1 works")};
  return {ErrorKind::kNotRun, order.name + " can't be fetched: " + line, Hint(order.otherwise)};
}

}  // namespace

void RequirePlainVersion(const std::string& version) {
  const bool plain = !version.empty() && version.front() != '.' &&
                     std::all_of(version.begin(), version.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
                     });
  if (!plain)
    throw Error(ErrorKind::kUsage, "'" + version + "' is not a version of Kafka",
                Hint("as in 4.3.1"));
}

void FetchJars(const JarOrder& order, const Progress& progress) {
  for (const auto& artifact : order.artifacts) RequirePlainVersion(artifact.version);
  const std::string mvn = FindProgram("mvn");
  if (mvn.empty())
    throw Error(ErrorKind::kNotRun,
                order.name + " is not in the cache and there is no mvn to fetch it",
                Hint("apt-get install maven; or " + order.otherwise));
  if (progress) progress("fetching " + order.name + " by Maven");
  fs::create_directories(order.folder);
  const std::string pom = order.folder + "/pom.xml";
  WriteFile(pom, Pom(order.artifacts));
  std::vector<std::string> args = {"-B", "-Dstyle.color=never", "-q", "-f", pom};
  if (!CanWriteOwnRepository()) args.push_back("-Dmaven.repo.local=" + order.repository);
  args.insert(args.end(), {"dependency:copy-dependencies", "-DincludeScope=runtime",
                           "-DoutputDirectory=" + order.folder});
  // The Java that was found for Kafka; the first on PATH may be too old for Maven too.
  const fs::path java_home = fs::canonical(order.java).parent_path().parent_path();
  const char* const options = std::getenv("MAVEN_OPTS");
  const ToolResult result =
      RunTool({.executable = mvn,
               .args = args,
               // Without the folder that a JVM leaves in /tmp.
               .env = {{"JAVA_HOME", java_home.string()},
                       {"MAVEN_OPTS",
                        std::string(options == nullptr ? "" : options) + " -XX:-UsePerfData"}}},
              std::chrono::minutes(5));
  fs::remove(pom);
  if (!result.ok) throw Failure(order, result.output);
}

}  // namespace kproof

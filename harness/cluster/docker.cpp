#include "harness/cluster/docker.h"

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

constexpr Duration kProbeLimit = std::chrono::seconds(20);

ToolResult Try(const std::vector<std::string>& command, Duration limit) {
  Command tool{.executable = FindProgram(command.front()),
               .args = {command.begin() + 1, command.end()}};
  if (tool.executable.empty()) return {};
  return RunToolApart(tool, limit);
}

// "Cannot connect to … at unix:///x. Is the docker daemon running?": a hint follows.
std::string WithoutQuestion(const std::string& text) {
  return text.substr(0, text.find(". Is the docker daemon running?"));
}

std::vector<std::string> FindCompose() {
  if (Try({"docker", "compose", "version"}, kProbeLimit).ok) return {"docker", "compose"};
  if (!FindProgram("docker-compose").empty()) return {"docker-compose"};
  return {};
}

}  // namespace

std::optional<Refusal> DockerLacking() {
  if (FindProgram("docker").empty())
    return Refusal{"needs the program docker, which is not there",
                   "on Debian: apt-get install docker.io docker-compose"};
  const auto asked = Try({"docker", "version", "--format", "{{.Server.Version}}"}, kProbeLimit);
  if (!asked.ok)
    return Refusal{"can't reach a Docker engine: " + WithoutQuestion(Trim(asked.errors)),
                   "start one, or say where it is in DOCKER_HOST"};
  if (FindCompose().empty())
    return Refusal{"needs compose, which is not there",
                   "on Debian: apt-get install docker-compose"};
  return std::nullopt;
}

std::vector<std::string> ComposeProgram() {
  static const auto kProgram = FindCompose();
  if (kProgram.empty())
    throw Error(ErrorKind::kNotRun, "there is neither 'docker compose' nor 'docker-compose'",
                Hint("on Debian: apt-get install docker-compose"));
  return kProgram;
}

std::string RunDockerTool(const std::vector<std::string>& command, Duration limit) {
  auto result = Try(command, limit);
  if (!result.ok)
    throw Error("'" + Join(command, " ") + "' failed, or took longer than " + HumanDuration(limit) +
                ": " + Trim(result.errors.empty() ? result.output : result.errors));
  return std::move(result.output);
}

std::string Docker(const std::vector<std::string>& args, Duration limit) {
  std::vector<std::string> command = {"docker"};
  command.insert(command.end(), args.begin(), args.end());
  return RunDockerTool(command, limit);
}

}  // namespace kproof

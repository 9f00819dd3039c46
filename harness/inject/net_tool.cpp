#include "harness/inject/net_tool.h"

#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

// Such a tool takes milliseconds; the rest is for a machine under load.
constexpr Duration kLimit = std::chrono::seconds(15);

}  // namespace

void IpBatch(const std::string& script) {
  RunNetTool({.program = "ip", .args = {"-batch", "-"}, .script = script});
}

std::string RunNetTool(const NetTool& tool) {
  const std::string found = FindProgram(tool.program);
  if (found.empty())
    throw Error(ErrorKind::kNotRun, "the program '" + tool.program + "' is missing",
                Hint("install " + std::string(tool.program == "nft" ? "nftables" : "iproute2")));
  ToolResult result = RunTool(
      {.executable = found, .args = tool.args, .input = tool.script, .netns = tool.netns}, kLimit);
  if (!result.ok)
    throw Error(tool.program + " " + Join(tool.args, " ") + " failed: " + Trim(result.output),
                Hint(tool.script.empty() ? "" : "its script was: " + Trim(tool.script)));
  return std::move(result.output);
}

void ReadNetTool(const NetTool& tool, const std::function<void(const nlohmann::json&)>& take) {
  const auto printed = RunNetTool(tool);
  try {
    take(ParseJson(printed));
  } catch (const nlohmann::json::exception& error) {
    throw Error("what " + tool.program + " " + Join(tool.args, " ") + " printed " +
                    JsonProblem(error.what()),
                Hint("it printed: " + Trim(printed)));
  }
}

}  // namespace kproof

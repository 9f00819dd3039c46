// Runs nft, ip, tc and ss. Each change to the network is one script; of an nft script the kernel
// takes all or nothing.
//
// Thread-safe.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace kproof {

struct NetTool {
  std::string program;  // "nft"
  std::vector<std::string> args = {};
  std::string script = "";  // its standard input
  int netns = -1;           // descriptor of the network namespace it runs in; -1: ours
};

// Returns what it printed. Throws Error(kNotRun) when it is not installed, and Error with its last
// words when it fails.
std::string RunNetTool(const NetTool& tool);
// `ip -batch`: one command a line.
void IpBatch(const std::string& script);
// Hands over what it printed as JSON. Throws Error too when that is none, or is not built as `take`
// expects it.
void ReadNetTool(const NetTool& tool, const std::function<void(const nlohmann::json&)>& take);

}  // namespace kproof

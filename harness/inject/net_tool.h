// Runs nft, ip, tc and ss. Each change to the network is one script; the kernel applies an nft
// script completely or not at all.
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
// lines when it fails.
std::string RunNetTool(const NetTool& tool);
// `ip -batch`: one command per line.
void IpBatch(const std::string& script);
// Passes its output to `take` as JSON. Also throws Error when the output is not JSON, or not in the
// form that `take` expects.
void ReadNetTool(const NetTool& tool, const std::function<void(const nlohmann::json&)>& take);

}  // namespace kproof

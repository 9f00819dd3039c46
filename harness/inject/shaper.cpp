#include "harness/inject/shaper.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/inject/net_tool.h"

namespace kproof {
namespace {

// tbf fills its bucket when a timer fires, at worst 100 times a second.
constexpr std::uint64_t kTicksPerS = 100;
constexpr std::uint64_t kLeastBurst = 16 << 10;
// What may wait, as time at this rate; what comes then is dropped, as a router's full queue does.
constexpr const char* kQueue = "400ms";

std::string Script(const std::string& link, const std::string& their_end,
                   const std::vector<std::string>& peers, const std::vector<int>& ports,
                   std::uint64_t bytes_per_s) {
  std::string text = fmt::format(
      "qdisc add dev {0} root handle 1: htb default 1\n"
      "class add dev {0} parent 1: classid 1:1 htb rate 100gbit quantum 60000\n"
      "class add dev {0} parent 1: classid 1:2 htb rate 100gbit quantum 60000\n"
      "qdisc add dev {0} parent 1:2 handle 2: tbf rate {1}bps burst {2} latency {3}\n",
      link, bytes_per_s, std::max(kLeastBurst, bytes_per_s / kTicksPerS), kQueue);
  const auto filter = [&](const std::string& peer, const std::string& more) {
    text +=
        fmt::format("filter add dev {} parent 1: protocol ip u32 match ip {} {}/32 {}flowid 1:2\n",
                    link, their_end, peer, more);
  };
  for (const auto& peer : peers) {
    if (ports.empty()) filter(peer, "");
    for (const int port : ports)
      for (const char* const end : {"sport", "dport"})
        filter(peer, fmt::format("match ip protocol 6 0xff match ip {} {} 0xffff ", end, port));
  }
  return text;
}

}  // namespace

Shaper::Shaper(const Host& host, Side side, std::vector<std::string> peers, std::vector<int> ports,
               std::uint64_t bytes_per_s)
    : link_(side == Side::kSends ? "eth0" : host.link),
      netns_(side == Side::kSends ? host.netns : -1) {
  if (host.netns < 0)
    throw Error(ErrorKind::kNotRun, host.name + " has no network namespace of its own",
                Hint("run it with --sandbox private"));
  script_ = Script(link_, side == Side::kSends ? "dst" : "src", peers, ports, bytes_per_s);
}

Shaper::~Shaper() {
  DoQuietly([this] { Remove(); });
}

void Shaper::Install() {
  // The first line alone tells whether the place is free, so that no other's queue is taken out.
  const auto first = script_.find('\n') + 1;
  const auto run = [&](std::string script) {
    RunNetTool(
        {.program = "tc", .args = {"-batch", "-"}, .script = std::move(script), .netns = netns_});
  };
  run(script_.substr(0, first));
  installed_ = true;
  run(script_.substr(first));
}

void Shaper::Remove() {
  if (!installed_) return;
  RunNetTool({.program = "tc", .args = {"qdisc", "del", "dev", link_, "root"}, .netns = netns_});
  installed_ = false;
}

ShaperCount Shaper::Count() const {
  ShaperCount count;
  if (!installed_) return count;
  const auto add = [&](const nlohmann::json& queues) {
    for (const auto& queue : queues) {
      if (queue.value("kind", "") != "tbf") continue;
      count.packets += queue.at("packets").get<std::uint64_t>();
      count.bytes += queue.at("bytes").get<std::uint64_t>();
      count.waited += queue.at("overlimits").get<std::uint64_t>();
      count.dropped += queue.at("drops").get<std::uint64_t>();
    }
  };
  ReadNetTool(
      {.program = "tc", .args = {"-s", "-j", "qdisc", "show", "dev", link_}, .netns = netns_}, add);
  return count;
}

}  // namespace kproof

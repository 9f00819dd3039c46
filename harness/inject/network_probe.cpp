#include "harness/inject/network_probe.h"

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/inject/net_tool.h"

namespace kproof {
namespace {

void Nft(const std::string& script) {
  RunNetTool({.program = "nft", .args = {"-f", "-"}, .script = script});
}

// A pair of links for as long as this object lives.
class Links {
 public:
  Links() { IpBatch("link add kprobe0 type veth peer name kprobe1\n"); }
  Links(const Links&) = delete;
  Links& operator=(const Links&) = delete;
  // It goes with the namespace at the latest.
  ~Links() {
    DoQuietly([] { IpBatch("link del kprobe0\n"); });
  }
};

void TryQueue(const std::string& queue) {
  const Links links;
  RunNetTool({.program = "tc", .args = {"-batch", "-"}, .script = queue});
}

void TryBridge() {
  const Links links;
  IpBatch("link add kprobe2 type bridge\nlink set kprobe0 master kprobe2\nlink del kprobe2\n");
}

void TryBridgeFilter() {
  Nft("table bridge kproof_probe {\n"
      "set opened { type ipv4_addr . inet_service . ipv4_addr . inet_service; size 16; "
      "flags dynamic; }\n"
      "chain forward { type filter hook forward priority 0;\n"
      "tcp flags & (syn | ack) == syn add @opened "
      "{ ip saddr . tcp sport . ip daddr . tcp dport }\n"
      "numgen random mod 10 < 1 counter drop\n}\n}\ndelete table bridge kproof_probe\n");
}

void TryReject() {
  Nft("table inet kproof_probe {\nchain input { type filter hook input priority 0;\n"
      "ip saddr 192.0.2.1 meta l4proto tcp counter reject with tcp reset\n}\n}\n"
      "delete table inet kproof_probe\n");
}

void TryShaping() {
  TryQueue(
      "qdisc add dev kprobe0 root handle 1: htb default 1\n"
      "class add dev kprobe0 parent 1: classid 1:2 htb rate 10gbit\n"
      "qdisc add dev kprobe0 parent 1:2 handle 2: tbf rate 1mbit burst 16kb latency 400ms\n"
      "filter add dev kprobe0 parent 1: protocol ip u32 match ip dst 192.0.2.1/32 flowid 1:2\n");
}

void TryNetem() {
  TryQueue(
      "qdisc add dev kprobe0 root handle 1: prio\n"
      "qdisc add dev kprobe0 parent 1:2 handle 2: netem delay 10ms 1ms duplicate 1% reorder 1%\n"
      "filter add dev kprobe0 parent 1: protocol ip u32 match ip dst 192.0.2.1/32 flowid 1:2\n");
}

void TryPacketSocket() {
  const int yes = 1;
  const int made = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  const bool ok = made >= 0 &&
                  ::setsockopt(made, SOL_PACKET, PACKET_VNET_HDR, &yes, sizeof yes) == 0 &&
                  ::setsockopt(made, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes) == 0;
  const int refused = errno;
  if (made >= 0) ::close(made);
  if (!ok) throw Error(std::string("a packet socket: ") + std::strerror(refused));
}

struct Row {
  const char* name;
  const char* offers;
  void (*attempt)();  // throws Error with what was refused
  const char* remedy;
};

constexpr Row kRows[] = {
    {"bridge", "a network of hosts", TryBridge, "modprobe -a bridge veth, as root of the machine"},
    {"bridge filter", "cut, loss, half-open, partition", TryBridgeFilter,
     "a kernel with CONFIG_NF_TABLES_BRIDGE and CONFIG_NFT_NUMGEN (Debian's has them)"},
    {"reject", "refuse, reset", TryReject,
     "a kernel with CONFIG_NFT_REJECT_INET (Debian's has it)"},
    {"shaping", "bandwidth", TryShaping,
     "modprobe -a sch_htb sch_tbf cls_u32, as root of the machine"},
    {"packet socket", "delay, duplicate, reorder by a userspace wire", TryPacketSocket,
     "a kernel with CONFIG_PACKET (Debian's has it)"},
    {"netem", "delay, duplicate, reorder by the kernel itself", TryNetem,
     "not needed if packet sockets work: they do the same, for fewer packets per second; modprobe "
     "sch_netem, as root of the machine"},
};

NetworkFeature Probe(const Row& row) {
  NetworkFeature feature{
      .name = row.name, .offers = row.offers, .works = true, .reason = "", .remedy = ""};
  try {
    row.attempt();
  } catch (const Error& error) {  // being refused is an answer
    feature.works = false;
    feature.reason = error.what();
    feature.remedy = row.remedy;
  }
  return feature;
}

}  // namespace

std::vector<NetworkFeature> ProbeNetwork() {
  std::vector<NetworkFeature> features;
  for (const Row& row : kRows) features.push_back(Probe(row));
  return features;
}

NetworkFeature ProbeNetworkFeature(const std::string& name) {
  for (const Row& row : kRows)
    if (row.name == name) return Probe(row);
  throw Error("there is no network feature '" + name + "'");
}

}  // namespace kproof

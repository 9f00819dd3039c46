// A bridge in the conductor's network namespace, and for each host a namespace with one veth to it.
//
// A namespace is held by a descriptor alone: when the conductor and the host's processes are gone
// it goes too, but only once its sockets are: those of killed processes go on sending their last
// bytes to nobody for minutes, so tcp_orphan_retries=1 lets them end at once (seen: 6 of 9
// namespaces still there after 80 s without it, none after 1 s with it).
#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "harness/base/caught.h"
#include "harness/base/descriptor.h"
#include "harness/base/error.h"
#include "harness/cluster/network.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

constexpr Duration kToolLimit = std::chrono::seconds(10);

// 198.18.0.0/15 is what RFC 2544 set aside for tests of networks.
constexpr std::string_view kPrefix = "198.18";
constexpr std::string_view kHubAddress = "198.18.255.254";

// Of every link that a network has in the conductor's namespace.
constexpr int kGroup = 18;

void Ip(const std::string& lines, int netns = -1) {
  const std::string ip = FindProgram("ip");
  if (ip.empty())
    throw Error(ErrorKind::kNotRun, "the program 'ip' is missing", Hint("install iproute2"));
  const ToolResult result = RunTool(
      {.executable = ip, .args = {"-batch", "-"}, .input = lines, .netns = netns}, kToolLimit);
  if (!result.ok)
    throw Error(ErrorKind::kNotRun, "the kernel refuses part of a private network",
                Hint("ip said: " + result.output));
}

void Set(const std::string& key, const std::string& value) {
  std::ofstream(std::filesystem::path("/proc/sys/net") / key) << value << std::flush;
}

// Of the namespace that the calling thread is in. A kernel without IPv6 lacks some of these.
void SettleNamespace() {
  Set("ipv6/conf/all/disable_ipv6", "1");
  Set("ipv6/conf/default/disable_ipv6", "1");
  Set("ipv4/tcp_orphan_retries", "1");
}

// A descriptor of a new network namespace.
int NewNamespace() {
  Descriptor made;
  std::optional<Error> failed;
  // A thread of its own moves in, takes hold of it and ends: no other thread leaves its namespace.
  std::thread([&] {
    const auto refuse = [] {
      throw Error(ErrorKind::kNotRun,
                  std::string("no new network namespace: ") + std::strerror(errno),
                  Hint("see /proc/sys/user/max_net_namespaces"));
    };
    try {
      if (::unshare(CLONE_NEWNET) != 0) refuse();
      SettleNamespace();
      made = Descriptor(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
      if (!made.ok()) refuse();
    } catch (...) {  // a thread ends here
      failed = CaughtError();
    }
  }).join();
  if (failed) throw *failed;
  return made.Release();
}

class Private final : public Network {
 public:
  Private() {
    SettleNamespace();
    // With a MAC of its own: a bridge that has none takes a port's, and changes it as ports come.
    Ip(fmt::format(
        "link set lo up\n"
        "link add hub address 02:00:00:00:00:fe group {} type bridge stp_state 0 forward_delay 0\n"
        "addr add {}/16 dev hub\n"
        "link set hub up\n",
        kGroup, kHubAddress));
  }

  // Cables are taken out: their namespaces end in the kernel's own time, and until then nobody else
  // could have a cable of the same name. All at once, because the kernel waits after each request.
  ~Private() override {
    DoQuietly([] { Ip(fmt::format("link del group {}\n", kGroup)); });  // else with their namespace
    for (const auto& host : hosts())
      if (host.netns >= 0) ::close(host.netns);
  }

  std::string mode() const override { return "private"; }

 protected:
  Host Place(const std::string& group, const std::string& name, int number) override {
    const auto subnet = subnets_.emplace(group, subnets_.size()).first->second;
    return {.name = name,
            .address = fmt::format("{}.{}.{}", kPrefix, subnet, number),
            .link = fmt::format("h{}-{}", subnet, number),
            .netns = -1};
  }

  void Make(Host& host) override {
    host.netns = NewNamespace();
    Ip(
        fmt::format("link add {0} group {3} type veth peer name eth0 netns /proc/{1}/fd/{2}\n"
                    "link set {0} master hub up\n",
                    host.link, ::getpid(), host.netns, kGroup));
    Ip(fmt::format("link set lo up\naddr add {}/16 dev eth0\nlink set eth0 up\n", host.address),
       host.netns);
  }

 private:
  std::map<std::string, std::size_t> subnets_;
};

}  // namespace

std::unique_ptr<Network> PrivateNetwork() { return std::make_unique<Private>(); }

}  // namespace kproof

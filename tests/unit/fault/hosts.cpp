#include "tests/unit/fault/hosts.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>
#include <utility>

#include "harness/base/error.h"
#include "harness/inject/net_tool.h"

namespace kproof {
namespace {

// Closing throws away what was not sent: the kernel would go on sending it, into the next test.
void LeaveNothingBehind(const Socket& socket) {
  const linger none{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

// A socket belongs for good to the namespace that the thread which made it was in.
int SocketIn(const Host& host, int type) {
  int made = -1;
  std::thread([&] {
    if (::setns(host.netns, CLONE_NEWNET) == 0)
      made = ::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  }).join();
  if (made < 0) throw Error("no socket in " + host.name);
  return made;
}

sockaddr_in At(const std::string& address, int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, address.c_str(), &at.sin_addr);
  return at;
}

bool Ready(int descriptor, short events, Duration limit) {
  pollfd one{descriptor, events, 0};
  return ::poll(&one, 1, static_cast<int>(limit.count() / 1000)) == 1;
}

void Bind(const Socket& socket, const Host& host, int port) {
  const sockaddr_in at = At(host.address, port);
  const int yes = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
    throw Error("can't bind in " + host.name);
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Socket::Send(const std::string& bytes) const {
  const auto ignored = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  static_cast<void>(ignored);  // what did not go out does not come in
}

std::optional<std::string> Socket::Receive(Duration limit) const {
  if (!Ready(descriptor_, POLLIN, limit)) return "";
  std::string bytes(65536, '\0');
  const auto got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (got <= 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

bool Connection::Carries(Duration limit) const {
  client.Send("x");
  return server.Receive(limit).value_or("") != "";
}

bool Connection::CarriesBack(Duration limit) const {
  server.Send("y");
  return client.Receive(limit).value_or("") != "";
}

void Hosts::SetUp() {
  if (!no_sandbox.empty()) GTEST_SKIP() << no_sandbox;
  if (network_ == nullptr) {
    network_ = PrivateNetwork();
    for (const int i : {1, 2, 3}) network_->Add("main", "broker-" + std::to_string(i), i);
  }
  const auto hosts = network_->hosts();
  a_ = hosts.at(0);
  b_ = hosts.at(1);
  c_ = hosts.at(2);
}

Socket Hosts::Listen(const Host& host, int port) {
  Socket listener(SocketIn(host, SOCK_STREAM));
  Bind(listener, host, port);
  if (::listen(listener.get(), 16) != 0) throw Error("can't listen in " + host.name);
  return listener;
}

std::optional<Connection> Hosts::Connect(const Host& from, const Host& to, const Socket& listener,
                                         int port, Duration limit) {
  Connection made{.client = Socket(SocketIn(from, SOCK_STREAM)), .server = Socket()};
  const sockaddr_in at = At(to.address, port);
  const int yes = 1;
  ::setsockopt(made.client.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  LeaveNothingBehind(made.client);
  if (::connect(made.client.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 &&
      errno != EINPROGRESS)
    return std::nullopt;
  if (!Ready(listener.get(), POLLIN, limit)) return std::nullopt;
  made.server = Socket(::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (made.server.get() < 0) return std::nullopt;
  LeaveNothingBehind(made.server);
  return made;
}

int Hosts::ErrorOfConnect(const Host& from, const Host& to, int port) {
  const Socket client(SocketIn(from, SOCK_STREAM));
  const sockaddr_in at = At(to.address, port);
  if (::connect(client.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 &&
      errno != EINPROGRESS)
    return errno;
  if (!Ready(client.get(), POLLOUT, kSurely)) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(client.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

Socket Hosts::Udp(const Host& host, int port) {
  Socket socket(SocketIn(host, SOCK_DGRAM));
  const int room = 1 << 20;  // for a thousand small datagrams that nobody has read yet
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  Bind(socket, host, port);
  return socket;
}

void Hosts::SendTo(const Socket& socket, const Host& to, int port, const std::string& bytes) {
  const sockaddr_in at = At(to.address, port);
  // What a wire has not sent on yet still fills the socket's buffer.
  ASSERT_TRUE(Ready(socket.get(), POLLOUT, kSurely));
  const auto sent = ::sendto(socket.get(), bytes.data(), bytes.size(), 0,
                             reinterpret_cast<const sockaddr*>(&at), sizeof at);
  ASSERT_EQ(sent, static_cast<ssize_t>(bytes.size())) << "errno " << errno;
}

Target Hosts::Of(const std::vector<Host>& hosts) {
  Target target;
  target.hosts = hosts;
  for (const auto& host : hosts) target.name += (target.name.empty() ? "" : ", ") + host.name;
  return target;
}

std::unique_ptr<Fault> Hosts::Make(const std::string& name, std::map<std::string, std::string> with,
                                   std::optional<Target> peers) {
  const FaultType& type = FindFault(name);
  FaultOptions options;
  for (const auto& param : type.params)
    if (param.kind != FaultParam::Kind::kTarget) options.with[param.name] = param.fallback;
  for (auto& [key, value] : with) options.with[key] = value;
  if (peers) options.targets["peers"] = *peers;
  options.within = std::chrono::seconds(10);
  options.mechanisms.network = network_.get();
  options.mechanisms.filter = &filter_;
  options.mechanisms.wire = &wire_;
  return type.make(options);
}

void Hosts::ExpectNothingLeft() {
  const auto run = [](const std::string& program, const std::vector<std::string>& args, int netns) {
    return RunNetTool({.program = program, .args = args, .script = "", .netns = netns});
  };
  EXPECT_EQ(run("nft", {"list", "tables"}, -1), "");
  for (const auto& host : {a_, b_, c_}) {
    EXPECT_EQ(run("nft", {"list", "tables"}, host.netns), "") << host.name;
    EXPECT_EQ(run("tc", {"qdisc", "show", "dev", "eth0"}, host.netns),
              "qdisc noqueue 0: root refcnt 2 \n");
  }
  const std::string links = run("ip", {"-brief", "link", "show", "type", "veth"}, -1);
  EXPECT_EQ(std::count(links.begin(), links.end(), '\n'), 3) << links;
  const std::string on_bridge = run("ip", {"-brief", "link", "show", "master", "hub"}, -1);
  EXPECT_EQ(std::count(on_bridge.begin(), on_bridge.end(), '\n'), 3) << on_bridge;
}

}  // namespace kproof

// Three hosts on a private network, and sockets that stand in them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/inject/packet_filter.h"
#include "harness/inject/wire.h"

namespace kproof {

inline std::string no_sandbox;  // why this machine has none; "" where it has

// A socket, or what is left of one.
class Socket {
 public:
  explicit Socket(int descriptor = -1) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();
  int get() const { return descriptor_; }

  void Send(const std::string& bytes) const;
  // What there is to read within `limit`; "" : nothing came; nothing: it was reset or closed.
  std::optional<std::string> Receive(Duration limit) const;

 private:
  int descriptor_;
};

constexpr int kPort = 9092;

// For what must come, however busy the machine is; and how long to look for what must not.
constexpr Duration kSurely = std::chrono::seconds(10);
constexpr Duration kNever = std::chrono::milliseconds(300);

struct Connection {
  Socket client, server;
  // Whether bytes that one end sends get to the other in time.
  bool Carries(Duration limit = kSurely) const;
  bool CarriesBack(Duration limit = kSurely) const;
};

class Hosts : public testing::Test {
 protected:
  // One network for all tests: each leaves it as it was, which ExpectNothingLeft holds.
  void SetUp() override;

  // A listener of TCP on a host, and connections to it. Nothing when it was refused or `limit` has
  // passed.
  Socket Listen(const Host& host, int port);
  std::optional<Connection> Connect(const Host& from, const Host& to, const Socket& listener,
                                    int port, Duration limit = kSurely);
  // What a try to connect ends with: 0, ECONNREFUSED, …; ETIMEDOUT when nothing came.
  int ErrorOfConnect(const Host& from, const Host& to, int port);
  Socket Udp(const Host& host, int port);
  void SendTo(const Socket& socket, const Host& to, int port, const std::string& bytes);

  static Target Of(const std::vector<Host>& hosts);
  std::unique_ptr<Fault> Make(const std::string& name, std::map<std::string, std::string> with,
                              std::optional<Target> peers = std::nullopt);

  // Nothing of ours is left in the kernel: neither tables nor queues nor links.
  void ExpectNothingLeft();

  inline static std::unique_ptr<Network> network_;
  PacketFilter filter_;
  Wire wire_;
  Host a_, b_, c_;
};

}  // namespace kproof

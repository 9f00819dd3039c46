// A client of a node that is not there, or that never answers.
#include "harness/kafka/node_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kproof {
namespace {

// A listening socket that nobody accepts from: what a frozen broker looks like.
class Frozen {
 public:
  explicit Frozen(bool listens) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    if (listens) ::listen(socket_, 8);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~Frozen() { ::close(socket_); }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;
  int port() const { return port_; }

 private:
  int socket_;
  int port_ = 0;
};

TEST(NodeClient, ARefusedConnectionIsNoAnswerAndSaysSo) {
  const Frozen closed(false);
  NodeClient client(Address{"127.0.0.1", closed.port()});
  EXPECT_FALSE(client.Metadata({}, std::chrono::milliseconds(500)).has_value());
  EXPECT_EQ(client.last_error(), "Connection refused");
}

TEST(NodeClient, AFrozenNodeCostsItsTimeoutAndNoMore) {
  const Frozen frozen(true);
  NodeClient client(Address{"127.0.0.1", frozen.port()});
  const auto begin = MonotonicMicros();
  EXPECT_FALSE(client.Quorum(std::chrono::milliseconds(200)).has_value());
  EXPECT_LT(MonotonicMicros() - begin, 1'000'000);
  EXPECT_EQ(client.last_error(), "no answer within 200ms");
}

}  // namespace
}  // namespace kproof

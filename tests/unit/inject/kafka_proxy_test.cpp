// The proxy over real sockets on loopback, with a peer behind it that answers every request with
// its own bytes.
#include "harness/inject/kafka_proxy.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <list>
#include <thread>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/protocol/api.h"
#include "tests/unit/inject/kafka_frames.h"

namespace kproof {
namespace {

constexpr Duration kLimit = std::chrono::seconds(10);

class Socket {
 public:
  explicit Socket(int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
      : fd_(descriptor) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket() { Close(); }
  void Close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  int fd() const { return fd_; }

  void Connect(const Address& address) {
    const auto at = Endpoint(address);
    ASSERT_EQ(::connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
  }
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Up to `size` bytes; fewer when the stream ended (then errno is 0), broke (errno says how) or
  // nothing came within `limit` (EAGAIN).
  std::string Receive(std::size_t size, Duration limit = kLimit) {
    std::string got(size, '\0');
    std::size_t at = 0;
    const Deadline deadline(limit);
    errno = 0;
    while (at < size) {
      pollfd readable{fd_, POLLIN, 0};
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline.Left());
      if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) == 0) {
        errno = EAGAIN;
        break;
      }
      const auto part = ::recv(fd_, got.data() + at, size - at, 0);
      if (part == 0) errno = 0;
      if (part <= 0) break;
      at += static_cast<std::size_t>(part);
    }
    got.resize(at);
    return got;
  }
  static sockaddr_in Endpoint(const Address& address) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(static_cast<std::uint16_t>(address.port));
    ::inet_pton(AF_INET, address.host.c_str(), &at.sin_addr);
    return at;
  }

 private:
  int fd_;
};

// Answers each frame with its correlation id and its whole body, one after the other; a Produce
// with acks=0 with nothing. A connection to it lives until its peer ends it.
class Peer {
 public:
  Peer() {
    const auto at = Socket::Endpoint({"127.0.0.1", 0});
    EXPECT_EQ(::bind(listener_.fd(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    EXPECT_EQ(::listen(listener_.fd(), 16), 0);
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    ::getsockname(listener_.fd(), reinterpret_cast<sockaddr*>(&bound), &size);
    address_ = {"127.0.0.1", ntohs(bound.sin_port)};
    thread_ = std::thread([this] { Accept(); });
  }
  ~Peer() {
    ::shutdown(listener_.fd(), SHUT_RDWR);
    thread_.join();
    for (auto& serving : serving_) serving.join();
  }
  const Address& address() const { return address_; }
  std::atomic<std::uint64_t> bytes = 0;  // received
  std::atomic<int> ended = 0;            // connections that ended in order

 private:
  void Accept() {
    for (;;) {
      const int client = ::accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      serving_.emplace_back([this, client] { Serve(Socket(client)); });
    }
  }
  void Serve(Socket client) {
    const Duration forever = std::chrono::minutes(2);
    for (;;) {
      const std::string length = client.Receive(4, forever);
      if (length.size() < 4) {
        if (errno == 0) ++ended;
        return;
      }
      const auto size = static_cast<std::size_t>(wire::Reader(length).Int32());
      const std::string body = client.Receive(size, forever);
      bytes += length.size() + body.size();
      const auto head = ReadRequestHead(body, body.size());
      if (head && head->answered && !client.Send(ResponseFrame(head->correlation, body))) return;
    }
  }

  Socket listener_;
  Address address_;
  std::thread thread_;
  std::list<std::thread> serving_;
};

Address FreeAddress() {
  Socket socket;
  const auto any = Socket::Endpoint({"127.0.0.1", 0});
  ::bind(socket.fd(), reinterpret_cast<const sockaddr*>(&any), sizeof any);
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&bound), &size);
  return {"127.0.0.1", ntohs(bound.sin_port)};
}

class AProxy : public testing::Test {
 protected:
  Socket Client() {
    Socket client;
    client.Connect(proxy_.place().listen);
    return client;
  }
  static std::string AnswerTo(std::int32_t correlation, const std::string& frame) {
    return ResponseFrame(correlation, frame.substr(4));
  }

  Peer peer_;
  KafkaProxy proxy_{{FreeAddress(), peer_.address()}};
};

TEST_F(AProxy, PassesRandomTrafficOfManyConnectionsUnchanged) {
  std::list<std::thread> clients;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    clients.emplace_back([this, seed] {
      Random random(seed);
      Socket client = Client();
      std::string sent;
      std::string expected;
      for (int frame = 0; frame < 200; ++frame) {
        std::string body(random.Below(random.Below(20) == 0 ? 300'000 : 2000), '\0');
        for (auto& byte : body) byte = static_cast<char>(random.Next());
        const auto api = static_cast<std::int16_t>(random.Below(93));
        const std::string request = RequestFrame(api, frame, body);
        sent += request;
        expected += AnswerTo(frame, request);
      }
      std::thread sender([&] { EXPECT_TRUE(client.Send(sent)); });
      EXPECT_TRUE(client.Receive(expected.size()) == expected) << "seed " << seed;
      sender.join();
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(proxy_.tally().connections, 8u);
  EXPECT_EQ(proxy_.tally().requests, 1600u);
  EXPECT_EQ(proxy_.tally().responses, 1600u);
  EXPECT_EQ(proxy_.tally().unmatched, 0u);
  EXPECT_EQ(proxy_.tally().malformed, 0u);
}

TEST_F(AProxy, WhatIsSentJustBeforeAClientEndsArrives) {
  std::uint64_t sent = 0;
  for (int connection = 1; connection <= 20; ++connection) {
    Socket client = Client();
    std::string stream;
    for (int frame = 0; frame < 50; ++frame)
      stream += Framed(ProduceBody(frame, 0, std::string(5000, 'r')));
    ASSERT_TRUE(client.Send(stream));
    client.Close();
    sent += stream.size();
    EXPECT_TRUE(WaitUntil([&] { return peer_.ended == connection; }, Deadline(kLimit)));
  }
  EXPECT_EQ(peer_.bytes, sent);
}

TEST_F(AProxy, ASwallowedResponseReachedThePeerAndEndsTheConnectionInOrder) {
  const auto rule = proxy_.Set({.action = ProxyAction::kSwallowResponses, .apis = {kProduceApi}});
  Socket client = Client();
  const std::string first = RequestFrame(3, 1);
  const std::string second = RequestFrame(0, 2);
  const std::string third = RequestFrame(0, 3);
  ASSERT_TRUE(client.Send(first + second + third));
  EXPECT_EQ(client.Receive(1 << 20), AnswerTo(1, first));
  EXPECT_EQ(errno, 0) << "in order";
  EXPECT_TRUE(WaitUntil([&] { return peer_.bytes == first.size() + second.size() + third.size(); },
                        Deadline(kLimit)))
      << "whatever came before the loss is handled";
  EXPECT_GE(proxy_.Counts(rule).acted, 1u);
  proxy_.Remove(rule);
  Socket again = Client();
  ASSERT_TRUE(again.Send(second));
  EXPECT_EQ(again.Receive(AnswerTo(2, second).size()), AnswerTo(2, second)) << "mended";
}

TEST_F(AProxy, AResetRequestIsAResetAndNeverReachesThePeer) {
  const auto rule = proxy_.Set({.action = ProxyAction::kResetRequests, .apis = {kProduceApi}});
  Socket client = Client();
  ASSERT_TRUE(client.Send(RequestFrame(3, 1)));
  client.Receive(AnswerTo(1, RequestFrame(3, 1)).size());
  const std::uint64_t before = peer_.bytes;
  ASSERT_TRUE(client.Send(RequestFrame(0, 2)));
  EXPECT_EQ(client.Receive(1), "");
  EXPECT_EQ(errno, ECONNRESET);
  EXPECT_EQ(peer_.bytes, before);
  EXPECT_EQ(proxy_.Counts(rule).acted, 1u);
}

TEST_F(AProxy, DelaysEachAnswerByAsMuchAsItSaysAndNotOneAfterTheOther) {
  const Duration delay = std::chrono::milliseconds(200);
  proxy_.Set({.action = ProxyAction::kDelayResponses, .delay = delay});
  Socket client = Client();
  std::string expected;
  const std::int64_t begin = MonotonicMicros();
  for (int frame = 0; frame < 20; ++frame) {
    ASSERT_TRUE(client.Send(RequestFrame(3, frame)));
    expected += AnswerTo(frame, RequestFrame(3, frame));
  }
  EXPECT_EQ(client.Receive(expected.size()), expected);
  const Duration took(MonotonicMicros() - begin);
  EXPECT_GE(took, delay);
  EXPECT_LT(took, 10 * delay);
}

TEST_F(AProxy, WhatARuleHoldsGoesOnAtOnceWhenItIsRemoved) {
  const auto rule =
      proxy_.Set({.action = ProxyAction::kDelayRequests, .delay = std::chrono::hours(1)});
  Socket client = Client();
  ASSERT_TRUE(client.Send(RequestFrame(3, 1)));
  EXPECT_EQ(client.Receive(1, std::chrono::milliseconds(100)), "");
  EXPECT_EQ(errno, EAGAIN);
  proxy_.Remove(rule);
  EXPECT_EQ(client.Receive(AnswerTo(1, RequestFrame(3, 1)).size()),
            AnswerTo(1, RequestFrame(3, 1)));
}

TEST_F(AProxy, HoldsNoMoreThanItsBound) {
  proxy_.Set({.action = ProxyAction::kDelayRequests, .delay = std::chrono::hours(1)});
  Socket client = Client();
  const timeval limit{.tv_sec = 0, .tv_usec = 300'000};
  ::setsockopt(client.fd(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  std::size_t taken = 0;
  while (taken < (64u << 20) && client.Send(RequestFrame(3, 1, std::string(1 << 20, 'x'))))
    taken += 1 << 20;
  EXPECT_LT(taken, 32u << 20) << "4 MiB and what the kernel buffers";
}

TEST_F(AProxy, WhatIsNotKafkaEndsThatConnectionAloneAndIsCounted) {
  Socket good = Client();
  int malformed = 0;
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\n\r\n"), wire::Writer().Int32(-1).bytes(), Framed("short"),
        Framed(HeaderOf({-7, 0, 1})), Framed(HeaderOf({600, 0, 1}))}) {
    Socket client = Client();
    ASSERT_TRUE(client.Send(bytes));
    EXPECT_EQ(client.Receive(1), "");
    EXPECT_NE(errno, EAGAIN);
    EXPECT_EQ(proxy_.tally().malformed, static_cast<std::uint64_t>(++malformed));
  }
  EXPECT_EQ(peer_.bytes, 0u);
  ASSERT_TRUE(good.Send(RequestFrame(3, 1)));
  EXPECT_EQ(good.Receive(AnswerTo(1, RequestFrame(3, 1)).size()), AnswerTo(1, RequestFrame(3, 1)));
}

TEST_F(AProxy, RulesComeAndGoWhileTrafficFlows) {
  Socket client = Client();
  std::atomic<bool> stop = false;
  std::thread rules([&] {
    while (!stop) {
      const auto swallow = proxy_.Set({.action = ProxyAction::kSwallowRequests, .apis = {60}});
      const auto delay =
          proxy_.Set({.action = ProxyAction::kDelayResponses, .delay = std::chrono::seconds(9)});
      proxy_.Remove(swallow);
      SleepFor(std::chrono::microseconds(200));
      proxy_.Remove(delay);
    }
  });
  for (int frame = 0; frame < 3000; ++frame) {
    const std::string request = RequestFrame(3, frame);
    ASSERT_TRUE(client.Send(request));
    ASSERT_EQ(client.Receive(AnswerTo(frame, request).size()), AnswerTo(frame, request));
  }
  stop = true;
  rules.join();
}

TEST(KafkaProxy, ABrokerThatTakesNoConnectionIsAReset) {
  KafkaProxy proxy({FreeAddress(), FreeAddress()});
  Socket client;
  client.Connect(proxy.place().listen);
  EXPECT_EQ(client.Receive(1), "");
  EXPECT_EQ(errno, ECONNRESET);
  EXPECT_EQ(proxy.tally().refused, 1u);
}

TEST(KafkaProxy, AnAddressThatIsTakenIsAnErrorThatNamesIt) {
  Peer peer;
  try {
    KafkaProxy proxy({peer.address(), peer.address()});
    FAIL() << "it listens";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(peer.address().ToString()), std::string::npos);
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
  }
}

TEST(KafkaProxy, EndsWithConnectionsOpenAndFramesHeld) {
  Peer peer;
  Socket client;
  {
    KafkaProxy proxy({FreeAddress(), peer.address()});
    proxy.Set({.action = ProxyAction::kDelayRequests, .delay = std::chrono::hours(1)});
    client.Connect(proxy.place().listen);
    ASSERT_TRUE(client.Send(RequestFrame(3, 1)));
  }
  EXPECT_EQ(client.Receive(1), "");
  EXPECT_NE(errno, EAGAIN);
}

}  // namespace
}  // namespace kproof

// Connections: what comes over a real socket, limits, and the end.
#include "harness/serve/web_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Answers with what it was asked.
class Served {
 public:
  explicit Served(std::function<WebAnswer(const WebRequest&)> answer = Echo)
      : server_({"127.0.0.1", 0}),
        thread_([this, answer = std::move(answer)] { server_.Run(answer); }) {}
  ~Served() {
    server_.Stop();
    thread_.join();
  }

  static WebAnswer Echo(const WebRequest& request) {
    return {.body = request.method + " " + request.target + " " + request.host,
            .headers = {{"X-Test", "yes"}}};
  }

  const WebAddress& address() const { return server_.address(); }

  Descriptor Connect() const {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(address().port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    const timeval limit{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return socket;
  }

  // Everything that comes until the server closes.
  std::string Say(const std::string& request) const {
    const auto socket = Connect();
    EXPECT_EQ(::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(request.size()));
    std::string text;
    char part[4'096];
    for (ssize_t got = 0; (got = ::recv(socket.get(), part, sizeof part, 0)) > 0;)
      text.append(part, static_cast<std::size_t>(got));
    return text;
  }

 private:
  WebServer server_;
  std::thread thread_;
};

TEST(WebServer, AnswersOverASocket) {
  const Served served;
  EXPECT_THAT(served.Say("GET /a?b=c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("X-Test: yes\r\n"),
                    HasSubstr("Content-Length: 12\r\n"), EndsWith("\r\n\r\nGET /a?b=c h")));
}

TEST(WebServer, AnswersSeveralRequestsOfOneConnection) {
  const Served served;
  EXPECT_THAT(served.Say("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
                         "GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("GET /1 h"), EndsWith("GET /2 h")));
}

TEST(WebServer, HeadHasNoBody) {
  const Served served;
  EXPECT_THAT(served.Say("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("Content-Length: 8\r\n"), EndsWith("\r\n\r\n")));
}

TEST(WebServer, TwoHostsAreNone) {
  const Served served;
  EXPECT_THAT(served.Say("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"),
              EndsWith("GET / "));
  EXPECT_THAT(served.Say("GET / HTTP/1.0\r\n\r\n"), EndsWith("GET / "));
}

TEST(WebServer, SendsFiles) {
  const TemporaryFolder folder;
  const std::string content(3'000'000, 'x');
  std::ofstream(folder.File("f")) << content;
  const Served served([&](const WebRequest&) {
    WebAnswer answer;
    answer.file = Descriptor(::open(folder.File("f").c_str(), O_RDONLY | O_CLOEXEC));
    return answer;
  });
  const auto all = served.Say("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(all, HasSubstr("Content-Length: 3000000\r\n"));
  EXPECT_TRUE(all.ends_with("\r\n\r\n" + content));
  EXPECT_THAT(served.Say("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("Content-Length: 3000000\r\n"), EndsWith("\r\n\r\n")));
}

TEST(WebServer, RefusesWhatIsTooLargeOrNoHttp) {
  const Served served;
  EXPECT_THAT(served.Say("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(served.Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(served.Say("nonsense\r\n\r\n"), Not(HasSubstr("200 OK")));
}

TEST(WebServer, AnotherOneCannotHaveThePort) {
  const Served served;
  try {
    WebServer another(served.address());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    EXPECT_THAT(error.Full(), AllOf(HasSubstr(served.address().Host()), HasSubstr("--port 0")));
  }
}

TEST(WebServer, EndsWhileConnectionsAreOpen) {
  auto served = std::make_unique<Served>();
  const auto idle = served->Connect();
  EXPECT_THAT(served->Say("GET / HTTP/1.0\r\n\r\n"), HasSubstr("200 OK"));
  served.reset();
}

TEST(WebServer, AnswersThatTakeLongDoNotHoldUpOthers) {
  std::atomic<bool> go_on{false};
  const Served served([&](const WebRequest& request) {
    while (request.target == "/slow" && !go_on) std::this_thread::yield();
    return Served::Echo(request);
  });
  std::string slow;
  std::thread other([&] { slow = served.Say("GET /slow HTTP/1.0\r\n\r\n"); });
  EXPECT_THAT(served.Say("GET /quick HTTP/1.0\r\n\r\n"), HasSubstr("/quick"));
  go_on = true;
  other.join();
  EXPECT_THAT(slow, HasSubstr("/slow"));
}

}  // namespace
}  // namespace kproof

#include "harness/serve/web_server.h"

#include <sys/stat.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <optional>

#include "harness/base/error.h"

namespace kproof {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr int kMostConnections = 64;
constexpr std::size_t kMostHeaderBytes = 8 << 10;
constexpr std::size_t kAnswerThreads = 4;
constexpr auto kIdle = std::chrono::seconds(30);
constexpr auto kTaking = std::chrono::minutes(10);
constexpr auto kAcceptAgain =
    std::chrono::milliseconds(50);  // after a failure, such as no descriptor

using Answerer = std::function<WebAnswer(const WebRequest&)>;
using Request = http::request<http::empty_body>;

std::string Text(beast::string_view text) { return {text.data(), text.size()}; }

// Two hosts are as good as none.
WebRequest AskedBy(const Request& request) {
  return {.method = Text(request.method_string()),
          .target = Text(request.target()),
          .host = request.count(http::field::host) == 1 ? Text(request[http::field::host]) : ""};
}

// Whether somebody, such as nohup, wants this signal to be ignored.
bool IsIgnored(int signal) {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

template <typename Body>
http::message_generator Finished(http::response<Body> response, const WebAnswer& answer,
                                 const Request& request, std::uint64_t bytes) {
  response.result(answer.status);
  response.version(request.version());
  response.keep_alive(request.keep_alive());
  response.set(http::field::server, "kproof");
  if (answer.status != 204) response.set(http::field::content_type, answer.type);
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  if (answer.status != 204) response.content_length(bytes);
  return http::message_generator(std::move(response));
}

// HEAD has the headers of GET and no body.
http::message_generator ResponseOf(WebAnswer answer, const Request& request) {
  struct stat seen {};
  const bool file = answer.file.ok() && ::fstat(answer.file.get(), &seen) == 0;
  const auto bytes = file ? static_cast<std::uint64_t>(seen.st_size) : answer.body.size();
  if (request.method() == http::verb::head)
    return Finished(http::response<http::empty_body>(), answer, request, bytes);
  if (!file) {
    http::response<http::string_body> response;
    response.body() = std::move(answer.body);
    return Finished(std::move(response), answer, request, bytes);
  }
  beast::file opened;
  opened.native_handle(answer.file.Release());
  http::response<http::file_body> response;
  error_code failed;
  response.body().reset(std::move(opened), failed);
  return Finished(std::move(response), answer, request, response.body().size());
}

// What its sessions share.
struct Shared {
  Shared(asio::thread_pool& of_server, Answerer answerer)
      : workers(of_server), answer(std::move(answerer)) {}

  asio::thread_pool& workers;
  const Answerer answer;
  std::atomic<int> connections{0};
};

// One connection: requests one after the other, until the client goes or says nothing for a while.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Tcp::socket socket, std::shared_ptr<Shared> shared)
      : stream_(std::move(socket)), shared_(std::move(shared)) {
    ++shared_->connections;
  }
  ~Session() { --shared_->connections; }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Read() {
    parser_.emplace();
    parser_->header_limit(kMostHeaderBytes);
    parser_->body_limit(0);
    stream_.expires_after(kIdle);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](const error_code& failed, std::size_t) {
                       self->HaveRead(failed);
                     });
  }

 private:
  void HaveRead(const error_code& failed) {
    if (failed == http::error::header_limit) return Refuse(431, "the header of the request");
    if (failed == http::error::body_limit) return Refuse(413, "the body of the request");
    if (failed) return Close();
    request_ = parser_->release();
    asio::post(shared_->workers, [self = shared_from_this()] {
      auto answer = std::make_shared<WebAnswer>(self->shared_->answer(AskedBy(self->request_)));
      asio::post(self->stream_.get_executor(), [self, answer] { self->Write(std::move(*answer)); });
    });
  }

  void Refuse(unsigned status, const std::string& what) {
    request_ = {};
    request_.keep_alive(false);
    Write({.status = status, .body = what + " is too large\n"});
  }

  void Write(WebAnswer answer) {
    auto response = ResponseOf(std::move(answer), request_);
    const bool stays = response.keep_alive();
    stream_.expires_after(kTaking);
    beast::async_write(stream_, std::move(response),
                       [self = shared_from_this(), stays](const error_code& failed, std::size_t) {
                         if (failed || !stays) return self->Close();
                         self->Read();
                       });
  }

  void Close() {
    error_code ignored;
    stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_{2 * kMostHeaderBytes};
  std::optional<http::request_parser<http::empty_body>> parser_;
  Request request_;
  std::shared_ptr<Shared> shared_;
};

Error CantListen(const WebAddress& at, const error_code& why) {
  const auto next = why == asio::error::address_in_use
                        ? "does another kproof serve run? --port chooses another port, and "
                          "--port 0 any free one"
                        : "--port chooses another port, and --port 0 any free one";
  return {ErrorKind::kNotRun, "can't listen on " + at.Host() + ": " + why.message(), Hint(next)};
}

}  // namespace

struct WebServer::Impl {
  explicit Impl(const WebAddress& at)
      : address(at), acceptor(io), again(io), signals(io), workers(kAnswerThreads) {
    const Tcp::endpoint endpoint(asio::ip::make_address(at.ip), at.port);
    error_code failed;
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(Tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(kMostConnections, failed);
    if (failed) throw CantListen(at, failed);
    address.port = acceptor.local_endpoint().port();
  }

  void Accept() {
    acceptor.async_accept([this](const error_code& failed, Tcp::socket client) {
      if (failed == asio::error::operation_aborted) return;
      if (failed) {
        again.expires_after(kAcceptAgain);
        again.async_wait([this](const error_code& cancelled) {
          if (!cancelled) Accept();
        });
        return;
      }
      if (shared->connections < kMostConnections)
        std::make_shared<Session>(std::move(client), shared)->Read();
      Accept();
    });
  }

  WebAddress address;
  asio::io_context io{1};
  Tcp::acceptor acceptor;
  asio::steady_timer again;
  asio::signal_set signals;
  asio::thread_pool workers;  // before `io`'s handlers go, which hold sessions
  std::shared_ptr<Shared> shared;
};

WebServer::WebServer(const WebAddress& at) : impl_(std::make_unique<Impl>(at)) {}

WebServer::~WebServer() {
  impl_->workers.stop();
  impl_->workers.join();
}

const WebAddress& WebServer::address() const { return impl_->address; }

void WebServer::Run(std::function<WebAnswer(const WebRequest&)> answer) {
  impl_->shared = std::make_shared<Shared>(impl_->workers, std::move(answer));
  impl_->Accept();
  impl_->io.run();
  error_code ignored;
  impl_->signals.clear(ignored);
}

void WebServer::Stop() { impl_->io.stop(); }

void WebServer::StopOnSignals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    if (!IsIgnored(signal)) impl_->signals.add(signal);
  impl_->signals.async_wait([this](const error_code& failed, int) {
    if (!failed) Stop();
  });
}

}  // namespace kproof

// Sockets are non-blocking and every wait is a poll() up to the deadline. Host names are resolved
// by the system, which may take longer than the deadline; the drivers give out addresses.
#include "harness/kafka/connection.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "harness/base/error.h"
#include "harness/kafka/wire.h"

namespace kproof {
namespace {

constexpr std::int16_t kApiVersions = 18;
constexpr std::string_view kClientId = "kproof";
// Far more than the metadata of any cluster that the harness looks at; guards against a stream that
// is not Kafka's.
constexpr std::int32_t kLargestAnswer = 64 << 20;

}  // namespace

bool Connection::Fail(std::string why) {
  error_ = std::move(why);
  Close();
  return false;
}

void Connection::Close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool Connection::Await(short events, Deadline deadline) {
  while (true) {
    const auto left = std::max<std::int64_t>(0, deadline.Left().count());
    const timespec wait{left / 1'000'000, left % 1'000'000 * 1000};
    pollfd poll{socket_, events, 0};
    const int ready = ::ppoll(&poll, 1, &wait, nullptr);
    if (ready > 0) return true;
    if (ready == 0) return Fail("no answer in time");
    if (errno != EINTR) return Fail(std::strerror(errno));
  }
}

bool Connection::Open(Deadline deadline) {
  Close();
  versions_.clear();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(host_.c_str(), std::to_string(port_).c_str(), &hints, &found);
  if (failed != 0) return Fail(fmt::format("{}: {}", host_, ::gai_strerror(failed)));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, &::freeaddrinfo);

  socket_ = ::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return Fail(std::strerror(errno));
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (::connect(socket_, address->ai_addr, address->ai_addrlen) != 0) {
    if (errno != EINPROGRESS) return Fail(std::strerror(errno));
    if (!Await(POLLOUT, deadline)) return false;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return Fail(std::strerror(error));
  }

  // Version 0 has the plain header (1, response 0), and every node answers it.
  wire::Writer message;
  message.Int16(kApiVersions).Int16(0).Int32(++correlation_).PlainString(kClientId);
  const auto answer = Exchange(message.bytes(), correlation_, deadline);
  if (!answer) return false;
  wire::Reader reader(*answer);
  if (const auto code = reader.Int16(); code != 0)
    return Fail(fmt::format("ApiVersions: {}", code));
  for (std::size_t left = reader.PlainArray(); left > 0; --left) {
    const std::int16_t api_key = reader.Int16();
    const std::int16_t lowest = reader.Int16();
    versions_[api_key] = {.lowest = lowest, .highest = reader.Int16()};
  }
  return true;
}

bool Connection::Knows(std::int16_t api_key, std::int16_t version) const {
  const auto found = versions_.find(api_key);
  return open() && found != versions_.end() && found->second.lowest <= version &&
         version <= found->second.highest;
}

bool Connection::Send(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (!Await(POLLOUT, deadline)) return false;
    } else if (errno != EINTR) {
      return Fail(std::strerror(errno));
    }
  }
  return true;
}

bool Connection::Receive(char* to, std::size_t size, Deadline deadline) {
  while (size > 0) {
    const ssize_t got = ::recv(socket_, to, size, 0);
    if (got > 0) {
      to += got;
      size -= static_cast<std::size_t>(got);
    } else if (got == 0) {
      return Fail("connection closed by the node");
    } else if (errno == EAGAIN) {
      if (!Await(POLLIN, deadline)) return false;
    } else if (errno != EINTR) {
      return Fail(std::strerror(errno));
    }
  }
  return true;
}

std::optional<std::string> Connection::Exchange(std::string_view message, std::int32_t correlation,
                                                Deadline deadline) {
  wire::Writer size;
  size.Int32(static_cast<std::int32_t>(message.size()));
  if (!Send(size.bytes() + std::string(message), deadline)) return std::nullopt;
  std::string head(4, '\0');
  if (!Receive(head.data(), head.size(), deadline)) return std::nullopt;
  const std::int32_t length = wire::Reader(head).Int32();
  if (length < 4 || length > kLargestAnswer) {
    Fail(fmt::format("an answer of {} bytes", length));
    return std::nullopt;
  }
  std::string answer(static_cast<std::size_t>(length), '\0');
  if (!Receive(answer.data(), answer.size(), deadline)) return std::nullopt;
  if (wire::Reader(answer).Int32() != correlation) {
    Fail("an answer to another question");
    return std::nullopt;
  }
  return answer.substr(4);
}

std::optional<std::string> Connection::Call(const Request& request, Deadline deadline) {
  wire::Writer header;
  header.Int16(request.api_key).Int16(request.version).Int32(++correlation_).PlainString(kClientId);
  header.NoTags();
  auto answer = Exchange(header.bytes() + request.body, correlation_, deadline);
  if (!answer) return std::nullopt;
  // Its answers keep the plain header, so that any client can read them (KIP-511).
  if (request.api_key == kApiVersions) return answer;
  // The flexible response header: tags that nobody uses, so one byte.
  if (answer->empty() || answer->front() != '\0') {
    Fail("damaged answer: unknown header");
    return std::nullopt;
  }
  answer->erase(0, 1);
  return answer;
}

}  // namespace kproof

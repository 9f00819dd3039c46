#include "harness/inject/heap_filler.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "harness/base/error.h"

namespace kproof {

HeapFiller::HeapFiller(const Address& address, std::int32_t bytes, Duration limit)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(address.port));
  ::inet_pton(AF_INET, address.host.c_str(), &to.sin_addr);
  const timeval time{limit.count() / 1'000'000, limit.count() % 1'000'000};
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);  // bounds connect too
  const std::uint32_t size = htonl(static_cast<std::uint32_t>(bytes));
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0 ||
      ::send(socket_, &size, sizeof size, MSG_NOSIGNAL) != sizeof size) {
    const int reason = errno;
    ::close(socket_);
    throw Error("can't send to " + address.ToString() + ": " + std::strerror(reason));
  }
}

HeapFiller::~HeapFiller() {
  if (socket_ >= 0) ::close(socket_);
}

HeapFiller::HeapFiller(HeapFiller&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

}  // namespace kproof

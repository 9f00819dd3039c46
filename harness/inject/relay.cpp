#include "harness/inject/relay.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "harness/base/clock.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr std::size_t kReadBytes = 1 << 16;
// What one direction holds at most (and kReadBytes more); then its sender has to wait, as it would
// for a peer that does not read.
constexpr std::size_t kMostQueuedBytes = 1 << 22;
constexpr auto kConnectLimit = std::chrono::seconds(30);
// How long the other side may take to end after one has.
constexpr auto kEndLimit = std::chrono::seconds(10);

}  // namespace

Relay::Way::Way(Tcp::socket& from_socket, Tcp::socket& to_socket, GatedQueue& to_queue)
    : from(from_socket),
      to(to_socket),
      queue(to_queue),
      timer(from_socket.get_executor()),
      input(kReadBytes) {}

Relay::Relay(Tcp::socket client, ProxyRules& rules, ProxyTally& tally)
    : client_(std::move(client)),
      broker_(client_.get_executor()),
      rules_(rules),
      tally_(tally),
      exchange_(rules, tally),
      requests_(client_, broker_, exchange_.to_broker()),
      responses_(broker_, client_, exchange_.to_client()),
      limit_(client_.get_executor()) {}

void Relay::Start(const Tcp::endpoint& broker, std::function<void()> gone) {
  gone_ = std::move(gone);
  limit_.expires_after(kConnectLimit);
  limit_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (!cancelled) self->Reset();
  });
  broker_.async_connect(broker, [self = shared_from_this()](const error_code& failed) {
    if (!self->closed_) self->Connected(failed);
  });
}

void Relay::Connected(const error_code& failed) {
  limit_.cancel();
  if (failed) {
    ++tally_.refused;
    Reset();
    return;
  }
  error_code ignored;
  client_.set_option(Tcp::no_delay(true), ignored);
  broker_.set_option(Tcp::no_delay(true), ignored);
  Read(requests_);
  Read(responses_);
}

bool Relay::Full(const Way& way) const {
  if (way.discard) return false;
  return way.queue.bytes() + way.output_bytes >= kMostQueuedBytes ||
         (&way == &requests_ && exchange_.full());
}

void Relay::Read(Way& way) {
  if (closed_ || way.reading || way.read_over || Full(way)) return;
  way.reading = true;
  way.from.async_read_some(
      asio::buffer(way.input),
      [self = shared_from_this(), &way](const error_code& failed, std::size_t bytes) {
        way.reading = false;
        if (!self->closed_) self->HaveRead(way, failed, bytes);
      });
}

void Relay::HaveRead(Way& way, const error_code& failed, std::size_t bytes) {
  if (failed) {
    way.read_over = way.ending = true;
    if (way.write_over) {
      End(way);
    } else {
      Write(way);
    }
    return;
  }
  if (!way.discard && !Feed(way, bytes)) return;
  Write(way);
  Read(way);
  if (&way == &responses_) {
    Read(requests_);  // there may be room for more requests
  } else {
    Write(responses_);  // the exchange may have answered one itself
  }
}

// False: the connection has ended over it.
bool Relay::Feed(Way& way, std::size_t bytes) {
  const std::string_view input(way.input.data(), bytes);
  try {
    if (&way == &requests_) {
      exchange_.FromClient(input);
    } else {
      exchange_.FromBroker(input);
    }
  } catch (const Error&) {  // counted; whoever sent it sees its connection end, as with a broker
    ++tally_.malformed;
    Reset();
    return false;
  }
  if (exchange_.reset()) {
    Reset();
    return false;
  }
  if (exchange_.closing() && !lost_) LoseConnection();
  if (exchange_.late() && !lost_) LoseClient();
  return true;
}

void Relay::Write(Way& way) {
  if (closed_ || way.writing || way.write_over) return;
  const std::int64_t now = MonotonicMicros();
  way.output = way.queue.TakeReady([&](const Gate& gate) { return rules_.Closed(gate, now); });
  if (way.output.empty()) {
    if (!way.queue.empty()) return WaitForGate(way, now);
    if (way.ending) {
      // A broker that has ended its side may have ended altogether.
      if (&way == &requests_ && !responses_.read_over) exchange_.HasCome();
      End(way);
    }
    return;
  }
  std::vector<asio::const_buffer> buffers;
  for (const auto& piece : way.output) {
    buffers.push_back(asio::buffer(piece));
    way.output_bytes += piece.size();
  }
  way.writing = true;
  asio::async_write(way.to, buffers,
                    [self = shared_from_this(), &way](const error_code& failed, std::size_t) {
                      way.writing = false;
                      way.output_bytes = 0;
                      if (!self->closed_) self->HaveWritten(way, failed);
                    });
}

void Relay::HaveWritten(Way& way, const error_code& failed) {
  if (failed) return End(way);
  Write(way);
  Read(way);
}

void Relay::WaitForGate(Way& way, std::int64_t now) {
  const auto due = way.queue.NextDue([&](const Gate& gate) { return rules_.Closed(gate, now); });
  if (!due) return;  // until Wake
  way.timer.expires_after(Duration(*due - now));
  way.timer.async_wait([self = shared_from_this(), &way](const error_code& cancelled) {
    if (!cancelled) self->Write(way);
  });
}

void Relay::End(Way& way) {
  way.queue.Clear();
  way.discard = true;
  if (!way.write_over) {
    way.write_over = true;
    error_code ignored;
    way.to.shutdown(Tcp::socket::shutdown_send, ignored);
    LimitEnd();
  }
  const bool over =
      requests_.write_over && responses_.write_over && requests_.read_over && responses_.read_over;
  if (over) return Close();
  Read(way);
}

// A request that waits at a gate, because it is late or held back, is not thrown away.
void Relay::LimitEnd() {
  limit_.expires_after(kEndLimit);
  limit_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (cancelled || self->closed_) return;
    const Way& requests = self->requests_;
    const bool waits = !requests.write_over && !requests.writing && !requests.queue.empty();
    return waits ? self->LimitEnd() : self->Close();
  });
}

void Relay::LoseConnection() {
  lost_ = true;
  for (Way* const way : {&requests_, &responses_}) way->discard = way->ending = true;
  Write(requests_);
}

// The broker's side stays until it has what is late, and its answers are nobody's.
void Relay::LoseClient() {
  lost_ = true;
  requests_.discard = requests_.ending = requests_.read_over = true;
  responses_.discard = responses_.write_over = true;
  responses_.queue.Clear();
  error_code ignored;
  client_.set_option(Tcp::socket::linger(true, 0), ignored);
  client_.close(ignored);
}

void Relay::Wake() {
  Write(requests_);
  Write(responses_);
}

void Relay::Reset() {
  error_code ignored;
  client_.set_option(Tcp::socket::linger(true, 0), ignored);
  Close();
}

void Relay::Close() {
  if (std::exchange(closed_, true)) return;
  error_code ignored;
  client_.close(ignored);
  broker_.close(ignored);
  limit_.cancel();
  requests_.timer.cancel();
  responses_.timer.cancel();
  if (gone_) gone_();
}

}  // namespace kproof

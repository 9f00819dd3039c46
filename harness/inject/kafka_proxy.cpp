#include "harness/inject/kafka_proxy.h"

#include <sched.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "harness/base/error.h"
#include "harness/inject/io_loop.h"
#include "harness/inject/relay.h"

namespace kproof {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr std::size_t kMostConnections = 1000;  // at once; more are reset
constexpr int kBacklog = 128;
constexpr auto kAcceptAgain =
    std::chrono::milliseconds(50);  // after a failure, such as no descriptor

Tcp::endpoint EndpointOf(const Address& address) {
  error_code wrong;
  const auto host = asio::ip::make_address(address.host, wrong);
  if (wrong)
    throw Error(ErrorKind::kNotRun,
                "a proxy can't listen at " + address.ToString() + ": that is not an IP address");
  return {host, static_cast<asio::ip::port_type>(address.port)};
}

void Enter(int netns) {
  if (netns >= 0 && ::setns(netns, CLONE_NEWNET) != 0)
    throw Error(ErrorKind::kNotRun,
                std::string("a proxy can't enter its network namespace: ") + std::strerror(errno));
}

}  // namespace

struct KafkaProxy::Impl {
  explicit Impl(const ProxyPlace& at)
      : place(at), broker(EndpointOf(at.forward)), acceptor(io), again(io) {}

  void Listen() {
    const Tcp::endpoint endpoint = EndpointOf(place.listen);
    try {
      acceptor.open(endpoint.protocol());
      acceptor.set_option(Tcp::acceptor::reuse_address(true));
      acceptor.bind(endpoint);
      acceptor.listen(kBacklog);
    } catch (const boost::system::system_error& failed) {
      throw Error(ErrorKind::kNotRun, "a proxy can't listen on " + place.listen.ToString() + ": " +
                                          failed.code().message());
    }
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
      Take(std::move(client));
      Accept();
    });
  }

  void Take(Tcp::socket client) {
    ++tally.connections;
    const auto relay = std::make_shared<Relay>(std::move(client), rules, tally);
    if (relays.size() >= kMostConnections) {
      ++tally.refused;
      relay->Reset();
      return;
    }
    relays.insert(relay);
    relay->Start(broker, [this, raw = relay.get()] { Forget(raw); });
  }

  // After its last handler: it is the relay itself that says so.
  void Forget(Relay* relay) {
    asio::post(io, [this, relay] { relays.erase(relay->shared_from_this()); });
  }

  // The thread's entire life; `ready` gets the news that it listens, or why it can't.
  void Run(std::promise<void> ready) {
    try {
      Enter(place.netns);
      Listen();
      Accept();
    } catch (...) {
      ready.set_exception(std::current_exception());
      return;
    }
    ready.set_value();
    RunHandlers(io, [this](const Error& error) { Broke(error); });
  }

  // Which connection it was is not known, and what it would have done next is lost: all are reset,
  // and clients come again.
  void Broke(const Error& error) {
    {
      const std::lock_guard lock(failure_mutex);
      if (!failure) failure = error;
    }
    for (const auto& relay : std::set(relays)) relay->Reset();
    if (!acceptor.is_open()) return;
    acceptor.cancel();  // or there might be two of them
    again.cancel();
    Accept();
  }

  void End() {
    asio::post(io, [this] {
      error_code ignored;
      acceptor.close(ignored);
      again.cancel();
      for (const auto& relay : std::set(relays)) relay->Close();
    });
    thread.join();
  }

  const ProxyPlace place;
  ProxyRules rules;
  ProxyTally tally;
  asio::io_context io{1};
  const Tcp::endpoint broker;
  Tcp::acceptor acceptor;
  asio::steady_timer again;
  std::set<std::shared_ptr<Relay>> relays;
  mutable std::mutex failure_mutex;
  std::optional<Error> failure;  // the first one
  std::thread thread;
};

KafkaProxy::KafkaProxy(const ProxyPlace& place) : impl_(std::make_unique<Impl>(place)) {
  std::promise<void> ready;
  auto listening = ready.get_future();
  impl_->thread = std::thread(
      [impl = impl_.get(), told = std::move(ready)]() mutable { impl->Run(std::move(told)); });
  try {
    listening.get();
  } catch (...) {
    impl_->thread.join();
    throw;
  }
}

KafkaProxy::~KafkaProxy() { impl_->End(); }

const ProxyPlace& KafkaProxy::place() const { return impl_->place; }

RuleId KafkaProxy::Set(const ProxyRule& rule) { return impl_->rules.Set(rule); }

void KafkaProxy::Remove(RuleId id) {
  impl_->rules.Remove(id);
  asio::post(impl_->io, [impl = impl_.get()] {
    for (const auto& relay : std::set(impl->relays)) relay->Wake();
  });
}

ProxyRuleCounts KafkaProxy::Counts(RuleId id) const { return impl_->rules.Counts(id); }

std::string KafkaProxy::failure() const {
  const std::lock_guard lock(impl_->failure_mutex);
  return impl_->failure ? impl_->failure->Full() : "";
}

const ProxyTally& KafkaProxy::tally() const { return impl_->tally; }

}  // namespace kproof

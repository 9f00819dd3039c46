// One client's connection through the proxy: two sockets, an exchange between them.
//
// An end of the stream is passed on only after everything that came before it, in both directions,
// because a producer with acks=0 may send and close at once. Belongs to the thread that runs its
// io_context. Included by kafka_proxy.cpp and relay.cpp alone: Boost.Asio is heavy.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/inject/exchange.h"

namespace kproof {

class Relay : public std::enable_shared_from_this<Relay> {
 public:
  using Tcp = boost::asio::ip::tcp;

  Relay(Tcp::socket client, ProxyRules& rules, ProxyTally& tally);

  // Connects to the broker and begins; `gone` is called once, after the connection has ended.
  void Start(const Tcp::endpoint& broker, std::function<void()> gone);
  // Looks again at what waits: a rule was removed.
  void Wake();
  // Ends it at once; what is on its way is lost.
  void Close();
  // The same, and the client gets a TCP RST.
  void Reset();

 private:
  // One direction.
  struct Way {
    Way(Tcp::socket& from_socket, Tcp::socket& to_socket, GatedQueue& to_queue);
    Tcp::socket& from;
    Tcp::socket& to;
    GatedQueue& queue;
    boost::asio::steady_timer timer;  // for the first frame that waits
    std::vector<char> input;
    std::vector<std::string> output;  // being written
    std::size_t output_bytes = 0;
    bool reading = false;
    bool read_over = false;  // the stream ended, or broke
    bool discard = false;    // read on, but for nobody
    bool ending = false;     // close `to` once the queue is empty
    bool writing = false;
    bool write_over = false;  // nothing can be written any more
  };

  void Connected(const boost::system::error_code& failed);
  void Read(Way& way);
  void HaveRead(Way& way, const boost::system::error_code& failed, std::size_t bytes);
  bool Feed(Way& way, std::size_t bytes);
  void Write(Way& way);
  void HaveWritten(Way& way, const boost::system::error_code& failed);
  void WaitForGate(Way& way, std::int64_t now);  // what was closed then
  void End(Way& way);                            // nothing more is written there
  void LimitEnd();
  void LoseConnection();  // as a rule has said
  void LoseClient();      // likewise, of its side alone
  bool Full(const Way& way) const;

  Tcp::socket client_;
  Tcp::socket broker_;
  ProxyRules& rules_;
  ProxyTally& tally_;
  Exchange exchange_;
  Way requests_;
  Way responses_;
  boost::asio::steady_timer limit_;  // of connecting, then of ending
  std::function<void()> gone_;
  bool lost_ = false;
  bool closed_ = false;
};

}  // namespace kproof

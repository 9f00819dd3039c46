// One TCP connection to one node, on which every step has a deadline: a frozen node costs the
// caller its time-out and never more, whatever the kernel still buffers.
//
// Not thread-safe. After an error the connection is closed, so that a late answer is never taken
// for the next one's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/clock.h"

namespace kproof {

// A request of Kafka's protocol: always one of the flexible versions (request header 2, response
// header 1).
struct Request {
  std::int16_t api_key = 0;
  std::int16_t version = 0;
  std::string body;
};

class Connection {
 public:
  Connection(std::string host, int port) : host_(std::move(host)), port_(port) {}
  ~Connection() { Close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool open() const { return socket_ >= 0; }
  // Connects and asks which versions the node knows (ApiVersions v0). False: see error().
  bool Open(Deadline deadline);
  void Close();
  // Whether the node knows this request in this version; false while the connection is closed.
  bool Knows(std::int16_t api_key, std::int16_t version) const;
  // The body of the answer, after its header; nothing: see error(). Throws Error(kCorrupt) on an
  // answer that is none.
  std::optional<std::string> Call(const Request& request, Deadline deadline);

  const std::string& error() const { return error_; }

 private:
  struct Versions {
    std::int16_t lowest = 0;
    std::int16_t highest = -1;
  };

  std::optional<std::string> Exchange(std::string_view message, std::int32_t correlation,
                                      Deadline deadline);
  bool Send(std::string_view bytes, Deadline deadline);
  bool Receive(char* to, std::size_t size, Deadline deadline);
  bool Await(short events, Deadline deadline);
  bool Fail(std::string why);  // closes; always false

  std::string host_;
  int port_;
  int socket_ = -1;
  std::int32_t correlation_ = 0;
  std::map<std::int16_t, Versions> versions_;
  std::string error_;
};

}  // namespace kproof

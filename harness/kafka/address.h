// Where a listener is reached.
//
// Thread-safe: values.
#pragma once

#include <string>

namespace kproof {

struct Address {
  std::string host;  // a name or an IPv4 address
  int port = 0;
  std::string ToString() const { return host + ":" + std::to_string(port); }
  bool operator==(const Address&) const = default;
};

}  // namespace kproof

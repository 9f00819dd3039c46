// What is asked over HTTP and what is answered, as values: all that `kproof serve` decides is a
// function from the one to the other, which tests call without a socket.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "harness/base/descriptor.h"

namespace kproof {

struct WebRequest {
  std::string method = "GET";
  std::string target = "/";  // as it was sent: path and query
  std::string host = {};     // of the header Host; "": there was none
};

struct WebAnswer {
  unsigned status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body = {};
  Descriptor file = {};  // where there is one, what it has is the body
  std::vector<std::pair<std::string, std::string>> headers = {};
};

}  // namespace kproof

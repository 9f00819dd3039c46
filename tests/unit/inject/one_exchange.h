// A connection through the proxy whose frames a test hands in and takes out.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "harness/inject/exchange.h"

namespace kproof {

class OneExchange : public testing::Test {
 protected:
  std::string Out(GatedQueue& queue, std::int64_t now = 0) {
    std::string all;
    for (const auto& piece :
         queue.TakeReady([&](const Gate& gate) { return book_.Closed(gate, now); }))
      all += piece;
    return all;
  }
  std::string ToBroker() { return Out(exchange_.to_broker()); }
  std::string ToClient() { return Out(exchange_.to_client()); }

  ProxyRules book_;
  ProxyTally tally_;
  Exchange exchange_{book_, tally_};
};

}  // namespace kproof

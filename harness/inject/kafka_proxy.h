// A proxy between clients and one broker that knows Kafka's protocol: it accepts connections at the
// broker's advertised address, forwards them to the address where the broker listens, and applies
// its rules to requests and answers. Without a rule every byte passes unchanged.
//
// Each proxy has a thread of its own, which enters the network namespace given once, at its start:
// all its sockets live there. Plain TCP only: TLS hides the requests, and SASL tokens without a
// frame (before SaslHandshake v1) would end the connection as malformed.
//
// A broker that takes no connection looks different through a proxy: connecting succeeds, and then
// the connection is reset.
//
// Thread-safe.
#pragma once

#include <memory>

#include "harness/cluster/cluster.h"
#include "harness/inject/exchange.h"
#include "harness/inject/proxy_rule.h"
#include "harness/inject/proxy_rules.h"

namespace kproof {

struct ProxyPlace {
  Address listen;  // IPv4 or IPv6 addresses, never names
  Address forward;
  int netns = -1;  // descriptor of the network namespace of both; -1: the caller's
};

class KafkaProxy {
 public:
  // Listens once this returns. Throws Error(kNotRun) naming the address where it can't.
  explicit KafkaProxy(const ProxyPlace& place);
  ~KafkaProxy();  // ends every connection
  KafkaProxy(const KafkaProxy&) = delete;
  KafkaProxy& operator=(const KafkaProxy&) = delete;

  const ProxyPlace& place() const;

  // The rule holds for every frame that comes after this returns. Throws Error(kUsage) for one that
  // makes no sense.
  RuleId Set(const ProxyRule& rule);
  // Frames that the rule holds back pass at once; no-op for a rule that was removed.
  void Remove(RuleId id);
  // Of a rule that is or was there.
  ProxyRuleCounts Counts(RuleId id) const;

  const ProxyTally& tally() const;
  // An error of the proxy itself that ended all its connections, in words; "": none.
  std::string failure() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

// A proxy between clients and one broker that knows Kafka's protocol: it takes connections where
// the broker is said to be, forwards them to where it really listens, and does to requests and
// answers of one kind what its rules say. Without a rule every byte passes as it is.
//
// Each proxy has a thread of its own, which enters the network namespace given once, at its start:
// all its sockets live there. Plain TCP alone: with TLS there is nothing to see, and before
// SaslHandshake v1 tokens without a frame would end the connection as malformed.
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
  // What the rule keeps back goes on at once; no-op when it is not there any more.
  void Remove(RuleId id);
  // Of a rule that is or was there.
  ProxyRuleCounts Counts(RuleId id) const;

  const ProxyTally& tally() const;
  // What went wrong within the proxy itself and cost all connections of that time, in words; "":
  // nothing has.
  std::string failure() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

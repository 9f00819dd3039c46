// Faults of the Kafka-aware proxy: each is one rule, set at the proxy before every broker of its
// target. The rule's counters prove that it touched something; taking it off is the undo, and what
// it keeps back goes on at once. Those that are no more than a rule are rows of proxy_faults.cpp.
//
// It is about what clients and brokers say to each other: brokers and controllers speak among
// themselves by listeners of their own, which no proxy stands before.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/inject/proxies.h"

namespace kproof {

class ProxyFault final : public Fault {
 public:
  ProxyFault(const FaultOptions& options, ProxyRule rule)
      : options_(options), rule_(std::move(rule)) {}

  Undo Prepare(const Target& target) override;
  void Inject(const Target& target) override;
  // The proxies as a whole: a broker that leads nothing rightly gets no Produce.
  Bite Prove(const Target& target) const override;
  Duration ShowsAfter() const override;  // late requests are with the broker after their delay

 private:
  const FaultOptions options_;
  ProxyRule rule_;
  std::map<const KafkaProxy*, std::pair<KafkaProxy*, RuleId>> rules_;  // in force
};

}  // namespace kproof

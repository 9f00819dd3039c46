// What a Kafka-aware proxy does to requests or answers of one kind, and what it counted.
//
// Values; thread-safe as such.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/inject/fetch_positions.h"

namespace kproof {

enum class ProxyAction {
  kSwallowRequests,   // they never reach the broker, and are never answered
  kSwallowResponses,  // the broker does what it was asked to, and the client gets no answer
  kDelayRequests,     // each reaches the broker `delay` later, and what follows it not before it
  kDelayResponses,    // the same on the way back
  kResetRequests,     // the connection that such a request comes on is reset (TCP RST) instead
  kHoldFetches,       // answers to a Fetch at or past `place` wait until the rule is removed
};

// What becomes of a connection of which a response was swallowed. `kClose` is what a network does:
// the connection is lost after the request was handled; earlier answers still arrive, later ones
// don't. With `kKeep` later answers arrive, as on no real network: librdkafka knows answers by
// their correlation id and waits for this one for socket.timeout.ms (a Produce no longer than its
// first record's delivery.timeout.ms), then ends the connection; Kafka's Java client ends it at the
// next answer.
enum class SwallowThen { kClose, kKeep };

struct ProxyRule {
  ProxyAction action = ProxyAction::kSwallowResponses;
  std::vector<std::int16_t> apis{};  // kinds of request (kafka_api.h); empty: any
  SwallowThen then = SwallowThen::kClose;
  Duration delay{};
  FetchPosition place{};    // topic by name and, for newer clients, by id as well
  double probability = 1;   // of each frame that matches, by `seed`
  std::uint64_t count = 0;  // acts only on the first of those; 0: on all
  std::uint64_t seed = 0;
};

struct ProxyRuleCounts {
  std::uint64_t matched = 0;    // frames of the rule's kind, whether or not it acted on them
  std::uint64_t acted = 0;      // of these: swallowed, delayed, reset or held
  std::uint64_t undecoded = 0;  // Fetches that kHoldFetches could not look into; they pass
};

// "12 of 40 Produce requests swallowed"
std::string Describe(const ProxyRule& rule, const ProxyRuleCounts& counts);

}  // namespace kproof

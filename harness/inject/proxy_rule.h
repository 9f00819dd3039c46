// What a Kafka-aware proxy does to requests or answers of one kind, and what it counted.
//
// Values; thread-safe as such.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/protocol/request.h"

namespace kproof {

enum class ProxyAction {
  kSwallowRequests,   // they never reach the broker, and are never answered
  kSwallowResponses,  // the broker does what it was asked to, and the client gets no answer
  kDelayRequests,     // each reaches the broker `delay` later, and what follows it not before it
  kDelayResponses,    // the same on the way back
  kResetRequests,     // the connection that such a request comes on is reset (TCP RST) instead
  kHoldFetches,       // answers to a Fetch at or past `where` wait until the rule is removed
  kAnswerRequests,    // the client gets `error` for an answer, instead of the broker's or in its
                      // place
  kHideTopic,         // answers to Metadata say nothing of the topic of `where`
  kLateRequests,      // the client's connection ends; the broker gets the request `delay` later
};

// What becomes of a connection of which a response was swallowed. `kClose` is what a network does:
// the connection is lost after the request was handled; earlier answers still arrive, later ones
// don't. With `kKeep` later answers arrive, as on no real network: librdkafka knows answers by
// their correlation id and waits for this one for socket.timeout.ms (a Produce no longer than its
// first record's delivery.timeout.ms), then ends the connection; Kafka's Java client ends it at the
// next answer.
enum class SwallowThen { kClose, kKeep };

// Whether the broker gets a request that the proxy answers: never, or it does what it was asked to
// and its answer is changed.
enum class AnswerWhen { kInstead, kAfter };

struct ProxyRule {
  ProxyAction action = ProxyAction::kSwallowResponses;
  std::vector<std::int16_t> apis{};  // kinds of request (harness/protocol/api.h); empty: any
  SwallowThen then = SwallowThen::kClose;
  AnswerWhen when = AnswerWhen::kInstead;
  std::int16_t error = 0;  // of kAnswerRequests (harness/protocol/error_codes.h)
  Duration delay{};
  // Of rules about requests, and of kHoldFetches, kAnswerRequests, kHideTopic: requests of this
  // client.id (with a '*' at its end: that begin so; "": any) that name such a place.
  std::string client{};
  protocol::PlaceFilter where{};
  std::uint64_t nth = 0;    // of each client for each place acts on this one alone; 0: on all
  double probability = 1;   // of each frame that matches, by `seed`
  std::uint64_t count = 0;  // acts only on the first of those; 0: on all
  std::uint64_t seed = 0;
};

struct ProxyRuleCounts {
  std::uint64_t matched = 0;    // frames that the rule is about, whether or not it acted on them
  std::uint64_t acted = 0;      // of these: swallowed, delayed, reset, held, answered, …
  std::uint64_t undecoded = 0;  // requests that the rule had to look into and could not; they pass
  std::uint64_t late = 0;       // of kLateRequests: written to the broker
};

// Whether a rule has to know what stands in a request, and not its kind alone.
bool LooksInside(const ProxyRule& rule);

// "12 of 40 Produce requests swallowed"
std::string Describe(const ProxyRule& rule, const ProxyRuleCounts& counts);

}  // namespace kproof

// What Kafka promises for given settings under given classes of failure: one table of rules, first
// match wins.
//
// It looks at what was configured and what was broken, never at what was observed. docs/promises.md
// has a row for each rule, and a test compares the two. Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "harness/base/clock.h"
#include "harness/words/guarantee.h"

namespace kproof {

enum class Acks { kNone, kLeader, kAll };

// The settings of one producer and one topic that a promise can depend on. Nothing: it could not be
// read.
struct PromiseSettings {
  std::string producer, topic;  // for sentences
  std::optional<Acks> acks;
  std::optional<bool> idempotence;
  std::optional<std::int64_t> in_flight;  // max.in.flight.requests.per.connection
  std::optional<std::int64_t> retries;
  std::optional<Duration>
      delivery_timeout;  // message.timeout.ms or delivery.timeout.ms; Duration::max(): never
  std::optional<std::int64_t> replication;
  std::optional<std::int64_t> min_isr;
  std::optional<bool> unclean;                 // unclean.leader.election.enable
  std::optional<bool> transactional;           // transactional.id is set
  std::optional<std::int64_t> flush_messages;  // flush.messages of the topic
  std::optional<std::int64_t> elr;  // level of the feature eligible.leader.replicas.version
};

// A time-out of no longer than this can't be set.
inline constexpr Duration kShortestTimeout = std::chrono::milliseconds(1);

// What was done to the cluster, as far as a promise depends on it.
struct FailureClasses {
  std::set<std::string> classes;  // as facts name them, also unknown ones; empty: none
  std::int64_t nodes = 0;         // different nodes that were hit
  Duration outage{0};  // the longest time that a record may have had to wait; see OutageOf
  std::int64_t lossy_nodes = 0;  // of the nodes: by power loss or a wiped disk
};

struct PromiseVerdict {
  std::optional<bool> holds;
  std::string rule;  // name of a row
  std::string why;   // one sentence with the settings that decided
};

class Possible;

// One row of the table.
struct PromiseRule {
  Guarantee guarantee;
  const char* name;
  std::optional<bool> holds;
  const char* when;  // settings × classes of failure, for people
  const char* reason;
  const char* source;
  // Whether this row decides, if no row above it does.
  bool (*applies)(Possible& settings, const FailureClasses& failures);
};

std::span<const PromiseRule> PromiseRules();

// `guarantee` as in `require`: a guarantee that settings can't promise, and an unknown name, get
// the rule "promised-by-nobody". A setting that could not be read leaves it unknown
// ("unreadable-setting") only where two values that it can have give different answers. Where
// several rules give one answer, the last of them is named and `why` names the others.
PromiseVerdict PromiseOf(const std::string& guarantee, const PromiseSettings& settings,
                         const FailureClasses& failures);

// For a history without settings.
PromiseVerdict PromiseOfNothing();

}  // namespace kproof

// What Kafka promises for settings that somebody means to deploy, under a failure that nobody has
// to cause: the same rules that judge a run (audit/promise).
//
// Thread-safe: pure functions, but for a client that is made and let go (declared_settings.h).
#pragma once

#include <string>
#include <vector>

#include "audit/promise/alternatives.h"
#include "audit/promise/assumed_failure.h"
#include "harness/run/declared_settings.h"

namespace kproof {

// A producer, a topic of its cluster, and how both and the brokers are set.
struct PromiseQuestion {
  std::string producer = "producer", topic = "topic";  // for sentences
  DeclaredSettings declared;
  std::int64_t replication = 3;
};

struct PromiseAnswer {
  const GuaranteeRow* guarantee;
  PromiseVerdict promise;
  std::vector<Alternative> alternatives;  // one change each
};

struct PromiseAnswers {
  DeclaredFacts declared;  // the effective settings
  FailureClasses failures;
  std::vector<PromiseAnswer> of_guarantees;  // of those that settings can promise
};

// Throws Error(kUsage) as FactsOf does.
PromiseAnswers AskPromise(const PromiseQuestion& question, const AssumedFailure& failure);

}  // namespace kproof

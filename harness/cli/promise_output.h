// How answers about promises look on this terminal, and the table of all that acks,
// min.insync.replicas, replication and unclean elections promise.
#pragma once

#include "harness/cli/output.h"
#include "harness/run/ask_promise.h"

namespace kproof {

// For people, or one JSON object.
void PrintPromise(const PromiseQuestion& question, const PromiseAnswers& answers,
                  const JsonFlags& flags);

// no-loss for each combination with up to `most_replicas`; a row, or one JSON object, each.
void PrintPromiseTable(const FailureClasses& failures, std::int64_t most_replicas,
                       const JsonFlags& flags);

}  // namespace kproof

// Runs all checkers over a history: first those that look at the entire history, then those that
// look at blocks, in one visit to each stream that is not clean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "audit/judge/checker.h"
#include "audit/judge/registry.h"

namespace kproof {

struct Checked {
  const Checker* checker = nullptr;
  CheckResult result;
  bool looked = true;  // whether the facts that it looks at are there
  std::string failed;  // why; "" when it did not fail
};

// Acked records that are not in the log, as far as they are no finding of their own.
struct MissingTotals {
  std::uint64_t out_of_reach = 0;  // acked before `whole`, expired or pending
  std::uint64_t only_live = 0;
  std::map<std::int64_t, std::uint64_t> expired;  // by topic

  void Take(const SequenceBlock& block, RunMicros whole);
};

struct AllChecked {
  std::vector<Checked> checks;  // in the order of Checkers()
  MissingTotals missing;
};

// `whole`: when the cluster was whole again. Of each anomaly `examples` ranges are kept. A checker
// that throws has failed; the others go on.
AllChecked RunCheckers(const History& history, RunMicros whole, std::size_t examples);

}  // namespace kproof

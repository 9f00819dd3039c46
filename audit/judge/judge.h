// The judge: facts in, a result out. It reads the store and touches nothing else, so that the same
// store gives the same verdict on another machine. Each folder beside this file has one subject:
//
// facts/         what the judge holds of a run: the history, offsets, ranges, pulses; who loads it
// records/       what became of records: lost, duplicated, reordered, …, and where the log can have
//                dropped them on purpose (retention, compaction)
// transactions/  which transactions committed, which are torn, what committed readers could see
// consumers/     what groups read, claimed and did: skipped, reprocessed, regressed, stalled, …
// topics/        topics that were deleted and made again: which of them a fact is about
// run/           what went on around: faults, down times, limits, doubts, the context of an anomaly
// verdict/       from anomalies to findings, from findings to a verdict and its reason
//
// Judge loads the history, RunCheckers (checks.h) asks each checker (registry.h has one for each
// row of harness/words/finding.def), JudgeFinding (verdict/findings.h) sets each anomaly beside
// what was promised, Decide (verdict/verdict.h) makes one verdict of it all. The answer is a Result
// (result.h).
#pragma once

#include "audit/judge/facts/parallel.h"
#include "audit/judge/result.h"
#include "audit/store/fact_reader.h"

namespace kproof {

// Never throws because of the facts: a checker that fails makes the result inconclusive. Throws
// Error(kCorrupt) when the store cannot be read to its end. `doubts`: doubts about the store that
// are known already; they come first in the result. `parallel` changes how long it takes, and
// nothing else. `examples`: how many ranges of each finding the result lists; each is counted.
Result Judge(const FactReader& told, const std::vector<std::string>& doubts = {},
             const Parallel& parallel = {}, std::size_t examples = kMaxExamples);

}  // namespace kproof

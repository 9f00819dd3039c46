// What the page of a comparison says in words.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "harness/compare/comparison.h"

namespace kproof {

// "worse", "better", "same", "unclear", "not compared".
std::string ComparisonWord(const Comparison& comparison);
// What that word means, in one sentence.
std::string ComparisonMeaning(const Comparison& comparison);
// "acks-min-isr against nightly": the names of B and A.
std::string SidesText(const Comparison& comparison);
// "longest_ack_gap (all): 2.87 s, was 2.31 s, x1.24 (1.08 to 1.35): worse"
std::string RowSentence(const CompareRow& row);

}  // namespace kproof

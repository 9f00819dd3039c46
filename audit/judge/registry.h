// The checkers, in alphabetical order: one for each kind of finding. docs/checks.md has a row for
// each, and a test compares the two.
#pragma once

#include <span>

#include "harness/words/finding.h"

namespace kproof {

class History;
struct CheckResult;
struct SequenceBlock;

// A checker looks at the entire history, or at each block of each stream that is not clean;
// functions that it does not have are null.
struct Checker {
  using Whole = CheckResult (*)(const History& history);
  using OfBlock = void (*)(const SequenceBlock& block, CheckResult& result);
  using Complete = void (*)(const History& history, CheckResult& result);

  using Looks = bool (*)(const History& history);

  Checker(FindingKind its_kind, Whole its_check, Looks its_looks = nullptr)
      : Checker(RowOf(its_kind)) {
    check = its_check;
    looks = its_looks;
  }
  Checker(FindingKind its_kind, OfBlock its_block, Complete its_complete = nullptr)
      : Checker(RowOf(its_kind)) {
    block = its_block;
    complete = its_complete;
  }

  FindingKind kind;     // that it looks for
  const char* name;     // of that kind
  const char* summary;  // what it counts, in one line
  Whole check = nullptr;
  Looks looks = nullptr;  // whether the facts that it looks at are there; else it is not tested
  OfBlock block = nullptr;
  Complete complete = nullptr;  // once it has seen all blocks

 private:
  explicit Checker(const FindingRow& row) : kind(row.word), name(row.name), summary(row.meaning) {}
};

std::span<const Checker> Checkers();

}  // namespace kproof

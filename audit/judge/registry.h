// The checkers, in alphabetical order. docs/checks.md has a row for each, and a test compares the
// two.
#pragma once

#include <span>

namespace kproof {

class History;
struct CheckResult;

struct Checker {
  const char* name;     // a name of `counts` in result.json
  const char* summary;  // one line
  CheckResult (*check)(const History& history);
  // Whether the facts that it looks at are there; nothing: always. Else it is not tested.
  bool (*looks)(const History& history) = nullptr;
};

std::span<const Checker> Checkers();

}  // namespace kproof

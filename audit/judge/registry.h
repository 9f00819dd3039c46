// The checkers, in alphabetical order. docs/checks.md has a row for each, and a test compares the
// two.
#pragma once

#include <span>

namespace kproof {

class History;
struct CheckResult;
struct Stretch;

// One that looks at the whole history, or one that looks at each stretch of each stream that is not
// clean; what it has not is null.
struct Checker {
  using Whole = CheckResult (*)(const History& history);
  using OfStretch = void (*)(const Stretch& stretch, CheckResult& result);
  using Complete = void (*)(const History& history, CheckResult& result);

  using Looks = bool (*)(const History& history);

  constexpr Checker(const char* its_name, const char* its_summary, Whole its_check,
                    Looks its_looks = nullptr)
      : name(its_name), summary(its_summary), check(its_check), looks(its_looks) {}
  constexpr Checker(const char* its_name, const char* its_summary, OfStretch its_stretch,
                    Complete its_complete = nullptr)
      : name(its_name), summary(its_summary), stretch(its_stretch), complete(its_complete) {}

  const char* name;     // a name of `counts` in result.json
  const char* summary;  // one line
  Whole check = nullptr;
  Looks looks = nullptr;  // whether the facts that it looks at are there; else it is not tested
  OfStretch stretch = nullptr;
  Complete complete = nullptr;  // once it has seen all stretches
};

std::span<const Checker> Checkers();

}  // namespace kproof

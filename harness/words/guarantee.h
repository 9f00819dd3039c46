// Guarantees: what can be required of a run or promised by settings, and the findings that each
// excludes. docs/result.md and docs/promises.md have the table.
//
// Thread-safe: constants.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/words/finding.h"

namespace kproof {

// In the order in which reports show them.
enum class Guarantee {
  kNoLoss,
  kNoDuplicates,
  kOrder,
  kAtomic,
  kAtLeastOnce,
  kAtMostOnce,
  kExactlyOnce,
  kNoSkips,
  kNoRewinds,
  kNoRedelivery,
  kMonotonicCommits,
  kNoStaleReads
};

// One kind of finding at least, and three at most.
class ExcludedFindings {
 public:
  constexpr ExcludedFindings(std::initializer_list<FindingKind> kinds) {
    for (const FindingKind kind : kinds) kinds_.at(size_++) = kind;
  }
  constexpr const FindingKind* begin() const { return kinds_.data(); }
  constexpr const FindingKind* end() const { return kinds_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr FindingKind front() const { return kinds_.front(); }

 private:
  std::array<FindingKind, 3> kinds_{};
  std::size_t size_ = 0;
};

struct GuaranteeRow {
  Guarantee word;
  const char* name;     // "no-loss"
  const char* meaning;  // while it holds
  ExcludedFindings excludes;
  bool by_settings = false;   // settings can promise it; else nobody does
  bool of_every_run = false;  // each verdict says whether it was promised, and held
};

std::span<const GuaranteeRow> GuaranteeTable();
const GuaranteeRow& RowOf(Guarantee guarantee);
const char* NameOf(Guarantee guarantee);
// Null: there is no guarantee of that name.
const GuaranteeRow* FindGuarantee(std::string_view name);
// In alphabetical order.
std::vector<std::string> GuaranteeNames();

// Those that exclude this finding, in the table's order; none for what is excluded under every
// configuration, or is no anomaly.
std::vector<const GuaranteeRow*> GuaranteesAgainst(std::string_view finding);
// What a guarantee excludes, in the table's order; none for a name that is no guarantee.
std::vector<std::string> FindingsAgainst(std::string_view guarantee);

}  // namespace kproof

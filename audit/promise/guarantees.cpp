#include "audit/promise/guarantees.h"

namespace kproof {

std::span<const Guarantee> Guarantees() {
  static const std::vector<Guarantee> kTable = {
      {"no-loss", {"lost"}, true},
      {"no-duplicates", {"duplicated"}, true},
      {"order", {"reordered"}, true},
      {"atomic", {"torn", "early", "ghost"}, true},
      {"at-least-once", {"unprocessed"}, false},
      {"at-most-once", {"reprocessed"}, false},
      {"exactly-once", {"unprocessed", "reprocessed"}, false},
      {"no-skips", {"skipped"}, false},
      {"no-rewinds", {"rewound"}, false},
      {"no-redelivery", {"redelivered"}, false},
      {"monotonic-commits", {"regressed"}, false},
      {"no-stale-reads", {"stale"}, false},
  };
  return kTable;
}

const Guarantee* FindGuarantee(std::string_view name) {
  for (const auto& guarantee : Guarantees()) {
    if (guarantee.name == name) return &guarantee;
  }
  return nullptr;
}

std::vector<const Guarantee*> GuaranteesAgainst(std::string_view check) {
  std::vector<const Guarantee*> against;
  for (const auto& guarantee : Guarantees()) {
    for (const std::string_view excluded : guarantee.checks) {
      if (excluded == check) against.push_back(&guarantee);
    }
  }
  return against;
}

}  // namespace kproof

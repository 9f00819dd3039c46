// The table of guarantees: docs/result.md has the same one in words.
#include "reports/names.h"

namespace kproof {
namespace {

struct Guarantee {
  std::string_view name;
  std::vector<std::string> excludes;
  bool promised_by_nobody = false;
};

const std::vector<Guarantee>& Guarantees() {
  static const std::vector<Guarantee> table = {
      {"no-loss", {"lost"}},
      {"no-duplicates", {"duplicated"}},
      {"order", {"reordered"}},
      {"atomic", {"torn", "early", "ghost"}},
      {"at-least-once", {"unprocessed"}, true},
      {"at-most-once", {"reprocessed"}, true},
      {"exactly-once", {"unprocessed", "reprocessed"}, true},
      {"no-skips", {"skipped"}, true},
      {"no-rewinds", {"rewound"}, true},
      {"no-redelivery", {"redelivered"}, true},
      {"monotonic-commits", {"regressed"}, true},
      {"no-stale-reads", {"stale"}, true},
  };
  return table;
}

const Guarantee* Find(std::string_view name) {
  for (const Guarantee& guarantee : Guarantees()) {
    if (guarantee.name == name) return &guarantee;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> ExcludedBy(std::string_view guarantee) {
  const Guarantee* found = Find(guarantee);
  return found ? found->excludes : std::vector<std::string>();
}

bool PromisedByNobody(std::string_view guarantee) {
  const Guarantee* found = Find(guarantee);
  return found && found->promised_by_nobody;
}

}  // namespace kproof

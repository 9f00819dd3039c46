#include "audit/judge/registry.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace kproof {

// Each from a file of this folder.
#define KPROOF_FINDING(kind, ...) Checker kind##Checker();
#include "harness/words/finding.def"

std::span<const Checker> Checkers() {
  static const std::vector<Checker> kCheckers = [] {
    std::vector<Checker> all = {
#define KPROOF_FINDING(kind, ...) kind##Checker(),
#include "harness/words/finding.def"
    };
    std::sort(all.begin(), all.end(),
              [](const Checker& a, const Checker& b) { return std::string_view(a.name) < b.name; });
    return all;
  }();
  return kCheckers;
}

}  // namespace kproof

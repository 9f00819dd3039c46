// Which anomalies each guarantee excludes, and whether settings can promise it. docs/promises.md
// has the same table, and a test compares the two.
//
// Thread-safe: constants.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace kproof {

struct Guarantee {
  const char* name;                 // as in `require`
  std::vector<const char*> checks;  // names of `counts`
  bool by_settings;                 // else promised by nobody
};

std::span<const Guarantee> Guarantees();
// Nothing for a name that is no guarantee.
const Guarantee* FindGuarantee(std::string_view name);
// Those that exclude what this check counts; none for what is excluded under every configuration,
// or means nothing.
std::vector<const Guarantee*> GuaranteesAgainst(std::string_view check);

}  // namespace kproof

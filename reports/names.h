// The names of result.json's counts and guarantees in the order of the contract, which every format
// keeps.
//
// Thread-safe: constants.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// What was done with records; says nothing bad by itself.
inline constexpr std::array<std::string_view, 5> kTraffic = {"sent", "acked", "failed", "unknown",
                                                             "read"};

// What the judge can find.
inline constexpr std::array<std::string_view, 17> kAnomalies = {
    "lost",        "expired",     "duplicated",  "reordered", "phantom", "ghost",
    "misplaced",   "corrupt",     "torn",        "early",     "skipped", "rewound",
    "redelivered", "unprocessed", "reprocessed", "diverged",  "pending"};

// The anomalies that a guarantee excludes; none for a name that is no guarantee.
std::vector<std::string> ExcludedBy(std::string_view guarantee);

// Guarantees that no setting promises: they count only where `require` names them.
bool PromisedByNobody(std::string_view guarantee);

}  // namespace kproof

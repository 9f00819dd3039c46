// By what a campaign is judged beside its plan. It is given when the campaign ends, and stands in
// matrix.json from then on, so that a report of the folder says the same.
//
// Thread-safe: reads a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/campaign/waivers.h"

namespace kproof {

struct CampaignRules {
  std::uint64_t min_trials = 1;  // fewer conclusive trials of a cell decide nothing
  std::vector<Waiver> waivers = {};
};

inline constexpr char kMatrixFile[] = "matrix.json";

// Of the text of a matrix.json. An older kproof wrote neither: then the defaults. Throws
// Error(kCorrupt) for what `kproof` does not write.
CampaignRules ParseRules(const std::string& json);

}  // namespace kproof

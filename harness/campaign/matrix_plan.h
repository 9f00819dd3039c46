// A matrix as a campaign: its scenario once for each combination of the axes' values, checked like
// what stands in a file.
//
// Thread-safe: pure functions of the files that are read.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/campaign/campaign_plan.h"
#include "harness/scenario/matrix.h"

namespace kproof {

struct MatrixRequest {
  std::uint64_t seed = 0;               // where the file gives none
  std::optional<std::uint64_t> repeat;  // instead of the file's
  std::vector<Override> sets;           // of every cell, before its own values
  bool group_by_clusters = true;
  // The file that a `scenario` names, as the matrix's file writes it.
  std::function<std::string(const std::string& name)> find;
  std::function<std::string(const std::string& file)> read;  // throws Error
};

struct PlannedMatrix {
  std::optional<CampaignPlan> plan;  // only when there are no diagnostics
  std::vector<Diagnostic> diagnostics;
};

// A cell that `exclude` names, or whose scenario is refused, is excluded and says why. A value that
// is refused in all of its cells is a diagnostic, and so are a rule that no cell has and a matrix
// without a cell that runs. Throws Error(kUsage) where seeds would pass kMostSeed, and what `read`
// throws.
PlannedMatrix PlanMatrix(const MatrixSpec& matrix, const Vocabulary& vocabulary,
                         const MatrixRequest& request);

}  // namespace kproof

// metrics.txt for GitLab: what a campaign, or one run, amounts to as OpenMetrics text, which merge
// requests show beside the values of the target branch (artifacts:reports:metrics).
//
// Thread-safe: pure functions but for IsMetrics, which reads a file.
#pragma once

#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "reports/matrix.h"

namespace kproof {

// A series a cell and number. Seeds are no labels: the same cell of the next pipeline is the same
// series.
std::string ToOpenMetrics(const Matrix& matrix);
// The same with a cell for each scenario.
std::string ToOpenMetrics(const std::vector<Result>& results);

// Whether ToOpenMetrics made the content of this file, by its first bytes.
bool IsMetrics(const std::string& file);

}  // namespace kproof

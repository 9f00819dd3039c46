// A matrix from the command line: its file read, and planned with the scenarios that it names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/campaign/matrix_plan.h"

namespace kproof {

struct MatrixFlags {
  std::optional<std::uint64_t> seed;    // instead of the file's
  std::optional<std::uint64_t> repeat;  // instead of the file's
  std::vector<std::string> sets;        // --set PATH=VALUE
  bool group_by_clusters = true;
};

struct LoadedMatrix {
  PlannedMatrix planned;  // nothing but diagnostics where the file is no matrix
  bool seeded = false;    // by the file or by the flag; else the seed is another one each time
  bool replaced_seed = false;
};

// Whether the file can be read and is a matrix.
bool IsMatrixFile(const std::string& file);

// A scenario that the matrix names stands beside its file, with or without its ending, or comes
// with kproof. Throws Error(kUsage) for a file that can't be read, and for a --set without '='.
LoadedMatrix LoadMatrix(const std::string& file, const MatrixFlags& flags);

}  // namespace kproof

// A matrix as a value: one scenario in many variants, each the cell of a table with a name for each
// axis. docs/matrix.md describes each key.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/cell_place.h"
#include "harness/scenario/scenario.h"
#include "harness/scenario/tree.h"
#include "harness/words/verdict.h"

namespace kproof {

struct MatrixAxis {
  struct Value {
    std::string text;
    SourcePlace place;
  };
  std::string name;
  // As --set takes them; each gets the value. One path "scenario": the values are scenario files.
  std::vector<std::string> paths;
  std::vector<Value> values;
  SourcePlace place;
};

// What the file says of all cells that have these values.
struct CellRule {
  CellPlace where;
  SourcePlace place;
};
struct Exclusion : CellRule {
  std::string why;
};
struct CellExpectation : CellRule {
  Verdict verdict = Verdict::kPass;
};
struct CellName : CellRule {
  std::string name;
};

struct CellRepeat : CellRule {
  std::int32_t repeat = 1;
};

struct MatrixSpec {
  std::string name, about;
  // Of the two one; none where an axis has the path "scenario".
  std::string scenario_file;
  std::optional<Tree> scenario;
  std::vector<MatrixAxis> axes;  // in file order: the first changes slowest
  std::vector<Exclusion> exclude;
  std::vector<CellExpectation> expect;
  std::vector<CellName> names;
  std::int32_t repeat = 1;  // trials of each cell that no item of `repeats` matches
  std::vector<CellRepeat> repeats;
  std::optional<std::uint64_t> seed;
};

struct ParsedMatrix {
  std::optional<MatrixSpec> matrix;     // only when there are no diagnostics
  std::vector<Diagnostic> diagnostics;  // all of them at once, in file order
};

// Whether the values of an axis are scenario files.
bool HasScenarios(const MatrixAxis& axis);

inline constexpr char kScenarioPath[] = "scenario";
inline constexpr std::size_t kMostCells = 10'000;

// Reads a matrix strictly, as ParseScenario reads a scenario. That the scenario is one and that the
// paths lead somewhere is not looked at.
ParsedMatrix ParseMatrix(const std::string& file_name, const std::string& yaml);

// Whether a file is a matrix and no scenario: it has a key `axes`.
bool IsMatrix(const std::string& yaml);

// Whether a cell has all the values of `where`.
bool Matches(const CellPlace& where, const CellPlace& cell);

}  // namespace kproof

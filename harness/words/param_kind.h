// Kinds of parameters: what may stand under `with:` for a parameter of a fault. docs/scenario.md
// has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>

namespace kproof {

enum class ParamKind {
  kBytes,
  kDuration,
  kFraction,
  kInt,
  kSettings,
  kTarget,
  kText,
  kVersion,
  kWord
};

struct ParamKindRow {
  ParamKind word;
  const char* name;     // "duration"
  const char* meaning;  // what to write, as in "write a time such as 250ms"
};

// In alphabetical order.
std::span<const ParamKindRow> ParamKindTable();
const ParamKindRow& RowOf(ParamKind kind);

}  // namespace kproof

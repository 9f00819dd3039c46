// Kinds of parameters: what may stand under `with:` for a parameter of a fault. docs/scenario.md
// has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>

#include "harness/words/table.h"

namespace kproof {

enum class ParamKind {
  kBrokerSettings,
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

inline constexpr ParamKindRow kParamKindTable[] = {
    {ParamKind::kBrokerSettings, "broker-settings", "as settings, but of brokers"},
    {ParamKind::kBytes, "bytes", "a size such as 64KiB"},
    {ParamKind::kDuration, "duration", "a time such as 250ms"},
    {ParamKind::kFraction, "fraction", "a number from 0 to 1 such as 0.1"},
    {ParamKind::kInt, "int", "a whole number"},
    {ParamKind::kSettings, "settings",
     "key=value, several with commas between them, each key once"},
    {ParamKind::kTarget, "target", "a target like that of a step"},
    {ParamKind::kText, "text", "text"},
    {ParamKind::kVersion, "version", "a version such as 4.3.1"},
    {ParamKind::kWord, "word", "one of the words that the fault names"},
};
static_assert(StandsByValue(kParamKindTable));

// In alphabetical order.
inline std::span<const ParamKindRow> ParamKindTable() { return kParamKindTable; }
inline const ParamKindRow& RowOf(ParamKind kind) { return RowAt(ParamKindTable(), kind); }

}  // namespace kproof

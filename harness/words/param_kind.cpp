#include "harness/words/param_kind.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr ParamKindRow kParamKindTable[] = {
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

}  // namespace

std::span<const ParamKindRow> ParamKindTable() { return kParamKindTable; }

const ParamKindRow& RowOf(ParamKind kind) { return RowAt(ParamKindTable(), kind); }

}  // namespace kproof

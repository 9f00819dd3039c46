// Audit store → events.jsonl, which `kproof check` judges like the store it came from.
// docs/events.md says what it keeps and what it leaves out.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace kproof {

// Hands the lines to `write`, each without its end, in the order of their times; gives their
// number. Throws Error(kCorrupt) for a store that is missing, damaged, newer or not kproof's,
// Error(kNotRun) when the temporary folder can't be written.
std::uint64_t ExportEvents(const std::string& store,
                           const std::function<void(std::string_view line)>& write);

// Whether ExportEvents made this file, by its first line.
bool IsExport(const std::string& file);

}  // namespace kproof

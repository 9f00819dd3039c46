// The formats that a result is written in as a file of the run folder. The screen
// (reports/terminal.h) is none of them.
//
// Adding one: docs/architecture.md, "Extension points".
// Thread-safe: a constant table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/judge/result.h"

namespace kproof {

struct Format {
  std::string name;  // "json"
  std::string file;  // in the run folder: "result.json"
  std::string summary;
  std::string (*render)(const Result& result) = nullptr;
};

// In alphabetical order.
const std::vector<Format>& Formats();
// Nothing when there is no such format.
const Format* FindFormat(std::string_view name);

}  // namespace kproof

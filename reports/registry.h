// The formats that a result can be written in as a file.
//
// Thread-safe: a constant table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/judge/result.h"

namespace kproof {

struct Format {
  std::string name;  // "json"
  std::string file;  // in the run folder: "result.json"; "" for one that is only printed
  std::string summary;
  std::string (*render)(const Result& result);
};

// In alphabetical order.
const std::vector<Format>& Formats();
// Nothing when there is no such format.
const Format* FindFormat(std::string_view name);

}  // namespace kproof

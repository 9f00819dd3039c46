// A run folder, read for a comparison: its result.json alone, and the digest of its scenario.yaml.
//
// Throws Error(kUsage) with file and place for a result that kproof does not write. Thread-safe.
#pragma once

#include <map>
#include <string>

#include "harness/compare/side.h"

namespace kproof {

struct ComparedRun {
  std::string scenario;
  ComparedTrial trial;
  std::map<std::string, std::string> circumstances;
};

ComparedRun ReadRun(const std::string& folder);

}  // namespace kproof

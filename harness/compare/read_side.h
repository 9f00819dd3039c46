// What the user named, read: a run folder, a campaign folder (matrix.json, and a run folder for
// each trial below it) or a baseline.
//
// Throws Error(kUsage) where it is none of these, has another schema, or lacks a run that it names.
// Thread-safe.
#pragma once

#include <string>

#include "harness/compare/side.h"

namespace kproof {

ComparedSide ReadSide(const std::string& path);

}  // namespace kproof

// How windows of an audit look: rows of a table for people, one JSON object per line for programs.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "audit/windows/reconciler.h"

namespace kproof {

std::string WindowTableHead();
// One line for each reader, then one for each shortfall, twenty at most. `state`: "closed", "late"
// or "open".
std::string WindowText(const WindowReport& report, const std::string& state);
std::string WindowJson(const WindowReport& report, const std::string& state);

}  // namespace kproof

// A run's index.json (reports/frame/index_json.h).
//
// Thread-safe: a pure function.
#pragma once

#include "reports/frame/index_json.h"
#include "reports/run_page/run_page.h"

namespace kproof {

Index IndexOf(const RunPage& page);

}  // namespace kproof

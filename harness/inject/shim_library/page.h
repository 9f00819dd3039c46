// The page that this process was given, and what its rules say of a call.
//
// Thread-safe. Without a page (the variables are not set) nothing is watched and nothing changes.
#pragma once

#include <sys/types.h>

#include "harness/inject/shim_page.h"

namespace kproof::shim {

// Nothing until the library was set up, or when there is no page.
ShimPage* Page();

// Whether a path is one of the node's data.
bool IsData(const char* path);

// Slows the call down, then says what becomes of it: an errno, or 0 to go on. A rule with a budget
// may lower `bytes` first.
int Gate(ShimOperation operation, const char* path, std::int64_t* bytes);

inline void Count(ShimSlot& counter, std::int64_t by = 1) {
  counter.fetch_add(by, std::memory_order_relaxed);
}

}  // namespace kproof::shim

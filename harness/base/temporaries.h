// Files and folders that this process makes for a while: known by their names, so that they go
// where a signal ends it.
//
// Thread-safe.
#pragma once

#include <string>

namespace kproof {

void AddTemporary(const std::string& path);
void ForgetTemporary(const std::string& path);  // it is gone, or has become what it was made for

// SIGINT, SIGTERM and SIGHUP from now on first remove what is known then, and end the process as
// they would have. For programs without anything else to undo; once in a process.
void RemoveTemporariesOnSignals();

}  // namespace kproof

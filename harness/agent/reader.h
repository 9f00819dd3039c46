// The instrumented readers, as processes of their own: `kproof agent monitor CONFIG` and `kproof
// agent final CONFIG`.
#pragma once

#include <string>

namespace kproof {

// Reads all partitions live, from their start, until SIGTERM. The exit code is as for RunProducer.
int RunMonitor(const std::string& config_json_path);

// Reads every partition from log start to end once for each isolation level, each time with a fresh
// client, and says how far it got. Ends by itself: exit code 0 also when it ran into its limit (its
// Bounds have the position then).
int RunFinalReader(const std::string& config_json_path);

}  // namespace kproof

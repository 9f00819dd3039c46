// A member of a consumer group, as a process of its own: `kproof agent consumer CONFIG`.
//
// The client commits by itself, as with enable.auto.commit=true. SIGTERM: gives its partitions
// back, commits, leaves the group, closes its spool. SIGKILL at any time leaves a spool without an
// end, of which everything is true and the end may be missing.
#pragma once

#include <string>

namespace kproof {

// Runs until SIGTERM; the exit code is as for RunProducer.
int RunConsumer(const std::string& config_json_path);

}  // namespace kproof

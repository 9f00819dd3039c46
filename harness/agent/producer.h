// The instrumented producer, as a process of its own: `kproof agent producer CONFIG`.
//
// Sends stamped records in an open loop, and spools what became of each. SIGTERM: stops sending,
// waits for what is outstanding, closes its spool. A second SIGTERM gives up at once. SIGKILL at
// any time loses no sent mark.
#pragma once

#include <string>

namespace kproof {

// Runs until SIGTERM; the exit code: 0, or as ErrorKind says with the error on stderr and on the
// live page.
int RunProducer(const std::string& config_json_path);

}  // namespace kproof

// Programs that run to their end: found on PATH, run with a limit, their output kept for the error
// message.
//
// Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "harness/cluster/process.h"

namespace kproof {

// The absolute path of an executable on PATH, or "".
std::string FindProgram(const std::string& name);

// The same in one folder ("": this one).
std::string FindProgramIn(const std::string& name, const std::string& folder);

struct ToolResult {
  bool ok = false;     // ended by itself with exit code 0
  bool late = false;   // did not end within the limit
  std::string output;  // standard output, and error where it is not apart
  std::string errors = {};
};

// Runs the command and waits; killed when `limit` passes. Its output goes into the result.
ToolResult RunTool(Command command, Duration limit);

// The same with standard error kept apart, for output that a program reads.
ToolResult RunToolApart(Command command, Duration limit);

// The last `count` lines of a file that say something (no blank ones, no frames of a Java stack);
// "" when there is none.
std::string LastLines(const std::string& file, int count);

}  // namespace kproof

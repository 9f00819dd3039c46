// Takes a compose project down if kproof ends without doing so: a process that outlives kproof.
//
// Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "harness/base/descriptor.h"

namespace kproof {

class ComposeGuard {
 public:
  // `down` is the complete command. Creates a named pipe in `folder`; however kproof ends, the
  // kernel closes our end of it, and the guard sees that. Once this returns, the guard waits.
  // Throws Error(kNotRun) when that can't be done.
  ComposeGuard(const std::string& folder, const std::vector<std::string>& down);
  // If Done was not called, the guard runs the command now, and nobody waits for it.
  ~ComposeGuard();
  // Ends the guard: there is nothing left to do.
  void Done();
  ComposeGuard(const ComposeGuard&) = delete;
  ComposeGuard& operator=(const ComposeGuard&) = delete;

 private:
  Descriptor ours_;
};

}  // namespace kproof

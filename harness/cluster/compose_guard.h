// Takes a compose project down when kproof is gone: a process that the kernel does not end with us.
//
// Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "harness/base/descriptor.h"

namespace kproof {

class ComposeGuard {
 public:
  // `down` is the whole command. A pipe with a name is made in `folder`, whose end of ours the
  // kernel closes however we end. Throws Error(kNotRun) when that can't be done.
  ComposeGuard(const std::string& folder, const std::vector<std::string>& down);
  // Tells it that there is nothing left to do.
  ~ComposeGuard();
  ComposeGuard(const ComposeGuard&) = delete;
  ComposeGuard& operator=(const ComposeGuard&) = delete;

 private:
  const std::string pipe_;
  Descriptor ours_;
};

}  // namespace kproof

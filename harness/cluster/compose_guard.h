// Takes a compose project down when kproof is gone, or could not do so itself: a process that the
// kernel does not end with us.
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
  // kernel closes however we end. Once this returns the guard waits. Throws Error(kNotRun) when
  // that can't be done.
  ComposeGuard(const std::string& folder, const std::vector<std::string>& down);
  // Without Done before: the guard runs the command now, and nobody waits for it.
  ~ComposeGuard();
  // Tells it that there is nothing left to do: it ends.
  void Done();
  ComposeGuard(const ComposeGuard&) = delete;
  ComposeGuard& operator=(const ComposeGuard&) = delete;

 private:
  Descriptor ours_;
};

}  // namespace kproof

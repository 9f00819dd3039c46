// Locks on files and folders by flock(2): the kernel frees them when their holder ends, however it
// ends. Children that exec do not inherit them.
//
// Throws Error(kNotRun) with the path and the reason when the path can't be opened or its file
// system gives no locks; that somebody else has a lock is an answer. Not thread-safe.
#pragma once

#include <optional>
#include <string>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"

namespace kproof {

class FileLock {
 public:
  // Nothing while somebody else has it. The file is made where it is not there.
  static std::optional<FileLock> Try(const std::string& file, const Hint& hint = Hint(""));
  // Waits for it without a limit: only for locks that are held for as long as something is made.
  static FileLock Wait(const std::string& file, const Hint& hint = Hint(""));
  // Of a folder that is there: that it is in use.
  static std::optional<FileLock> TryFolder(const std::string& folder);

 private:
  explicit FileLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  Descriptor descriptor_;
};

}  // namespace kproof

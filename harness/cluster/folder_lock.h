// Who uses a folder: a lock on the folder itself, which the kernel frees when its holder ends,
// however it ends.
//
// Not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace kproof {

class FolderLock {
 public:
  // Nothing when somebody else has it, or when there is no such folder.
  static std::optional<FolderLock> Try(const std::string& folder);
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace kproof

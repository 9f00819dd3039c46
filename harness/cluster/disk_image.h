// A disk that is a file: made with an ext4 file system on it, attached to a loop device, looked at
// while nothing is mounted.
#pragma once

#include <cstdint>
#include <string>

#include "harness/base/descriptor.h"

namespace kproof {

// Empty, with errno set, when the kernel refuses.
Descriptor OpenFile(const std::string& path, int flags);

// Throws Error(kNotRun): this machine can't provide such a disk; `reason` is an errno.
[[noreturn]] void RefuseDisk(const std::string& what, int reason);

struct AttachedDisk {
  std::string device;
  Descriptor loop;  // holds it
};

// Sparse, of so many bytes. Throws Error(kNotRun).
void MakeDiskImage(const std::string& image, std::int64_t bytes);
// A loop device over the image, by name and as a descriptor; it is freed with its last user. Throws
// Error(kNotRun).
AttachedDisk AttachDisk(const std::string& image);
bool IsAttached(const std::string& device, const std::string& image);
// Whether the file system was left without being unmounted, as its superblock says. Throws Error.
bool NeedsRecovery(const std::string& image);

}  // namespace kproof

// A disk of a node's own, whose power can be cut: an ext4 file system in a sparse file, mounted
// through a loop device.
//
// The cut is the kernel's own (FS_IOC_SHUTDOWN): from then on nothing of it reaches the disk, and
// the disk has what had been synced, or had been written back by chance, possibly in part. It takes
// root, and a mount namespace of our own (sandbox.h): when that ends, however it ends, the mount
// and with it the loop device (LO_FLAGS_AUTOCLEAR) are gone, and what is left is a file.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "harness/base/clock.h"
#include "harness/cluster/sandbox.h"

namespace kproof {

class OwnDisk {
 public:
  // Bytes of each disk. The image is sparse: it takes from its folder's disk what is written to it.
  // A disk that is full refuses writes (ENOSPC), as any other.
  static constexpr std::int64_t kBytes = std::int64_t{2} << 30;

  // What a machine lacks for it; nothing where it has all.
  static std::optional<Refusal> Lacking();

  // Makes `image` and mounts it at `folder`, which is made too. Throws Error(kNotRun) with what was
  // refused, Error outside of a sandbox of ours, where a mount would outlive us.
  OwnDisk(std::string image, std::string folder);
  ~OwnDisk();  // unmounts and deletes the image
  OwnDisk(const OwnDisk&) = delete;
  OwnDisk& operator=(const OwnDisk&) = delete;

  // Cuts its power, once: reads and writes fail (EIO) until it is back. Its users should be frozen
  // before and killed afterwards. Throws Error where the kernel refuses.
  void Cut();

  // Whether so little space is left that writes fail, or soon will.
  bool Full() const;

  struct Loss {
    std::uint64_t files = 0;  // that are shorter than their users saw them at the cut
    std::uint64_t bytes = 0;  // that they lost, without bytes that never had a block
    // The disk says of itself that it was not unmounted: its journal had to be replayed.
    bool unclean = false;
  };
  // Gives it power again, by unmounting and mounting it. Returns what was lost; nothing if it was
  // not cut. No process may have a file of it open, except for a moment one that was just killed.
  // Throws Error when it is still in use after `limit`, Error(kNotRun) when it can't be mounted.
  std::optional<Loss> Restore(Duration limit);

 private:
  void Mount();
  bool Unmount(Deadline deadline);  // and until its loop device is free; false: still in use
  std::map<std::uint64_t, std::uint64_t> Held() const;  // inode → bytes

  const std::string image_, folder_;
  std::string device_;  // "/dev/loop3" while it is mounted
  bool cut_ = false;
  std::map<std::uint64_t, std::uint64_t> held_;  // when it was cut
};

// What has been written below `folder` is on its disk. Throws Error.
void SyncDisk(const std::string& folder);

}  // namespace kproof

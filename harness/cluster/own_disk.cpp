#include "harness/cluster/own_disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/undo.h"
#include "harness/base/units.h"
#include "harness/cluster/disk_image.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr Duration kEndLimit = std::chrono::seconds(5);
constexpr std::uint64_t kLittle = 4 << 20;  // some of the largest batches (message.max.bytes)

// Linux, include/uapi/linux/fs.h (6.8 on; before in each file system's own header).
constexpr unsigned long kShutdown = _IOR('X', 125, std::uint32_t);  // FS_IOC_SHUTDOWN
constexpr std::uint32_t kNoLogFlush = 2;  // FS_SHUTDOWN_FLAGS_NOLOGFLUSH: the journal ends here too

// Root of the machine, not of a user namespace, which may mount no ext4.
bool IsRealRoot() {
  std::ifstream map("/proc/self/uid_map");
  std::uint64_t inside = 1, outside = 1, count = 0;
  map >> inside >> outside >> count;
  return ::geteuid() == 0 && inside == 0 && outside == 0 && count == 0xffff'ffff;
}

}  // namespace

std::optional<Refusal> OwnDisk::Lacking() {
  if (!IsRealRoot())
    return Refusal{"needs root, to mount a file system of its own for each node",
                   "run kproof as root"};
  if (FindProgram("mkfs.ext4").empty())
    return Refusal{"needs mkfs.ext4, which is not there", "apt-get install e2fsprogs"};
  if (const Descriptor control = OpenFile("/dev/loop-control", O_RDWR); !control.ok())
    return Refusal{fmt::format("needs loop devices, and /dev/loop-control can't be opened: {}",
                               std::strerror(errno)),
                   "modprobe loop; in a container, docker run --privileged -v /dev:/dev"};
  return std::nullopt;
}

OwnDisk::OwnDisk(std::string image, std::string folder)
    : image_(std::move(image)), folder_(std::move(folder)) {
  if (!InsideSandbox())
    throw Error("a disk of a node's own is mounted in a private sandbox only: " + folder_);
  std::error_code failed;
  fs::create_directories(folder_, failed);
  if (failed) throw Error(ErrorKind::kNotRun, "can't create " + folder_ + ": " + failed.message());
  Undo remove("delete " + image_, [this] { ::unlink(image_.c_str()); });
  MakeDiskImage(image_, kBytes);
  Mount();
  remove.Dismiss();
}

// Nothing of it will be read again, so nothing needs to be written either.
OwnDisk::~OwnDisk() {
  try {
    if (!cut_) Cut();
  } catch (...) {  // NOLINT: then it is written
  }
  if (!Unmount(Deadline(kEndLimit))) ::umount2(folder_.c_str(), MNT_DETACH);
  ::unlink(image_.c_str());
}

bool OwnDisk::Full() const {
  struct statvfs status {};
  return ::statvfs(folder_.c_str(), &status) == 0 && status.f_bavail * status.f_frsize < kLittle;
}

void OwnDisk::Cut() {
  const Descriptor folder = OpenFile(folder_, O_RDONLY | O_DIRECTORY);
  held_ = Held();
  std::uint32_t how = kNoLogFlush;
  if (!folder.ok() || ::ioctl(folder.get(), kShutdown, &how) != 0)
    throw Error(folder_ + " can't be shut down: " + std::strerror(errno));
  cut_ = true;
}

std::optional<OwnDisk::Loss> OwnDisk::Restore(Duration limit) {
  if (!cut_) return std::nullopt;
  if (!device_.empty() && !Unmount(Deadline(limit)))
    throw Error(folder_ + " is still in use " + HumanDuration(limit) + " after its power was cut");
  Loss loss{.unclean = NeedsRecovery(image_)};
  Mount();
  cut_ = false;
  const auto left = Held();
  for (const auto& [inode, bytes] : held_) {
    const auto found = left.find(inode);
    const std::uint64_t kept = found == left.end() ? 0 : std::min(found->second, bytes);
    loss.files += kept < bytes ? 1 : 0;
    loss.bytes += bytes - kept;
  }
  return loss;
}

void OwnDisk::Mount() {
  const AttachedDisk disk = AttachDisk(image_);  // held until it is mounted
  // No times of reads: they would be writes of our own.
  if (::mount(disk.device.c_str(), folder_.c_str(), "ext4", MS_NOATIME | MS_NODEV | MS_NOSUID,
              nullptr) != 0)
    RefuseDisk("mounting an ext4 file system at " + folder_, errno);
  device_ = disk.device;
}

bool OwnDisk::Unmount(Deadline deadline) {
  const auto unmounted = [this] {
    return ::umount2(folder_.c_str(), UMOUNT_NOFOLLOW) == 0 || errno != EBUSY;
  };
  // Two disks over one image would be worse than none.
  const auto gone = [this] { return !IsAttached(device_, image_); };
  constexpr Duration kStep = std::chrono::milliseconds(5);
  if (!WaitUntil(unmounted, deadline, kStep) || !WaitUntil(gone, deadline, kStep)) return false;
  device_.clear();
  return true;
}

// By inode, for a rename may be lost as well. Bytes in blocks that are there or have been set aside
// (st_blocks counts both), so that the unused part of Kafka's preallocated indexes counts nowhere.
std::map<std::uint64_t, std::uint64_t> OwnDisk::Held() const {
  std::map<std::uint64_t, std::uint64_t> held;
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    struct stat status {};
    if (::lstat(entry.path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    held[status.st_ino] = static_cast<std::uint64_t>(
        std::min<std::int64_t>(status.st_size, std::int64_t{status.st_blocks} * 512));
  }
  return held;
}

void SyncDisk(const std::string& folder) {
  const Descriptor opened = OpenFile(folder, O_RDONLY | O_DIRECTORY);
  if (!opened.ok() || ::syncfs(opened.get()) != 0)
    throw Error(folder + " can't be synced to its disk: " + std::strerror(errno));
}

}  // namespace kproof

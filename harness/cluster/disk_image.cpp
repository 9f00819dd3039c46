// The loop device goes with the mount and is looked for anew at the next one: no page that its
// block device had cached, and that never reached the image, can be read after a cut.
#include "harness/cluster/disk_image.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

constexpr Duration kMakeLimit = std::chrono::seconds(30);
constexpr int kLoopTries = 64;  // the device that is free may be taken by somebody else

// Linux, fs/ext4/ext4.h: ext4_super_block, at byte 1024 of the disk, all little-endian.
constexpr off_t kIncompatibleFeatures = 1024 + 0x60;
constexpr std::uint32_t kNeedsRecovery = 0x4;  // EXT4_FEATURE_INCOMPAT_RECOVER

std::uint64_t InodeOf(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

}  // namespace

Descriptor OpenFile(const std::string& path, int flags) {
  return Descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0600));
}

void RefuseDisk(const std::string& what, int reason) {
  throw Error(ErrorKind::kNotRun,
              fmt::format("a disk of a node's own: {}: {}", what, std::strerror(reason)),
              Hint("in a container, give it CAP_SYS_ADMIN and the host's loop devices (docker run "
                   "--privileged -v /dev:/dev)"));
}

void MakeDiskImage(const std::string& image, std::int64_t bytes) {
  {
    const Descriptor file = OpenFile(image, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.ok() || ::ftruncate(file.get(), bytes) != 0) RefuseDisk("making " + image, errno);
  }
  // A few inodes and all tables written as holes: an image takes some MB, and no thread of the
  // kernel writes to it later on its own account.
  const auto made =
      RunTool({.executable = FindProgram("mkfs.ext4"),
               .args = {"-q", "-F", "-b", "4096", "-I", "256", "-N", "16384", "-m", "0", "-J",
                        "size=16", "-E", "lazy_itable_init=0,lazy_journal_init=1", image}},
              kMakeLimit);
  if (!made.ok)
    throw Error(ErrorKind::kNotRun, "mkfs.ext4 can't make " + image + ": " + Trim(made.output),
                Hint("is the disk full?"));
}

AttachedDisk AttachDisk(const std::string& image) {
  const Descriptor control = OpenFile("/dev/loop-control", O_RDWR);
  if (!control.ok()) RefuseDisk("/dev/loop-control", errno);
  const Descriptor file = OpenFile(image, O_RDWR);
  if (!file.ok()) RefuseDisk("opening " + image, errno);
  for (int tries = 0; tries < kLoopTries; ++tries) {
    const int number = ::ioctl(control.get(), LOOP_CTL_GET_FREE);
    if (number < 0) RefuseDisk("a free loop device", errno);
    const std::string device = fmt::format("/dev/loop{}", number);
    Descriptor loop = OpenFile(device, O_RDWR);
    if (!loop.ok()) RefuseDisk("opening " + device, errno);
    loop_config config{};
    config.fd = static_cast<std::uint32_t>(file.get());
    config.info.lo_flags = LO_FLAGS_AUTOCLEAR;
    if (::ioctl(loop.get(), LOOP_CONFIGURE, &config) == 0) return {device, std::move(loop)};
    if (errno != EBUSY) RefuseDisk("setting " + device + " up", errno);
  }
  RefuseDisk("a free loop device", EBUSY);
}

bool IsAttached(const std::string& device, const std::string& image) {
  const Descriptor loop = OpenFile(device, O_RDONLY);
  loop_info64 info{};
  return loop.ok() && ::ioctl(loop.get(), LOOP_GET_STATUS64, &info) == 0 &&
         info.lo_inode == InodeOf(image);
}

bool NeedsRecovery(const std::string& image) {
  const Descriptor file = OpenFile(image, O_RDONLY);
  unsigned char bytes[4] = {};
  if (::pread(file.get(), bytes, sizeof bytes, kIncompatibleFeatures) != sizeof bytes)
    throw Error(image + " can't be read: " + std::strerror(errno));
  return (bytes[0] & kNeedsRecovery) != 0;  // the lowest byte comes first
}

}  // namespace kproof

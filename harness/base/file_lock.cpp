#include "harness/base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

namespace kproof {
namespace {

Descriptor Open(const std::string& path, int flags, const Hint& hint) {
  Descriptor opened(::open(path.c_str(), flags | O_CLOEXEC, 0644));
  if (!opened.ok())
    throw Error(ErrorKind::kNotRun, "can't open " + path + ": " + std::strerror(errno), hint);
  return opened;
}

// False: somebody else has it.
bool Lock(const Descriptor& opened, const std::string& path, int how) {
  while (::flock(opened.get(), how) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno == EINTR) continue;
    throw Error(ErrorKind::kNotRun, "can't lock " + path + ": " + std::strerror(errno),
                Hint("choose a folder whose file system has locks"));
  }
  return true;
}

}  // namespace

std::optional<FileLock> FileLock::Try(const std::string& file, const Hint& hint) {
  Descriptor opened = Open(file, O_RDWR | O_CREAT, hint);
  if (!Lock(opened, file, LOCK_EX | LOCK_NB)) return std::nullopt;
  return FileLock(std::move(opened));
}

FileLock FileLock::Wait(const std::string& file, const Hint& hint) {
  Descriptor opened = Open(file, O_RDWR | O_CREAT, hint);
  Lock(opened, file, LOCK_EX);
  return FileLock(std::move(opened));
}

std::optional<FileLock> FileLock::TryFolder(const std::string& folder) {
  Descriptor opened = Open(folder, O_RDONLY | O_DIRECTORY, Hint(""));
  if (!Lock(opened, folder, LOCK_EX | LOCK_NB)) return std::nullopt;
  return FileLock(std::move(opened));
}

}  // namespace kproof

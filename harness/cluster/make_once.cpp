// The lock is flock(2): the kernel frees it when its holder ends, however it ends.
#include "harness/cluster/make_once.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/undo.h"

namespace kproof {

namespace fs = std::filesystem;

void MakeOnce(const std::string& path,
              const std::function<void(const std::string& temporary)>& make) {
  if (fs::exists(path)) return;
  std::error_code failed;
  fs::create_directories(fs::path(path).parent_path(), failed);
  const std::string lock_path = path + ".lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0) {
    throw Error(ErrorKind::kNotRun, "can't write " + lock_path + ": " + std::strerror(errno),
                Hint("set KPROOF_CACHE to a folder that can be written"));
  }
  const Undo unlock("free the lock", [lock] { ::close(lock); });
  while (::flock(lock, LOCK_EX) != 0) {
    if (errno != EINTR) throw Error("can't lock " + lock_path + ": " + std::strerror(errno));
  }
  if (fs::exists(path)) return;  // somebody else made it meanwhile
  const std::string temporary = path + ".part";
  fs::remove_all(temporary);  // of a maker that was killed
  Undo remove("remove the half-made", [temporary] { fs::remove_all(temporary); });
  make(temporary);
  fs::rename(temporary, path);
  remove.Dismiss();
}

}  // namespace kproof

#include "harness/cluster/make_once.h"

#include <filesystem>

#include "harness/base/file_lock.h"
#include "harness/base/temporaries.h"
#include "harness/base/undo.h"

namespace kproof {

namespace fs = std::filesystem;

void MakeOnce(const std::string& path,
              const std::function<void(const std::string& temporary)>& make) {
  if (fs::exists(path)) return;
  std::error_code failed;
  fs::create_directories(fs::path(path).parent_path(), failed);
  const FileLock lock = FileLock::Wait(
      path + ".lock", Hint("set KPROOF_CACHE to a writable folder on a file system with locks"));
  if (fs::exists(path)) return;  // somebody else made it meanwhile
  const std::string temporary = path + ".part";
  fs::remove_all(temporary);  // of a maker that was killed
  AddTemporary(temporary);
  const Undo forget("forget its name", [temporary] { ForgetTemporary(temporary); });
  Undo remove("remove the half-made", [temporary] { fs::remove_all(temporary); });
  make(temporary);
  fs::rename(temporary, path);
  remove.Dismiss();
}

}  // namespace kproof

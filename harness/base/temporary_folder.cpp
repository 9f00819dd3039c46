#include "harness/base/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/temporaries.h"

namespace kproof {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder(const std::string& parent) {
  std::error_code none;
  const fs::path above = parent.empty() ? fs::temp_directory_path(none) : fs::path(parent);
  path_ = (above.empty() ? fs::path("/tmp") : above) / (std::string(kTemporaryPrefix) + "XXXXXX");
  if (::mkdtemp(path_.data()) == nullptr)
    throw Error(ErrorKind::kNotRun,
                "can't create a folder in " + fs::path(path_).parent_path().string() + ": " +
                    std::strerror(errno),
                Hint(parent.empty() ? "set TMPDIR to a writable folder"
                                    : "is the disk full? is the folder writable?"));
  AddTemporary(path_);
  DoQuietly([&] { lock_ = FileLock::TryFolder(path_); });  // not every file system has locks
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ForgetTemporary(path_);
}

}  // namespace kproof

// A folder for files that nobody else is to see, gone with its content when its owner goes.
//
// Its name can't be guessed and it is made for its user alone (mkdtemp), so nobody can be there
// before us, with a link to somewhere else. While its owner lives it is locked. Not thread-safe.
#pragma once

#include <optional>
#include <string>

#include "harness/base/file_lock.h"

namespace kproof {

inline constexpr char kTemporaryPrefix[] = ".kproof-";  // of their names

class TemporaryFolder {
 public:
  // Below `parent`; "": where temporary files go on this machine (TMPDIR). Throws Error(kNotRun)
  // when it can't be made.
  explicit TemporaryFolder(const std::string& parent = "");
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
  std::optional<FileLock> lock_;
};

}  // namespace kproof

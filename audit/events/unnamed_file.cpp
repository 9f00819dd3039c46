#include "audit/events/unnamed_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "harness/base/error.h"

namespace kproof {

// Not every file system has O_TMPFILE (NFS and old overlays have not): there the name is removed
// at once.
int OpenUnnamedFile(const std::string& folder) {
  int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  std::string name = folder + "/.kproof-XXXXXX";
  file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0)
    throw Error(
        ErrorKind::kNotRun,
        fmt::format("no temporary file can be made in {}: {}", folder, std::strerror(errno)),
        Hint("set TMPDIR to a writable folder"));
  ::unlink(name.c_str());
  return file;
}

void WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0)
      throw Error(ErrorKind::kNotRun,
                  fmt::format("a temporary file can't be written: {}", std::strerror(errno)),
                  Hint("set TMPDIR to a folder with more room"));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace kproof

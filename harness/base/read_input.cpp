#include "harness/base/read_input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

[[noreturn]] void Refuse(const std::string& what, const std::string& hint = "") {
  throw Error(ErrorKind::kUsage, what, Hint(hint));
}

// A pipe without a name in any folder has somebody at its other end.
bool IsOpenPipe(int file) {
  std::error_code failed;
  const auto name =
      std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", file), failed).string();
  return name.starts_with("pipe:");
}

void RequireReadable(int file, std::size_t limit_bytes) {
  struct stat info {};
  if (fstat(file, &info) != 0) Refuse(std::string("can't be read: ") + std::strerror(errno));
  if (S_ISREG(info.st_mode)) {
    if (static_cast<std::size_t>(info.st_size) > limit_bytes)
      Refuse(fmt::format("has {} bytes", info.st_size),
             fmt::format("at most {} bytes are read", limit_bytes));
    return;
  }
  if (S_ISFIFO(info.st_mode) && IsOpenPipe(file)) return;
  Refuse(S_ISDIR(info.st_mode)    ? "is a folder"
         : S_ISFIFO(info.st_mode) ? "is a named pipe"
                                  : "is a device or a socket",
         "name a file");
}

}  // namespace

std::string ReadInput(const std::string& path, std::size_t limit_bytes) {
  // Without O_NONBLOCK a named pipe that nobody writes to would hold us here.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file.ok()) Refuse(std::string("can't be read: ") + std::strerror(errno));
  RequireReadable(file.get(), limit_bytes);
  fcntl(file.get(), F_SETFL, fcntl(file.get(), F_GETFL) & ~O_NONBLOCK);
  std::string text;
  char part[64 << 10];
  while (true) {
    const auto got = read(file.get(), part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) Refuse(std::string("can't be read: ") + std::strerror(errno));
    if (got == 0) return text;
    text.append(part, static_cast<std::size_t>(got));
    if (text.size() > limit_bytes)
      Refuse("is too long", fmt::format("at most {} bytes are read", limit_bytes));
  }
}

std::string ReadInputOf(const std::string& option, const std::string& path,
                        std::size_t limit_bytes) {
  try {
    return ReadInput(path, limit_bytes);
  } catch (const Error& error) {
    throw Error(error.kind(), option + " " + path + " " + error.what(), Hint(error.hint()));
  }
}

}  // namespace kproof

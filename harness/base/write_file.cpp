#include "harness/base/write_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

[[noreturn]] void Fail(const std::string& path) {
  throw Error(ErrorKind::kNotRun, "can't write " + path + ": " + std::strerror(errno),
              Hint("is the disk full? is the folder writable?"));
}

Descriptor Written(const std::string& path, std::string_view text, int how) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0644));
  if (!file.ok()) Fail(path);
  while (!text.empty()) {
    const auto written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) Fail(path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return file;
}

}  // namespace

void WriteFile(const std::string& path, std::string_view text) {
  auto file = Written(path, text, O_TRUNC);
  // A file system over a network may say only now that its disk is full.
  if (::close(file.Release()) != 0) Fail(path);
}

void AppendFile(const std::string& path, std::string_view text) {
  const auto file = Written(path, text, O_APPEND);
  // EINVAL: a device, which has no disk.
  if (::fdatasync(file.get()) != 0 && errno != EINVAL) Fail(path);
}

}  // namespace kproof

#include "harness/base/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/base/temporaries.h"

namespace kproof {
namespace {

using Kind = OutputTarget::Kind;

constexpr std::size_t kBuffer = 1U << 16;  // bytes

// A new file beside its target, with the mode that any new file of this user gets. None, with errno
// set, where it was refused; so are the others.
Descriptor OpenBeside(const std::string& folder, std::string& name) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    name = fmt::format("{}/.kproof-{:016x}", folder, EntropySeed());
    Descriptor file(
        ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (file.ok()) AddTemporary(name);
    if (file.ok() || errno != EEXIST) return file;
  }
  return {};
}

Descriptor ConnectTo(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return {};
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.ok()) return {};
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return socket;
  const int refused = errno;
  socket = Descriptor();
  errno = refused;
  return {};
}

}  // namespace

OutputFile::OutputFile(const std::string& path, OutputRules rules)
    : rules_(std::move(rules)), target_(DecideOutput(path, rules_)) {
  // Whoever has it open may close it before we write.
  if (target_.kind != Kind::kDescriptor) return;
  descriptor_ = Descriptor(::fcntl(target_.descriptor, F_DUPFD_CLOEXEC, 3));
  if (!descriptor_.ok()) Fail(errno);
}

OutputFile::~OutputFile() {
  if (temporary_.empty()) return;
  ::unlink(temporary_.c_str());
  ForgetTemporary(temporary_);
}

void OutputFile::Fail(int code) const {
  throw Error(ErrorKind::kNotRun,
              fmt::format("can't write {}{}{}: {}", rules_.option, rules_.option.empty() ? "" : " ",
                          target_.path, std::strerror(code)),
              Hint(code == ENOSPC || code == EDQUOT ? "free some space on that disk"
                                                    : "name another file"));
}

void OutputFile::Open() {
  if (descriptor_.ok()) return;
  switch (target_.kind) {
    case Kind::kFile:
      descriptor_ = OpenBeside(target_.Folder(), temporary_);
      if (!descriptor_.ok()) temporary_.clear();
      break;
    case Kind::kSocket:
      descriptor_ = ConnectTo(target_.path);
      break;
    case Kind::kSpecial:
    case Kind::kDescriptor:
      descriptor_ = Descriptor(::open(target_.path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
      break;
  }
  if (!descriptor_.ok()) Fail(errno);
}

void OutputFile::Put(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {  // a pipe whose reader made it non-blocking
      pollfd room{descriptor_.get(), POLLOUT, 0};
      ::poll(&room, 1, -1);
      continue;
    }
    // Whoever reads our stdout, as in "| head", has all it wanted.
    if (written < 0 && errno == EPIPE && target_.descriptor == STDOUT_FILENO) return;
    if (written < 0) Fail(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::Flush() {
  if (buffer_.empty()) return;
  Open();
  if (target_.descriptor == STDOUT_FILENO) std::fflush(stdout);
  Put(buffer_);
  buffer_.clear();
}

void OutputFile::Write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= kBuffer) Flush();
}

// Owner and mode of the file that is replaced stay where this user may set them.
void OutputFile::Sync() {
  struct stat old {};
  if (target_.exists && ::stat(target_.file.c_str(), &old) == 0 && S_ISREG(old.st_mode)) {
    const int owned = ::fchown(descriptor_.get(), old.st_uid, old.st_gid);
    static_cast<void>(owned);
    if (::fchmod(descriptor_.get(), old.st_mode & 0777) != 0) Fail(errno);
  }
  if (::fsync(descriptor_.get()) != 0) Fail(errno);
}

// A file system over a network may say only now that its disk is full.
void OutputFile::Close() {
  if (::close(descriptor_.Release()) != 0) Fail(errno);
}

void OutputFile::Rename() {
  try {
    target_ = DecideOutput(target_.path, rules_);
  } catch (const Error& error) {
    throw Error(ErrorKind::kNotRun, error.what(), Hint(error.hint()));
  }
  if (target_.kind != Kind::kFile) Fail(EEXIST);
  const unsigned flags = target_.exists ? 0 : RENAME_NOREPLACE;
  int failed = ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, target_.file.c_str(), flags);
  if (failed != 0 && errno == EINVAL)  // a file system that knows no flags
    failed = ::rename(temporary_.c_str(), target_.file.c_str());
  if (failed != 0) Fail(errno);
  ForgetTemporary(temporary_);
  temporary_.clear();
  SyncFolder(target_.Folder());
}

void OutputFile::Publish() {
  Flush();
  Open();  // also where nothing was written
  if (target_.kind == Kind::kFile) Sync();
  Close();
  if (target_.kind == Kind::kFile) Rename();
}

Descriptor OutputFile::PublishOpen() {
  Flush();
  Open();
  if (target_.kind == Kind::kFile) {
    Sync();
    Rename();
  }
  return std::move(descriptor_);
}

void OutputFile::PublishFile(const std::string& made) {
  const Descriptor source(::open(made.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source.ok()) Fail(errno);
  if (target_.kind == Kind::kFile) {
    temporary_ = made;
    if (::fsync(source.get()) != 0) Fail(errno);
    return Rename();
  }
  std::string block(kBuffer, '\0');
  ssize_t got = 0;
  while ((got = ::read(source.get(), block.data(), block.size())) > 0)
    Write(std::string_view(block).substr(0, static_cast<std::size_t>(got)));
  if (got < 0) Fail(errno);
  Publish();
  ::unlink(made.c_str());
}

void SyncFolder(const std::string& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.ok()) ::fsync(opened.get());
}

void ReplaceFile(const std::string& path, std::string_view text) {
  OutputFile file(path, {.option = "", .inputs = {}, .force = true});
  file.Write(text);
  file.Publish();
}

}  // namespace kproof

// The C library's calls on files as OpenJDK makes them (libjava, libnio, libjvm of 17 import these
// and no others for files; openat64 is found by name and used for SecureDirectoryStream alone).
// What is not the node's data passes at the cost of one look into a table.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstring>

#include "harness/inject/shim_library/files.h"
#include "harness/inject/shim_library/page.h"
#include "harness/inject/shim_library/real.h"

namespace kproof::shim {
namespace {

constinit Real<int(const char*, int, mode_t)> real_open{"open"};
constinit Real<int(const char*, int, mode_t)> real_open64{"open64"};
constinit Real<int(int)> real_close{"close"};
constinit Real<int(int, int)> real_dup2{"dup2"};
constinit Real<ssize_t(int, const void*, size_t)> real_write{"write"};
constinit Real<ssize_t(int, const void*, size_t, off64_t)> real_pwrite64{"pwrite64"};
constinit Real<ssize_t(int, const iovec*, int)> real_writev{"writev"};
constinit Real<ssize_t(int, void*, size_t)> real_read{"read"};
constinit Real<ssize_t(int, void*, size_t, off64_t)> real_pread64{"pread64"};
constinit Real<ssize_t(int, const iovec*, int)> real_readv{"readv"};
constinit Real<ssize_t(int, int, off64_t*, size_t)> real_sendfile64{"sendfile64"};
constinit Real<int(int)> real_fsync{"fsync"};
constinit Real<int(int)> real_fdatasync{"fdatasync"};
constinit Real<int(int, off64_t)> real_ftruncate{"ftruncate"};
constinit Real<int(int, off64_t)> real_ftruncate64{"ftruncate64"};
constinit Real<void*(void*, size_t, int, int, int, off64_t)> real_mmap64{"mmap64"};
constinit Real<int(void*, size_t)> real_munmap{"munmap"};
constinit Real<int(void*, size_t, int)> real_msync{"msync"};

int Refuse(int error) {
  errno = error;
  return -1;
}

int Open(Real<int(const char*, int, mode_t)>& real, const char* path, int flags, mode_t mode) {
  if (!IsData(path)) return real(path, flags, mode);
  struct stat status {};
  const bool existed = (flags & O_CREAT) == 0 || ::stat(path, &status) == 0;
  const int descriptor = real(path, flags, mode);
  const int error = errno;
  const bool emptied = (flags & O_TRUNC) != 0 && (flags & O_ACCMODE) != O_RDONLY;
  Opened(descriptor, path, existed, emptied);
  errno = error;
  return descriptor;
}

// `go_on` writes at most the bytes that it is given.
template <typename GoOn>
ssize_t Write(int descriptor, std::int64_t bytes, GoOn go_on) {
  const OpenFile* const file = Find(descriptor);
  if (file == nullptr) return go_on(bytes);
  Count(Page()->written);
  if (const int error = Gate(kShimWrite, file->path, &bytes)) return Refuse(error);
  const ssize_t wrote = go_on(bytes);
  if (wrote > 0) Count(Page()->bytes_written, wrote);
  return wrote;
}

// 0 when a read may go on.
int RefusedRead(int descriptor) {
  ShimPage* const page = Page();
  if (page == nullptr || page->armed_rules.load(std::memory_order_relaxed) == 0) return 0;
  const OpenFile* const file = Find(descriptor);
  std::int64_t bytes = 0;
  const int error = file != nullptr ? Gate(kShimRead, file->path, &bytes) : 0;
  return error == 0 ? 0 : Refuse(error);
}

// What was there when the call began is what it guarantees.
int Sync(Real<int(int)>& real, int descriptor) {
  const OpenFile* const file = Find(descriptor);
  if (file == nullptr) return real(descriptor);
  Count(Page()->synced);
  std::int64_t bytes = 0;
  if (const int error = Gate(kShimSync, file->path, &bytes)) return Refuse(error);
  struct stat status {};
  ::fstat(descriptor, &status);
  const int result = real(descriptor);
  if (result == 0) Synced(file->slot, status.st_size);
  return result;
}

int Truncate(Real<int(int, off64_t)>& real, int descriptor, off64_t size) {
  const OpenFile* const file = Find(descriptor);
  if (file == nullptr) return real(descriptor, size);
  struct stat status {};
  ::fstat(descriptor, &status);
  std::int64_t bytes = size - status.st_size;
  const std::int64_t asked = bytes;
  if (bytes > 0) {
    if (const int error = Gate(kShimWrite, file->path, &bytes)) return Refuse(error);
    if (bytes < asked) return Refuse(ENOSPC);
  }
  const int result = real(descriptor, size);
  if (result == 0) Truncated(file->slot, size);
  return result;
}

// Kafka's indexes grow from the front of a map full of zeros: their content ends before the first
// block that is empty.
std::int64_t Used(const Map& map) {
  constexpr std::size_t kBlock = 4096;
  static const char kZeros[kBlock] = {};
  std::size_t used = 0;
  for (std::size_t at = 0; at < map.length; at += kBlock) {
    const std::size_t size = std::min(kBlock, map.length - at);
    if (std::memcmp(map.address + at, kZeros, size) == 0) break;
    used = at + size;
  }
  while (used > 0 && map.address[used - 1] == 0) --used;
  return static_cast<std::int64_t>(used);
}

int SyncMap(void* address, size_t length, int flags) {
  Map map{};
  if (Page() == nullptr || !FindMap(address, &map)) return real_msync(address, length, flags);
  Count(Page()->synced);
  std::int64_t bytes = 0;
  if (const int error = Gate(kShimSync, map.path, &bytes)) return Refuse(error);
  const std::int64_t used = Used(map);
  const int result = real_msync(address, length, flags);
  if (result == 0) Synced(map.slot, used);
  return result;
}

}  // namespace
}  // namespace kproof::shim

using namespace kproof::shim;  // NOLINT: what follows is the C library's own names

extern "C" {

#pragma GCC visibility push(default)

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return Open(real_open, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return Open(real_open64, path, flags, mode);
}

int close(int descriptor) {
  Closed(descriptor);
  return real_close(descriptor);
}

int dup2(int from, int to) noexcept {
  const int result = real_dup2(from, to);
  if (result >= 0 && from != to) Duplicated(from, to);
  return result;
}

ssize_t write(int descriptor, const void* data, size_t size) {
  return Write(descriptor, static_cast<std::int64_t>(size), [&](std::int64_t bytes) {
    return real_write(descriptor, data, static_cast<size_t>(bytes));
  });
}

ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t at) {
  return Write(descriptor, static_cast<std::int64_t>(size), [&](std::int64_t bytes) {
    return real_pwrite64(descriptor, data, static_cast<size_t>(bytes), at);
  });
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  std::int64_t size = 0;
  for (int i = 0; i < count; ++i) size += static_cast<std::int64_t>(parts[i].iov_len);
  return Write(descriptor, size, [&](std::int64_t bytes) {
    if (bytes == size) return real_writev(descriptor, parts, count);
    return real_write(descriptor, parts[0].iov_base,
                      std::min(parts[0].iov_len, static_cast<size_t>(bytes)));
  });
}

ssize_t read(int descriptor, void* data, size_t size) {
  return RefusedRead(descriptor) != 0 ? -1 : real_read(descriptor, data, size);
}

ssize_t pread64(int descriptor, void* data, size_t size, off64_t at) {
  return RefusedRead(descriptor) != 0 ? -1 : real_pread64(descriptor, data, size, at);
}

ssize_t readv(int descriptor, const iovec* parts, int count) {
  return RefusedRead(descriptor) != 0 ? -1 : real_readv(descriptor, parts, count);
}

ssize_t sendfile64(int to, int from, off64_t* at, size_t size) noexcept {
  return RefusedRead(from) != 0 ? -1 : real_sendfile64(to, from, at, size);
}

int fsync(int descriptor) { return Sync(real_fsync, descriptor); }
int fdatasync(int descriptor) { return Sync(real_fdatasync, descriptor); }

int ftruncate(int descriptor, off_t size) noexcept {
  return Truncate(real_ftruncate, descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) noexcept {
  return Truncate(real_ftruncate64, descriptor, size);
}

void* mmap64(void* address, size_t length, int protection, int flags, int descriptor,
             off64_t at) noexcept {
  void* const mapped = real_mmap64(address, length, protection, flags, descriptor, at);
  const bool writes = (flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0;
  const OpenFile* const file =
      mapped != MAP_FAILED && writes && descriptor >= 0 ? Find(descriptor) : nullptr;
  if (file != nullptr) Mapped(mapped, length, *file);
  return mapped;
}

int munmap(void* address, size_t length) noexcept {
  Unmapped(address);
  return real_munmap(address, length);
}

int msync(void* address, size_t length, int flags) { return SyncMap(address, length, flags); }

#pragma GCC visibility pop
}

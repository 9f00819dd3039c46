#include "audit/store/seal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "harness/base/error.h"
#include "harness/base/output_target.h"
#include "harness/base/sqlite.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// Read and write version of the file format (sqlite.org/fileformat2.html, offsets 18 and 19).
constexpr std::size_t kVersions = 18;
constexpr std::string_view kRollback = "\x01\x01";

constexpr std::size_t kWalHeader = 32;  // bytes; holds salts that change when the log begins anew
constexpr int kCopies = 20;

[[noreturn]] void Fail(const std::string& path, const std::string& why) {
  throw Error(ErrorKind::kNotRun, fmt::format("audit store {} can't be {}", path, why),
              Hint("is the disk full? is the folder writable?"));
}

std::string WalHead(const std::string& store) {
  return FirstBytes(store + "-wal").substr(0, kWalHeader);
}

void CopyOne(const std::string& from, const std::string& to) {
  std::error_code failed;
  fs::remove(to, failed);
  if (!fs::exists(from)) return;
  fs::copy_file(from, to, failed);
  if (failed) Fail(from, "copied to " + to + ": " + failed.message());
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, failed);
}

}  // namespace

void SealStore(const std::string& path) {
  {
    Database database(path, Database::Mode::kWrite);
    if (database.Text("PRAGMA journal_mode=DELETE") != "delete") Fail(path, "sealed: it is in use");
  }
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool sealed = file >= 0 && ::fchmod(file, 0444) == 0 && ::fsync(file) == 0;
  const int code = errno;
  if (file >= 0) ::close(file);
  if (!sealed) Fail(path, std::string("sealed: ") + std::strerror(code));
}

bool InOneFile(const std::string& path) {
  return FirstBytes(path).substr(0, kVersions + 2).ends_with(kRollback);
}

bool IsSealed(const std::string& path) {
  struct stat there {};
  return ::stat(path.c_str(), &there) == 0 && S_ISREG(there.st_mode) &&
         (there.st_mode & 0222) == 0 && InOneFile(path);
}

// A log that did not begin anew between the two copies has every page that was moved into the store
// meanwhile.
void CopyStore(const std::string& from, const std::string& to) {
  for (int copy = 0; copy < kCopies; ++copy) {
    const auto before = WalHead(from);
    for (const char* suffix : {"", "-journal", "-wal"}) CopyOne(from + suffix, to + suffix);
    if (WalHead(from) == before) return;
  }
  Fail(from, "copied while it is written: try again when the run has ended");
}

}  // namespace kproof

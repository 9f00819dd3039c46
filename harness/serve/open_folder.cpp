#include "harness/serve/open_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

namespace kproof {
namespace {

bool IsPlain(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

std::optional<FolderEntry> EntryAt(int folder, const std::string& name) {
  struct stat seen {};
  if (::fstatat(folder, name.c_str(), &seen, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  if (!S_ISDIR(seen.st_mode) && !S_ISREG(seen.st_mode)) return std::nullopt;
  return FolderEntry{name, S_ISDIR(seen.st_mode), static_cast<std::uint64_t>(seen.st_size),
                     seen.st_mtim.tv_sec * 1'000'000 + seen.st_mtim.tv_nsec / 1'000};
}

}  // namespace

std::optional<OpenFolder> OpenFolder::Open(const std::string& path) {
  Descriptor opened(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.ok()) return std::nullopt;
  return OpenFolder(path, std::move(opened));
}

std::vector<FolderEntry> OpenFolder::Entries() const {
  std::vector<FolderEntry> entries;
  for (const auto& name : Names())
    if (auto entry = EntryAt(descriptor_.get(), name)) entries.push_back(std::move(*entry));
  std::sort(entries.begin(), entries.end(),
            [](const FolderEntry& a, const FolderEntry& b) { return a.name < b.name; });
  return entries;
}

bool OpenFolder::HasStrangers() const {
  const auto names = Names();
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return !EntryAt(descriptor_.get(), name).has_value();
  });
}

std::vector<std::string> OpenFolder::Names() const {
  std::vector<std::string> names;
  // Of its own: a stream takes the descriptor over, and its place in the folder too.
  const int again = ::openat(descriptor_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (again < 0) return names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(again), ::closedir);
  if (!stream) {
    ::close(again);
    return names;
  }
  while (const dirent* one = ::readdir(stream.get())) {
    const std::string name = one->d_name;
    if (IsPlain(name)) names.push_back(name);
  }
  return names;
}

std::optional<FolderEntry> OpenFolder::Find(const std::string& name) const {
  if (!IsPlain(name)) return std::nullopt;
  return EntryAt(descriptor_.get(), name);
}

std::optional<OpenFolder> OpenFolder::Enter(const std::string& name) const {
  if (!IsPlain(name)) return std::nullopt;
  Descriptor opened(
      ::openat(descriptor_.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!opened.ok()) return std::nullopt;
  return OpenFolder(path_ + "/" + name, std::move(opened));
}

Descriptor OpenFolder::OpenFile(const std::string& name) const {
  if (!IsPlain(name)) return {};
  // A pipe that lies there would be waited for.
  Descriptor opened(::openat(descriptor_.get(), name.c_str(),
                             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat seen {};
  if (!opened.ok() || ::fstat(opened.get(), &seen) != 0 || !S_ISREG(seen.st_mode)) return {};
  return opened;
}

std::optional<std::string> OpenFolder::Read(const std::string& name, std::size_t limit,
                                            std::uint64_t offset) const {
  const auto file = OpenFile(name);
  struct stat seen {};
  if (!file.ok() || ::fstat(file.get(), &seen) != 0) return std::nullopt;
  const auto size = static_cast<std::uint64_t>(seen.st_size);
  std::string text(std::min<std::uint64_t>(limit, size > offset ? size - offset : 0), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const auto got = ::pread(file.get(), text.data() + have, text.size() - have,
                             static_cast<off_t>(offset + have));
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

std::string OpenFolder::LinkAt(const std::string& name) const {
  std::string target(256, '\0');
  const auto length =
      IsPlain(name) ? ::readlinkat(descriptor_.get(), name.c_str(), target.data(), target.size())
                    : -1;
  target.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  return target;
}

}  // namespace kproof

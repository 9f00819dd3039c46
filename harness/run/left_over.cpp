// A cluster holds a lock on its folder (folder_lock.h) that the kernel frees when its harness ends,
// however it ends: a folder that can be locked belongs to nobody.
#include "harness/run/left_over.h"

#include <filesystem>

#include "harness/base/error.h"
#include "harness/cluster/folder_lock.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

void RemoveDead(const fs::path& parent, const std::string& prefix,
                std::vector<std::string>& removed) {
  for (const auto& entry : fs::directory_iterator(parent)) {
    if (!entry.is_directory() || !entry.path().filename().string().starts_with(prefix)) continue;
    const auto lock = FolderLock::Try(entry.path().string());
    if (!lock) continue;
    std::error_code failed;
    fs::remove_all(entry.path(), failed);
    if (failed)
      throw Error("can't remove " + entry.path().string() + ": " + failed.message(),
                  Hint("remove it as the user who ran it"));
    removed.push_back(entry.path().string());
  }
}

}  // namespace

std::vector<std::string> RemoveLeftOver(const std::string& out) {
  std::vector<std::string> removed;
  if (!fs::is_directory(out)) return removed;
  RemoveDead(out, ".nodes-", removed);  // of runs with --keep-cluster
  for (const auto& entry : fs::directory_iterator(out))
    if (entry.is_directory() && entry.path().filename().string().starts_with(".partial-"))
      RemoveDead(entry.path(), "nodes-", removed);
  return removed;
}

}  // namespace kproof

// Clusters and runs hold a lock on their folder (file_lock.h) that the kernel frees when their
// harness ends, however it ends: a folder that can be locked belongs to nobody.
#include "harness/run/left_over.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>

#include "audit/store/open.h"
#include "audit/store/run_keys.h"
#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/file_lock.h"
#include "harness/base/temporary_folder.h"
#include "harness/cluster/nodes_mark.h"
#include "harness/run/folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// Nothing where somebody else has it, or where it went meanwhile or is not ours to open.
std::optional<FileLock> LockOf(const fs::path& folder) {
  try {
    return FileLock::TryFolder(folder.string());
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Folders, not links to some, below `parent` whose names begin with `prefix`.
std::vector<fs::path> Folders(const fs::path& parent, std::string_view prefix) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(parent))
    if (entry.path().filename().string().starts_with(prefix) &&
        fs::is_directory(entry.symlink_status()))
      folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

// Nothing where somebody else has it.
bool Remove(const fs::path& folder, LeftOver& left) {
  const auto lock = LockOf(folder);
  if (!lock) return false;
  std::error_code failed;
  fs::remove_all(folder, failed);
  if (failed)
    throw Error(ErrorKind::kNotRun, "can't remove " + folder.string() + ": " + failed.message(),
                Hint("remove it as the user who ran it"));
  left.removed.push_back(folder.string());
  return true;
}

void RemoveNodes(const fs::path& parent, std::string_view prefix, LeftOver& left) {
  for (const auto& folder : Folders(parent, prefix)) {
    if (HasNodesMark(folder.string())) {
      Remove(folder, left);
    } else {
      left.not_ours.push_back(folder.string());
    }
  }
}

// By its name, and by the store that a run makes before anything else that matters.
bool IsPartialRun(const fs::path& folder) {
  try {
    const auto made_by = StoreMadeBy((folder / "audit.db").string());
    return IsRunName(folder.filename().string().substr(kPartialPrefix.size())) &&
           (made_by == made_by::kRun || made_by.empty());
  } catch (const Error&) {  // no store
    return false;
  }
}

void RemoveFrom(const fs::path& out, bool partial, LeftOver& left) {
  RemoveNodes(out, ".nodes-", left);  // shared ones, and those of runs with --keep-cluster
  for (const auto& folder : Folders(out, kPartialPrefix)) {
    if (IsCampaignFolder(folder.string())) {  // killed before its first run
      Remove(folder, left);
      continue;
    }
    if (!IsPartialRun(folder)) {
      left.not_ours.push_back(folder.string());
      continue;
    }
    if (!LockOf(folder)) continue;  // it is going on
    RemoveNodes(folder, "nodes-", left);
    if (!partial || !Remove(folder, left)) left.kept.push_back(folder.string());
  }
  for (const auto& folder : Folders(out, ""))
    if (IsCampaignFolder(folder.string())) RemoveFrom(folder / kCampaignRuns, partial, left);
}

// One that was made just now may not be locked yet.
bool IsOldAndOurs(const fs::path& folder) {
  constexpr std::int64_t kOldSeconds = 3'600;
  struct stat seen {};
  return ::lstat(folder.c_str(), &seen) == 0 && seen.st_uid == ::geteuid() &&
         WallMicros() / 1'000'000 - seen.st_mtime > kOldSeconds;
}

}  // namespace

LeftOver RemoveLeftOver(const std::string& out, bool partial) {
  LeftOver left;
  if (fs::is_directory(out)) RemoveFrom(out, partial, left);
  return left;
}

std::vector<std::string> RemoveOldTemporaries(const std::string& parent) {
  LeftOver left;
  for (const auto& folder : Folders(parent, kTemporaryPrefix))
    if (IsOldAndOurs(folder)) Remove(folder, left);
  return left.removed;
}

}  // namespace kproof

#include "harness/cluster/nodes_mark.h"

#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/output_file.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

std::string MarkOf(const std::string& folder) { return folder + "/.kproof-nodes"; }

}  // namespace

FileLock ClaimNodes(const std::string& folder) {
  const Hint hint("choose another folder with --out");
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    throw Error(ErrorKind::kNotRun, "can't create " + folder + ": " + failed.message(), hint);
  auto lock = FileLock::TryFolder(folder);
  if (!lock) throw Error(ErrorKind::kNotRun, "another kproof uses " + folder, hint);
  ReplaceFile(MarkOf(folder), "The nodes of a Kafka cluster that kproof started.\n");
  return *std::move(lock);
}

bool HasNodesMark(const std::string& folder) {
  std::error_code failed;
  return fs::is_directory(fs::symlink_status(folder, failed)) &&
         fs::is_regular_file(fs::symlink_status(MarkOf(folder), failed));
}

void RemoveIfOnlyMarked(const std::string& folder) {
  std::error_code failed;
  const fs::directory_iterator entries(folder, failed);
  if (failed || std::distance(entries, {}) != 1 || !HasNodesMark(folder)) return;
  fs::remove(MarkOf(folder), failed);
  fs::remove(folder, failed);
}

}  // namespace kproof

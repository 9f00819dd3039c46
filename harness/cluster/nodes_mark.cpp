#include "harness/cluster/nodes_mark.h"

#include <filesystem>

#include "harness/base/output_file.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

std::string MarkOf(const std::string& folder) { return folder + "/.kproof-nodes"; }

}  // namespace

void MarkNodes(const std::string& folder) {
  ReplaceFile(MarkOf(folder), "The nodes of a Kafka cluster that kproof started.\n");
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

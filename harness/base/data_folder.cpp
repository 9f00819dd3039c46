#include "harness/base/data_folder.h"

#include <cstdlib>
#include <filesystem>

#include "harness/base/error.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// A program in a build tree lies in build/PRESET/harness/cli.
constexpr int kMostFoldersUp = 6;

bool HasScenarios(const fs::path& folder) {
  std::error_code failed;
  return fs::is_directory(folder / "scenarios", failed);
}

}  // namespace

std::optional<std::string> DataFolderOf(const std::string& program,
                                        const std::string& kproof_data) {
  if (!kproof_data.empty()) {
    if (HasScenarios(kproof_data)) return kproof_data;
    throw Error(ErrorKind::kUsage, "KPROOF_DATA=" + kproof_data + " has no folder scenarios",
                Hint("unset it, or name the folder share/kproof of an installation"));
  }
  fs::path folder = fs::path(program).parent_path();
  if (HasScenarios(folder.parent_path() / "share" / "kproof"))
    return (folder.parent_path() / "share" / "kproof").string();
  // Its own sources show that a folder with scenarios is the tree, and no folder of the user's.
  for (int up = 0; up < kMostFoldersUp && folder.has_relative_path(); ++up) {
    std::error_code failed;
    if (HasScenarios(folder) && fs::exists(folder / "harness" / "cli" / "main.cpp", failed))
      return folder.string();
    folder = folder.parent_path();
  }
  return std::nullopt;
}

std::optional<std::string> DataFolder() {
  const char* variable = std::getenv("KPROOF_DATA");
  std::error_code failed;
  const auto program = fs::read_symlink("/proc/self/exe", failed);
  return DataFolderOf(failed ? "" : program.string(), variable == nullptr ? "" : variable);
}

}  // namespace kproof

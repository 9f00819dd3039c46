#include "harness/cli/book.h"

#include <algorithm>
#include <filesystem>

#include "harness/base/data_folder.h"
#include "harness/base/error.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// A folder of scenarios has a few hundred; more are an entire disk.
constexpr std::size_t kMostEntries = 20'000;
constexpr const char* kFolder = "scenarios";
constexpr const char* kExtension = ".yaml";
constexpr const char* kOfMatrices = "matrix";

bool Exists(const fs::path& path) {
  std::error_code failed;
  return fs::exists(path, failed);
}

std::vector<ShippedScenario> Book(const std::string& data) {
  const fs::path root = fs::path(data) / kFolder;
  std::vector<ShippedScenario> book;
  for (const auto& file : YamlFilesBelow(root.string()))
    book.push_back({fs::path(file).lexically_relative(root).replace_extension().string(), file});
  return book;
}

}  // namespace

// Links to folders are not followed, so that no loop is.
std::vector<std::string> YamlFilesBelow(const std::string& folder) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::kUsage, folder + ": " + why, Hint("name the folder of the scenarios"));
  };
  std::vector<std::string> files;
  std::error_code failed;
  fs::recursive_directory_iterator at(folder, failed);
  for (std::size_t entries = 0; !failed && at != fs::end(at); at.increment(failed)) {
    if (++entries > kMostEntries) refuse("has more than 20,000 files and folders below it");
    std::error_code gone;
    if (at->path().filename() == kOfMatrices && at->is_directory(gone)) {
      at.disable_recursion_pending();
      continue;
    }
    if (at->path().extension() == kExtension && at->is_regular_file(gone))
      files.push_back(at->path().string());
  }
  if (failed) refuse("can't be searched: " + failed.message());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<ShippedScenario> ScenariosIn(const std::string& folder) {
  const auto data = folder.empty() ? DataFolder() : std::nullopt;
  std::error_code failed;
  const bool works_beside_it = data && fs::equivalent(fs::path(*data) / kFolder, kFolder, failed);
  if (data && (works_beside_it || !fs::is_directory(kFolder))) return Book(*data);
  const std::string from = folder.empty() ? kFolder : folder;
  if (!fs::is_directory(from))
    throw Error(ErrorKind::kUsage, "there is no folder " + from, Hint("name one with --folder"));
  std::vector<ShippedScenario> rows;
  for (const auto& file : YamlFilesBelow(from)) rows.push_back({file, file});
  return rows;
}

std::string FindScenario(const std::string& path) {
  if (Exists(path)) return path;
  std::vector<fs::path> places = {path + kExtension};
  if (const auto data = fs::path(path).is_absolute() ? std::nullopt : DataFolder()) {
    const fs::path book = fs::path(*data) / kFolder;
    for (const fs::path& place : {book / path, fs::path(*data) / path})
      places.insert(places.end(), {place, place.string() + kExtension});
  }
  for (const auto& place : places)
    if (Exists(place)) return place.string();
  return path;
}

std::string HintForScenario(const std::string& path) {
  std::vector<std::string> names;
  if (const auto data = DataFolder())
    for (const auto& scenario : Book(*data)) names.push_back(scenario.name);
  fs::path name = path;
  if (name.extension() == kExtension) name.replace_extension();
  if (*name.begin() == kFolder) name = name.lexically_relative(kFolder);
  return Instead(name.string(), names, "kproof list scenarios");
}

}  // namespace kproof

#include "harness/run/folder.h"

#include <filesystem>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace fs = std::filesystem;

std::string CreateRunFolder(const std::string& out, const std::string& name) {
  const fs::path parent = out;
  std::error_code error;
  fs::create_directories(parent, error);
  if (error)
    throw Error(ErrorKind::kNotRun, "can't create " + parent.string() + ": " + error.message(),
                Hint("choose another folder with --out"));
  for (int copy = 1; copy < 10'000; ++copy) {
    std::string unique = copy == 1 ? name : name + "-" + std::to_string(copy);
    if (fs::exists(parent / unique)) continue;
    const auto partial = PartialPath(out, unique);
    if (fs::create_directory(partial, error)) return unique;
    if (error)
      throw Error(ErrorKind::kNotRun, "can't create " + partial + ": " + error.message(),
                  Hint("choose another folder with --out"));
  }
  throw Error("no free name for a run folder in " + parent.string());
}

std::string PartialPath(const std::string& out, const std::string& name) {
  return (out + "/").append(kPartialPrefix) + name;
}

void PublishRunFolder(const std::string& out, const std::string& name) {
  const auto partial = PartialPath(out, name), target = out + "/" + name;
  std::error_code error;
  fs::rename(partial, target, error);
  if (error)
    throw Error(ErrorKind::kNotRun,
                "can't rename " + partial + " to " + target + ": " + error.message(),
                Hint("is the disk full? is the folder writable?"));
  SyncFolder(out);
}

RunFolder::RunFolder(const std::string& out, const std::string& scenario, std::uint64_t seed)
    : out_(fs::absolute(out).lexically_normal().string()),
      name_(CreateRunFolder(
          out_, FormatUtcCompact(WallMicros()) + "-" + scenario + "-" + std::to_string(seed))),
      path_(PartialPath(out_, name_)) {
  lock_ = FileLock::TryFolder(path_);
  if (!lock_) throw Error("another kproof uses " + path_ + ", which this run has just created");
  fs::create_directory(path_ + "/logs");
  fs::create_directory(path_ + "/spool");
}

std::string RunFolder::Inside(std::string text) const {
  const std::string prefix = path_ + "/";
  for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;)
    text.erase(at, prefix.size());
  return text;
}

void RunFolder::Write(const std::string& name, const std::string& text) const {
  ReplaceFile(File(name), text);
}

std::string RunFolder::Publish() {
  PublishRunFolder(out_, name_);
  path_ = out_ + "/" + name_;
  return MoveLatest(out_, name_);
}

std::string MoveLatest(const std::string& out, const std::string& name) {
  const fs::path latest = out + "/latest";
  std::error_code error;
  const auto there = fs::symlink_status(latest, error);
  if (fs::exists(there) && !IsRunName(fs::read_symlink(latest, error).string()))
    return latest.string() + " was not made by kproof and is left unchanged";
  const TemporaryFolder aside(out);
  const auto link = aside.File("latest");
  fs::create_directory_symlink(name, link, error);
  if (!error) fs::rename(link, latest, error);
  return error ? latest.string() + " could not be made: " + error.message() : "";
}

bool IsCampaignFolder(const std::string& path) {
  std::error_code failed;
  return fs::is_regular_file(path + "/" + kCampaignFile, failed);
}

bool IsRunName(const std::string& name) {
  constexpr std::string_view kForm = "00000000T000000Z-";
  if (name.size() <= kForm.size() || name.find('/') != std::string::npos) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = name[i] >= '0' && name[i] <= '9';
    if (kForm[i] == '0' ? !digit : name[i] != kForm[i]) return false;
  }
  return true;
}

}  // namespace kproof

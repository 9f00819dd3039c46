#include "harness/run/folder.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "harness/base/clock.h"
#include "harness/base/error.h"

namespace kproof {
namespace fs = std::filesystem;
namespace {

// Creates `parent`/`prefix``name` or, where a run of the same second has it, with -2, -3, … behind;
// gives the name.
std::string CreateUnique(const fs::path& parent, const std::string& prefix,
                         const std::string& name) {
  std::error_code error;
  fs::create_directories(parent, error);
  if (error)
    throw Error(ErrorKind::kNotRun, "can't create " + parent.string() + ": " + error.message(),
                Hint("choose another --out"));
  for (int copy = 1; copy < 10'000; ++copy) {
    const std::string unique = copy == 1 ? name : name + "-" + std::to_string(copy);
    if (fs::exists(parent / unique)) continue;
    if (fs::create_directory(parent / (prefix + unique), error)) return unique;
    if (error)
      throw Error(ErrorKind::kNotRun,
                  "can't create " + (parent / (prefix + unique)).string() + ": " + error.message(),
                  Hint("choose another --out"));
  }
  throw Error("no free name for a run folder in " + parent.string());
}

}  // namespace

RunFolder::RunFolder(const std::string& out, const std::string& scenario, std::uint64_t seed)
    : out_(fs::absolute(out).lexically_normal().string()),
      name_(CreateUnique(
          out_, ".partial-",
          FormatUtcCompact(WallMicros()) + "-" + scenario + "-" + std::to_string(seed))),
      path_(out_ + "/.partial-" + name_) {
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
  std::ofstream file(File(name), std::ios::binary);
  file << text;
  file.close();
  if (!file)
    throw Error(ErrorKind::kNotRun, "can't write " + File(name), Hint("is the disk full?"));
}

void RunFolder::Publish() {
  const std::string target = out_ + "/" + name_;
  std::error_code error;
  fs::rename(path_, target, error);
  if (error) throw Error("can't rename " + path_ + " to " + target + ": " + error.message());
  path_ = target;
  const fs::path link = out_ + "/.latest-" + std::to_string(getpid());
  fs::create_directory_symlink(name_, link, error);
  if (!error) fs::rename(link, out_ + "/latest", error);
  if (error) fs::remove(link);  // a file system without links: the run is whole without it
}

}  // namespace kproof

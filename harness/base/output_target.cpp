#include "harness/base/output_target.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include "harness/base/error.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using Kind = OutputTarget::Kind;

constexpr int kMostLinks = 40;  // as the kernel's MAXSYMLINKS

// Where links lead in the end: a descriptor of our own, or the path of a file that may not be
// there.
struct Resolved {
  std::optional<int> descriptor;
  fs::path file;
};

// The folder of our open descriptors: the kernel's links in it can't be followed by their text.
bool HoldsDescriptors(const fs::path& folder) {
  const std::string own = "/proc/" + std::to_string(::getpid());
  const std::string text = folder.string();
  return text == own + "/fd" || (text.starts_with(own + "/task/") && text.ends_with("/fd"));
}

std::optional<int> Number(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number >= 0 ? std::optional(number) : std::nullopt;
}

Resolved Resolve(const std::string& path) {
  fs::path at = path;
  for (int links = 0; links < kMostLinks; ++links) {
    std::error_code failed;
    const fs::path parent = fs::canonical(at.has_parent_path() ? at.parent_path() : ".", failed);
    if (failed) return {std::nullopt, at};
    at = parent / at.filename();
    if (HoldsDescriptors(parent)) return {Number(at.filename().string()), at};
    const fs::path next = fs::read_symlink(at, failed);
    if (failed) return {std::nullopt, at};  // no link
    at = parent / next;
  }
  return {std::nullopt, at};
}

class Decision {
 public:
  Decision(const std::string& path, const OutputRules& rules) : path_(path), rules_(rules) {}

  OutputTarget Make() {
    if (path_.empty())
      throw Error(ErrorKind::kUsage, rules_.option + " needs the name of a file",
                  Hint("- is stdout"));
    if (path_ == "-") return Descriptor(STDOUT_FILENO);
    const Resolved resolved = Resolve(path_);
    if (resolved.descriptor) return Descriptor(*resolved.descriptor);
    struct stat there {};
    if (::stat(path_.c_str(), &there) != 0) {
      if (errno != ENOENT) RefuseUse(errno);
      return NewFile(resolved.file);
    }
    if (S_ISDIR(there.st_mode)) Refuse("is a folder", "name a file in it");
    if (S_ISREG(there.st_mode)) return OldFile(resolved.file, there);
    if (::access(path_.c_str(), W_OK) != 0) RefuseUse(errno);
    return {.kind = S_ISSOCK(there.st_mode) ? Kind::kSocket : Kind::kSpecial,
            .path = path_,
            .file = "",
            .exists = true};
  }

 private:
  [[noreturn]] void Refuse(const std::string& why, const std::string& hint) const {
    throw Error(ErrorKind::kUsage, rules_.option + " " + path_ + " " + why, Hint(hint));
  }

  // Another user could, or nobody can.
  [[noreturn]] void RefuseUse(int code) const {
    const bool denied = code == EACCES || code == EPERM || code == EROFS;
    throw Error(denied ? ErrorKind::kNotRun : ErrorKind::kUsage,
                rules_.option + " " + path_ + " can't be written: " + std::strerror(code),
                Hint("name another file"));
  }

  OutputTarget Descriptor(int number) const {
    const int flags = ::fcntl(number, F_GETFL);
    if (flags < 0) Refuse("is not an open descriptor", "name a file, or - for stdout");
    if ((flags & O_ACCMODE) == O_RDONLY) Refuse("is open for reading only", "name another file");
    struct stat there {};
    if (::fstat(number, &there) == 0 && S_ISREG(there.st_mode)) RefuseInput(there);
    return {
        .kind = Kind::kDescriptor, .path = path_, .file = "", .descriptor = number, .exists = true};
  }

  OutputTarget NewFile(const fs::path& file) const {
    if (file.filename().empty() || file.filename() == "." || file.filename() == "..")
      Refuse("is not a file name", "name a file, or - for stdout");
    const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
    std::error_code failed;
    if (!fs::is_directory(folder, failed))
      Refuse("can't be written: there is no folder " + folder.string(), "create it first");
    RequireWritable(folder);
    return {.path = path_, .file = file.string()};
  }

  OutputTarget OldFile(const fs::path& file, const struct stat& there) const {
    RefuseInput(there);
    if (rules_.ours == nullptr || !rules_.ours(file.string())) {
      RefuseWhatIsBesideInputs(file);
      if (!rules_.force)
        Refuse("exists, and kproof did not write it for this option",
               "name another file, or replace it with --force");
    }
    RequireWritable(file.parent_path());
    return {.path = path_, .file = file.string(), .exists = true};
  }

  void RefuseInput(const struct stat& there) const {
    for (const auto& input : rules_.inputs) {
      struct stat read {};
      if (::stat(input.c_str(), &read) != 0 || !S_ISREG(read.st_mode)) continue;
      if (read.st_dev == there.st_dev && read.st_ino == there.st_ino)
        Refuse("is " + (input == path_ ? std::string("what is read") : input + ", which is read"),
               "an input is never replaced: name another file");
    }
  }

  void RefuseWhatIsBesideInputs(const fs::path& file) const {
    for (const auto& input : rules_.inputs) {
      std::error_code failed;
      const fs::path folder = fs::canonical(input, failed);
      if (failed || !fs::is_directory(folder, failed)) continue;
      const auto inside = file.lexically_relative(folder);
      if (!inside.empty() && *inside.begin() != "..")
        Refuse("belongs to " + input + ", which is read",
               "an input is never replaced: name another file");
    }
  }

  // A file is replaced as a whole, so it is the folder that has to allow it.
  void RequireWritable(const fs::path& folder) const {
    if (::access(folder.c_str(), W_OK | X_OK) == 0) return;
    throw Error(ErrorKind::kNotRun,
                rules_.option + " " + path_ + " can't be written: folder " + folder.string() +
                    ": " + std::strerror(errno),
                Hint("name a file in a writable folder"));
  }

  const std::string& path_;
  const OutputRules& rules_;
};

}  // namespace

std::string OutputTarget::Folder() const { return fs::path(file).parent_path().string(); }

OutputTarget DecideOutput(const std::string& path, const OutputRules& rules) {
  return Decision(path, rules).Make();
}

std::string FirstBytes(const std::string& file) {
  std::string head(512, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  return head;
}

}  // namespace kproof

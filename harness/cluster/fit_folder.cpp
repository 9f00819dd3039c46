#include "harness/cluster/fit_folder.h"

#include <algorithm>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/printable.h"
#include "harness/base/utf8.h"

namespace kproof {
namespace {

[[noreturn]] void Refuse(const std::string& what, const std::string& folder,
                         const std::string& why) {
  throw Error(ErrorKind::kUsage,
              what + ": " + Printable(folder, Spaces::kEscaped) + " has " + why + " in its path",
              Hint("choose another folder"));
}

std::string Checked(const std::string& what, const std::string& folder) {
  std::error_code failed;  // of a working directory that is gone
  const auto absolute = std::filesystem::absolute(folder, failed);
  std::string path = failed ? folder : absolute.string();
  if (!IsUtf8(path)) Refuse(what, path, "bytes that are not UTF-8, which no JVM can open");
  const auto control = [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; };
  if (std::any_of(path.begin(), path.end(), control)) Refuse(what, path, "a control character");
  return path;
}

}  // namespace

void RequireFitForNodes(const std::string& what, const std::string& folder) {
  const auto path = Checked(what, folder);
  if (path.find(',') != std::string::npos)
    Refuse(what, path, "a comma, which Kafka's log.dirs can't hold");
}

void RequireFitForJars(const std::string& what, const std::string& folder) {
  const auto path = Checked(what, folder);
  if (path.find(':') != std::string::npos)
    Refuse(what, path, "a colon, which a class path can't hold");
  if (path.find("!/") != std::string::npos)
    Refuse(what, path, "'!/', which Java's URLs can't hold");
}

}  // namespace kproof

// pip takes a file with hashes alone, so that it refuses another wheel than the one that is pinned;
// a wheel is a zip archive, which Python unpacks.
#include "harness/client/fetch_wheel.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/sha256.h"
#include "harness/base/text.h"
#include "harness/base/write_file.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr Duration kPipLimit = std::chrono::minutes(5);
constexpr Duration kUnpackLimit = std::chrono::minutes(1);

constexpr const char* kOther =
    "where there is a network: kproof cluster fetch --bundle FILE, and here --from FILE; or name a "
    "folder with a librdkafka.so.1 as client_library";

Error CantBeFetched(const Wheel& wheel, const std::string& why, const std::string& way) {
  return {ErrorKind::kNotRun, fmt::format("librdkafka {} {}", wheel.librdkafka, why),
          Hint(way.empty() ? kOther : way + "; or " + kOther)};
}

constexpr std::string_view kProcessor = "x86_64";
constexpr const char* kInstall = "apt-get install python3-pip";

std::optional<Refusal> LackingProcessor() {
  utsname machine{};
  ::uname(&machine);
  if (machine.machine == kProcessor) return std::nullopt;
  return Refusal{fmt::format("kproof knows librdkafka for {} alone, and this machine is {}",
                             kProcessor, machine.machine),
                 "name a folder with a librdkafka.so.1 as client_library"};
}

// What is between the two; "" where they are not there.
std::string Between(const std::string& text, std::string_view before, std::string_view after) {
  const auto from = text.find(before);
  const auto to = text.rfind(after);
  if (from == std::string::npos || to == std::string::npos || to < from + before.size()) return "";
  return text.substr(from + before.size(), to - from - before.size());
}

// pip's first line with ERROR says what was wrong; without a network it says that there are no
// versions, and what was wrong stands in a line about a try.
std::string NotableLine(const ToolResult& result) {
  if (result.late) return "it took too long";
  for (const auto& line : Split(result.output, '\n')) {
    if (line.starts_with("ERROR: ")) return Trim(line.substr(7));
    if (!line.starts_with("WARNING: Retrying")) continue;
    if (const auto why = Between(line, ">: ", "')"); !why.empty()) return why;
  }
  return Split(Trim(result.output), '\n').back();
}

void Download(const Wheel& wheel, const std::string& python, const std::string& folder) {
  const std::string wanted = folder + "/wanted";
  WriteFile(wanted,
            fmt::format("confluent-kafka=={} --hash=sha256:{}\n", wheel.package, wheel.sha256));
  const ToolResult result = RunTool({.executable = python,
                                     .args = {"-m",
                                              "pip",
                                              "download",
                                              "--quiet",
                                              "--no-input",
                                              "--disable-pip-version-check",
                                              "--retries",
                                              "1",
                                              "--no-deps",
                                              "--only-binary",
                                              ":all:",
                                              "--implementation",
                                              "cp",
                                              "--python-version",
                                              std::string(wheel.python),
                                              "--platform",
                                              std::string(wheel.platform),
                                              "--require-hashes",
                                              "--requirement",
                                              wanted,
                                              "--dest",
                                              folder},
                                     .env = {{"PIP_ROOT_USER_ACTION", "ignore"}}},
                                    kPipLimit);
  fs::remove(wanted);
  if (result.ok) return;
  if (result.output.find("No module named pip") != std::string::npos)
    throw CantBeFetched(wheel, "is not in the cache and Python has no pip to fetch it", kInstall);
  throw CantBeFetched(wheel, "can't be fetched: " + NotableLine(result), "");
}

// The one file below `folder` that `is` accepts.
std::string Found(const std::string& folder, const auto& is) {
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && is(entry.path().filename().string()))
      return entry.path().string();
  return "";
}

}  // namespace

std::optional<Refusal> LackingForWheels() {
  if (auto lacking = LackingProcessor()) return lacking;
  const std::string python = FindProgram("python3");
  if (python.empty()) return Refusal{"there is no python3", kInstall};
  if (!RunTool({.executable = python, .args = {"-m", "pip", "--version"}}, kUnpackLimit).ok)
    return Refusal{"Python has no pip", kInstall};
  return std::nullopt;
}

void FetchWheel(const Wheel& wheel, const std::string& folder, const Progress& progress) {
  if (const auto lacking = LackingProcessor())
    throw Error(ErrorKind::kNotRun, lacking->what, Hint(lacking->hint));
  const std::string python = FindProgram("python3");
  if (python.empty())
    throw CantBeFetched(wheel, "is not in the cache and there is no python3 to fetch it", kInstall);
  if (progress) progress(fmt::format("fetching librdkafka {} by pip", wheel.librdkafka));
  const std::string unpacked = folder + "/unpacked";
  fs::create_directories(unpacked);
  Download(wheel, python, unpacked);
  const std::string archive =
      Found(unpacked, [](const std::string& name) { return name.ends_with(".whl"); });
  const ToolResult result = RunTool(
      {.executable = python, .args = {"-m", "zipfile", "-e", archive, unpacked}}, kUnpackLimit);
  if (!result.ok) throw CantBeFetched(wheel, "can't be unpacked: " + NotableLine(result), "");
  const std::string library = Found(unpacked, [](const std::string& name) {
    return name.starts_with("librdkafka") && name.ends_with(".so.1");
  });
  if (library.empty() || Sha256OfFile(library) != wheel.library_sha256)
    throw CantBeFetched(wheel, "is not in the wheel that pip fetched", "");
  fs::rename(library, folder + "/" + kLibraryFile);
  fs::remove_all(unpacked);
}

}  // namespace kproof

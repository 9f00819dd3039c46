// tar unpacks nothing but the names in the list, which are plain ones, into a folder that holds
// nothing else; what is then no regular file with its sum is refused with all of it.
#include "harness/cluster/bundle.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <vector>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/sha256.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/make_once.h"
#include "harness/cluster/maven.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr const char* kListName = "kproof-bundle";
constexpr std::string_view kFirstLine = "kproof bundle 1";
constexpr std::string_view kFirstLineWithLibrary = "kproof bundle 2";
constexpr std::string_view kLibraryName = "librdkafka.so.1";
constexpr std::uintmax_t kMostBytes = 1ull
                                      << 30;  // of a bundle; Kafka 4.3.1 has some 60 MB of jars
constexpr std::size_t kMostListBytes = 1u << 20;
constexpr std::size_t kMostJars = 1000;
constexpr Duration kWithin = std::chrono::minutes(5);

ToolResult Run(const std::string& program, std::vector<std::string> args, std::string input = "") {
  const std::string path = FindProgram(program);
  if (path.empty())
    throw Error(ErrorKind::kNotRun, "there is no " + program + " on PATH",
                Hint("install it with apt-get"));
  return RunTool({.executable = path,
                  .args = std::move(args),
                  .env = {{"TAR_OPTIONS", ""}},
                  .input = std::move(input)},
                 kWithin);
}

Error NoBundle(const std::string& what) {
  return {ErrorKind::kCorrupt, what, Hint("make one with: kproof cluster fetch --bundle FILE")};
}

bool IsJarName(const std::string& name) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
  return name.ends_with(".jar") && name.front() != '.' && name.front() != '-' &&
         name.size() <= 200 && name.find_first_not_of(kAllowed) == std::string::npos;
}

bool IsSum(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string Text(const std::string& version, const std::string& sum_lines) {
  return fmt::format("{}\nkafka {}\n{}", kFirstLine, version, sum_lines);
}

using Sums = std::map<std::string, std::string>;

std::string SumLines(const Sums& sums) {
  std::string lines;
  for (const auto& [name, sum] : sums) lines += sum + "  " + name + "\n";
  return lines;
}

BundleList ListOf(const std::string& version, const std::string& folder) {
  std::vector<std::string> args = {"--chdir=" + folder, "sha256sum", "--"};
  for (const auto& entry : fs::directory_iterator(folder))
    if (IsJarName(entry.path().filename().string()))
      args.push_back(entry.path().filename().string());
  const ToolResult result = Run("env", args);
  if (!result.ok) throw Error("the checksums of " + folder + " can't be made: " + result.output);
  return ParseBundleList(Text(version, result.output));
}

void RequireUnpacked(const Sums& wanted, const std::string& folder, const std::string& file) {
  for (const auto& [name, sum] : wanted)
    if (!fs::is_regular_file(fs::symlink_status(fs::path(folder) / name)))
      throw NoBundle(file + ": " + name + " is not a regular file");
  const ToolResult sums =
      Run("env", {"--chdir=" + folder, "sha256sum", "--check", "--strict", "--quiet"},
          SumLines(wanted));
  if (!sums.ok) throw NoBundle(file + " is damaged: " + Split(Trim(sums.output), '\n').front());
}

// A tar that is not compressed and begins with a list of a plausible size: nothing else gets to
// tar.
void RequireHead(const std::string& file) {
  std::error_code failed;
  if (!fs::is_regular_file(file, failed))
    throw Error(ErrorKind::kUsage, "there is no file " + file,
                Hint("--from reads a file that --bundle has written"));
  if (!IsBundle(file) || fs::file_size(file) > kMostBytes)
    throw NoBundle(file + " is not a bundle of kproof's");
}

std::vector<std::string> Tar(std::vector<std::string> args, const std::string& file) {
  args.insert(args.end(), {"--force-local", "--file=" + fs::absolute(file).string()});
  return args;
}

BundleList ReadList(const std::string& file) {
  RequireHead(file);
  const ToolResult list =
      Run("tar", Tar({"--extract", "--to-stdout", "--occurrence=1", kListName}, file));
  if (!list.ok) throw NoBundle(file + " is not a bundle of kproof's");
  return ParseBundleList(list.output);
}

// The list and what it names, each once, and nothing besides.
void RequireMembers(const BundleList& list, const std::string& file) {
  std::string expected = std::string(kListName) + "\n";
  for (const auto& [name, sum] : list.sums) expected += name + "\n";
  if (!list.librdkafka.empty()) expected += std::string(kLibraryName) + "\n";
  const ToolResult members = Run("tar", Tar({"--list"}, file));
  if (!members.ok || members.output != expected)
    throw NoBundle(file + " holds other files than those that it lists");
}

void Unpack(const Sums& wanted, const std::string& file, const std::string& folder) {
  fs::create_directories(folder);
  auto args =
      Tar({"--extract", "--no-same-owner", "--no-same-permissions", "--directory=" + folder}, file);
  for (const auto& [name, sum] : wanted) args.push_back(name);
  const ToolResult result = Run("tar", args);
  if (!result.ok)
    throw NoBundle(file + " can't be unpacked: " + Split(Trim(result.output), '\n').front());
  RequireUnpacked(wanted, folder, file);
}

// "librdkafka 2.16.0 SUM"; false for anything else.
bool ReadLibraryLine(const std::string& line, BundleList& list) {
  const auto words = Split(line, ' ');
  if (words.size() != 3 || words[0] != "librdkafka" || !IsSum(words[2])) return false;
  RequirePlainVersion(words[1]);
  list.librdkafka = words[1];
  list.library_sum = words[2];
  return true;
}

}  // namespace

bool IsBundle(const std::string& file) {
  std::string head = FirstBytes(file);
  head.resize(512);
  const std::string digits = head.substr(124, 11);  // of the list's size, octal
  return head.substr(257, 5) == "ustar" && std::string(head.c_str()) == kListName &&
         digits.find_first_not_of("01234567") == std::string::npos &&
         std::stoull(digits, nullptr, 8) <= kMostListBytes;
}

BundleList ParseBundleList(const std::string& text) {
  const auto lines = Split(text, '\n');
  const auto refuse = [](const std::string& why) {
    return NoBundle("the list of the bundle is invalid: " + why);
  };
  const bool with_library = lines[0] == kFirstLineWithLibrary;
  const std::size_t first = with_library ? 3 : 2;  // line of a jar
  if (lines.size() < first + 2 || (lines[0] != kFirstLine && !with_library) ||
      !lines[1].starts_with("kafka ") || !lines.back().empty())
    throw refuse("it begins wrongly, or ends in the middle of a line");
  BundleList list{.version = lines[1].substr(6)};
  RequirePlainVersion(list.version);
  if (with_library && !ReadLibraryLine(lines[2], list))
    throw refuse("line 3 is not librdkafka, its version and its checksum");
  for (std::size_t i = first; i + 1 < lines.size(); ++i) {
    const std::string sum = lines[i].substr(0, 64);
    const std::string name = lines[i].size() > 66 ? lines[i].substr(66) : "";
    if (!IsSum(sum) || name.empty() || lines[i].substr(64, 2) != "  " || !IsJarName(name))
      throw refuse("line " + std::to_string(i + 1) + " is not a checksum and the name of a jar");
    if (!list.sums.emplace(name, sum).second) throw refuse(name + " is listed twice");
  }
  if (list.sums.size() > kMostJars || !list.sums.contains("kafka_2.13-" + list.version + ".jar"))
    throw refuse("there is no kafka_2.13-" + list.version + ".jar among its jars");
  return list;
}

std::string ToText(const BundleList& list) {
  if (list.librdkafka.empty()) return Text(list.version, SumLines(list.sums));
  return fmt::format("{}\nkafka {}\nlibrdkafka {} {}\n{}", kFirstLineWithLibrary, list.version,
                     list.librdkafka, list.library_sum, SumLines(list.sums));
}

void WriteBundle(const std::string& version, const std::optional<BundledLibrary>& library,
                 OutputFile& out) {
  const std::string jars = JarFolder(version);
  BundleList list = ListOf(version, jars);
  if (library) {
    list.librdkafka = library->version;
    list.library_sum = Sha256OfFile(library->folder + "/" + std::string(kLibraryName));
  }
  const bool file = out.target().kind == OutputTarget::Kind::kFile;
  const TemporaryFolder folder(file ? out.target().Folder() : "");
  const std::string half = folder.File("bundle");
  ReplaceFile(folder.File(kListName), ToText(list));
  // The same files give the same bytes.
  auto args =
      Tar({"--create", "--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0",
           "--mode=0644", "--directory=" + folder.path(), kListName, "--directory=" + jars},
          half);
  for (const auto& [name, sum] : list.sums) args.push_back(name);
  if (library)
    args.insert(args.end(), {"--directory=" + library->folder, std::string(kLibraryName)});
  const ToolResult result = Run("tar", args);
  if (!result.ok)
    throw Error(ErrorKind::kNotRun, out.target().path + " can't be written: " +
                                        Split(Trim(result.output), '\n').front());
  out.PublishFile(half);
}

TakenBundle TakeBundle(const std::string& file, const std::string& wanted,
                       const FindLibraryPlace& find_place) {
  const BundleList list = ReadList(file);
  if (!wanted.empty() && wanted != list.version)
    throw Error(ErrorKind::kUsage, file + " holds Kafka " + list.version + ", not " + wanted,
                Hint("leave out the version to use it"));
  std::optional<LibraryPlace> place;
  if (!list.librdkafka.empty()) {
    place = find_place(list.librdkafka);
    if (!place || place->sum != list.library_sum)
      throw NoBundle(file + " holds a librdkafka " + list.librdkafka + " that kproof doesn't know");
  }
  RequireMembers(list, file);
  MakeOnce(JarFolder(list.version),
           [&](const std::string& temporary) { Unpack(list.sums, file, temporary); });
  if (place)
    MakeOnce(place->folder, [&](const std::string& temporary) {
      Unpack({{std::string(kLibraryName), place->sum}}, file, temporary);
    });
  return {list.version, list.librdkafka};
}

}  // namespace kproof

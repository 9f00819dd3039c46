// Output goes into memory, not through a pipe: nobody has to read while the program runs, and
// nothing is left where this process is killed meanwhile.
#include "harness/cluster/tool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {

namespace fs = std::filesystem;

std::string FindProgram(const std::string& name) {
  const char* const path = std::getenv("PATH");
  // Users' PATHs often lack the folders in which nft and tc are, though anybody may run those.
  const std::string all = std::string(path == nullptr ? "" : path) + ":/usr/sbin:/sbin";
  for (const auto& folder : Split(all, ':')) {
    std::string found = FindProgramIn(name, folder);
    if (!found.empty()) return found;
  }
  return "";
}

std::string FindProgramIn(const std::string& name, const std::string& folder) {
  const std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
  std::error_code closed;  // a folder that is not ours to look into has nothing for us
  if (!fs::is_regular_file(candidate, closed) || ::access(candidate.c_str(), X_OK) != 0) return "";
  return fs::absolute(candidate).string();
}

namespace {

class Memory {
 public:
  Memory() : file_(::memfd_create("output", MFD_CLOEXEC)) {
    if (!file_.ok())
      throw Error(std::string("can't hold the output of a tool: ") + std::strerror(errno));
  }
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_.get()); }
  std::string Text() const {
    std::ifstream stream(path());
    return {std::istreambuf_iterator<char>(stream), {}};
  }

 private:
  const Descriptor file_;
};

// How it ended, without what it said.
ToolResult RunToEnd(Command command, Duration limit) {
  // Their words are read by programs, and paths with umlauts are none to Java where LANG is C.
  command.env.emplace("LC_ALL", "C.UTF-8");
  const auto process = Process::Start(command);
  if (!process->WaitExit(Deadline(limit))) return {.late = true, .output = {}};
  const auto exit = process->Exit();
  return {.ok = exit->signal == 0 && exit->code == 0, .output = {}};
}

}  // namespace

ToolResult RunTool(Command command, Duration limit) {
  const Memory output;
  command.output = output.path();
  ToolResult result = RunToEnd(std::move(command), limit);
  result.output = output.Text();
  return result;
}

ToolResult RunToolApart(Command command, Duration limit) {
  const Memory output, errors;
  command.output = output.path();
  command.errors = errors.path();
  ToolResult result = RunToEnd(std::move(command), limit);
  result.output = output.Text();
  result.errors = errors.Text();
  return result;
}

std::string LastLines(const std::string& file, int count) {
  // Enough for that many of Kafka's lines; a line that is cut at its front is still telling.
  constexpr std::streamoff kTail = 64 << 10;
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream) return "";
  const std::streamoff size = stream.tellg();
  stream.seekg(size > kTail ? size - kTail : 0);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    if (!line.starts_with("\tat ") && !Trim(line).empty()) lines.push_back(std::move(line));
  const auto keep = std::min(lines.size(), static_cast<std::size_t>(count));
  lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(keep));
  return Join(lines, "\n");
}

}  // namespace kproof

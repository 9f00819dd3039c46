#include "tests/unit/events/judged.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "audit/events/import.h"
#include "audit/store/reader.h"
#include "harness/base/error.h"

namespace kproof {
namespace fs = std::filesystem;

TempFolder::TempFolder() {
  static std::atomic<int> number = 0;
  path_ = (fs::temp_directory_path() / fmt::format("kproof-events-test-{}-{}", getpid(), number++))
              .string();
  fs::create_directories(path_);
}

TempFolder::~TempFolder() { fs::remove_all(path_); }

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Result Judged(const std::string& lines) {
  const TempFolder folder;
  WriteFile(folder.File("history.jsonl"), lines);
  return JudgedFile(folder.File("history.jsonl"));
}

Result JudgedFile(const std::string& path) {
  const TempFolder folder;
  ImportEvents(path, folder.File("audit.db"));
  return Judge(*StoreReader::Open(folder.File("audit.db")));
}

std::string ErrorsOf(const std::string& lines) {
  const TempFolder folder;
  const auto file = folder.File("history.jsonl");
  WriteFile(file, lines);
  try {
    ImportEvents(file, folder.File("audit.db"));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kUsage) throw;
    std::string text = error.what();
    for (std::size_t at = 0; (at = text.find(file)) != std::string::npos;)
      text.replace(at, file.size(), "FILE");
    return text + "\n";
  }
  return "";
}

std::string Sends(const std::string& origin, int first, int count, const std::string& more) {
  std::string lines;
  for (int seq = first; seq < first + count; ++seq) {
    lines += fmt::format(
        R"({{"event":"send","actor":"{0}","origin":"{0}","seq":{1},"topic":"x","partition":0{2}}})"
        "\n",
        origin, seq, more);
  }
  return lines;
}

std::string Acks(const std::string& origin, int first, int count, int offset,
                 const std::string& more) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    lines += fmt::format(
        R"({{"event":"settle","actor":"{0}","origin":"{0}","seq":{1},"topic":"x","partition":0,)"
        R"("outcome":"acked","offset":{2}{3}}})"
        "\n",
        origin, first + i, offset + i, more);
  }
  return lines;
}

std::string Reads(const std::string& actor, const std::string& origin, int first, int count,
                  int offset, const std::string& more) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    lines += fmt::format(
        R"({{"event":"read","actor":"{}","topic":"x","partition":0,"offset":{},"origin":"{}",)"
        R"("seq":{}{}}})"
        "\n",
        actor, offset + i, origin, first + i, more);
  }
  return lines;
}

std::string FinalBounds(int start, int end, const std::string& more) {
  return fmt::format(R"({{"event":"bounds","topic":"x","partition":0,"start":{},"end":{}{}}})"
                     "\n",
                     start, end, more);
}

std::string Timed(double t, std::string lines) {
  const auto time = fmt::format(R"({{"t":{},)", t);
  for (auto at = lines.find("{\""); at != std::string::npos; at = lines.find("\n{\"", at)) {
    if (lines[at] == '\n') ++at;
    lines.replace(at, 1, time);
  }
  return lines;
}

}  // namespace kproof

#include "harness/serve/run_files.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/serve/answers.h"
#include "harness/serve/target.h"

namespace kproof {
namespace {

constexpr char kLogs[] = "logs";
constexpr std::size_t kLargestPage = std::size_t{16} << 20;

bool IsText(const std::string& name) {
  constexpr std::string_view kEndings[] = {".csv", ".json", ".jsonl", ".log", ".md",
                                           ".out", ".txt",  ".xml",   ".yaml"};
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool MayBeHad(const FolderEntry& entry, bool partial) {
  const bool of_sqlite = entry.name.ends_with("-wal") || entry.name.ends_with("-shm") ||
                         entry.name.ends_with("-journal");
  return !entry.is_folder && !entry.name.starts_with(".") && !of_sqlite &&
         !(partial && entry.name.ends_with(".db"));
}

void AddFiles(const OpenFolder& folder, const std::string& below, bool partial,
              std::vector<ListedFile>& files) {
  for (const auto& entry : folder.Entries())
    if (MayBeHad(entry, partial))
      files.push_back({below + EncodePart(entry.name), below + entry.name, entry.bytes});
}

}  // namespace

std::vector<ListedFile> FilesIn(const OpenFolder& folder, bool partial) {
  std::vector<ListedFile> files;
  AddFiles(folder, "", partial, files);
  if (const auto logs = folder.Enter(kLogs))
    AddFiles(*logs, std::string(kLogs) + "/", partial, files);
  return files;
}

std::optional<WebAnswer> FileAnswer(const OpenFolder& folder, bool partial,
                                    const std::vector<std::string>& parts) {
  const auto files = FilesIn(folder, partial);
  const auto asked = Join(parts, "/");
  if (std::none_of(files.begin(), files.end(),
                   [&](const ListedFile& file) { return file.name == asked; }))
    return std::nullopt;
  const auto above = parts.size() == 2 ? folder.Enter(kLogs) : std::nullopt;
  WebAnswer answer;
  answer.file = (above ? *above : folder).OpenFile(parts.back());
  if (!answer.file.ok()) return std::nullopt;
  if (IsText(parts.back())) return answer;
  answer.type = "application/octet-stream";
  answer.headers.emplace_back("Content-Disposition",
                              "attachment; filename*=UTF-8''" + EncodePart(parts.back()));
  return answer;
}

std::optional<WebAnswer> StrangePage(const OpenFolder& folder, const std::string& name) {
  auto html = folder.Read(name, kLargestPage);
  if (!html) return std::nullopt;
  auto answer = PageAnswer(std::move(*html));
  answer.headers = {{kPolicyHeader,
                     "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox "
                     "allow-scripts"}};
  return answer;
}

}  // namespace kproof

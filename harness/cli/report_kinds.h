// What `kproof report PATH` can render: a row a kind of thing, with the formats that it has.
//
// Adding a kind: a file of its own that returns the row, and a line in report_kinds.cpp.
// Thread-safe: a constant table; its functions read files and write none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kproof {

struct ReportFormat {
  std::string name;  // "md"
  // Of what its kind recognised. Throws Error where it can't be read.
  std::string (*render)(const std::string& path) = nullptr;
};

struct ReportKind {
  std::string name;  // "a run"
  std::string path;  // what PATH is then: "a run folder, an audit.db or an events.jsonl"
  bool (*recognises)(const std::string& path) = nullptr;
  // Files that are read, and folders whose files are: a report never takes their place.
  std::vector<std::string> (*inputs)(const std::string& path) = nullptr;
  std::vector<ReportFormat> formats;
};

// The file of this name in a folder; `path` itself where it is none.
std::string FileOfReport(const std::string& path, const char* name);

// The first that recognises a path has it; the last one takes whatever is left.
const std::vector<ReportKind>& ReportKinds();
const ReportKind& KindOfReport(const std::string& path);
// Each format that any kind has, once, in the order of the table.
std::vector<std::string> ReportFormatNames();
// Throws Error(kUsage) for a format that this kind has not.
const ReportFormat& FormatOf(const ReportKind& kind, std::string_view format);

}  // namespace kproof

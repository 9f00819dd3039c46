#include "harness/cli/report_kinds.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {

// Each from a file of its own.
ReportKind CampaignReports();
ReportKind CertificateReports();
ReportKind ComparisonReports();
ReportKind RunReports();

const std::vector<ReportKind>& ReportKinds() {
  static const std::vector<ReportKind> kKinds = {
      CertificateReports(),  // before a campaign: its folder has a matrix, too
      ComparisonReports(),   // in a folder of its own
      CampaignReports(),     // a folder with a plan
      RunReports(),          // the last: its complaints are about whatever nobody knows
  };
  return kKinds;
}

std::string FileOfReport(const std::string& path, const char* name) {
  std::error_code unknown;
  return std::filesystem::is_directory(path, unknown) ? path + "/" + name : path;
}

const ReportKind& KindOfReport(const std::string& path) {
  const auto& kinds = ReportKinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const ReportKind& kind) { return kind.recognises(path); });
  return found == kinds.end() ? kinds.back() : *found;
}

std::vector<std::string> ReportFormatNames() {
  std::vector<std::string> names;
  for (const auto& kind : ReportKinds()) {
    for (const auto& format : kind.formats)
      if (!Contains(names, format.name)) names.push_back(format.name);
  }
  return names;
}

const ReportFormat& FormatOf(const ReportKind& kind, std::string_view format) {
  const auto found =
      std::find_if(kind.formats.begin(), kind.formats.end(),
                   [&](const ReportFormat& candidate) { return candidate.name == format; });
  if (found != kind.formats.end()) return *found;
  std::vector<std::string> names;
  for (const auto& candidate : kind.formats) names.push_back(candidate.name);
  throw Error(ErrorKind::kUsage,
              "--format " + std::string(format) + ": " + kind.name + " has no such report",
              Hint("it has " + Join(names, ", ")));
}

}  // namespace kproof

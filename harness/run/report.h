// The report of one run, from its folder alone.
#pragma once

#include <string>

#include "audit/store/fact_reader.h"
#include "harness/run/folder.h"
#include "reports/run_page/run_page.h"

namespace kproof {

inline constexpr char kReportPage[] = "report.html";
inline constexpr char kReportText[] = "result.md";
inline constexpr char kReportIndex[] = "index.json";

// Of whatever CheckRun takes as one run; see there for what it throws. The judge judges again:
// where result.json says another verdict, the page says so.
RunPage ReadRunPage(const std::string& path);

// Writes all three into the folder of a run that `result` was just said of, with as many ranges as
// that lists (kListedRanges count). They are no evidence. Throws Error where one of them could not
// be written.
void WriteReports(const RunFolder& folder, const FactReader& store, Result result);

}  // namespace kproof

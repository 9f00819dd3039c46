#include "reports/run_page/index.h"

#include "harness/words/finding.h"
#include "reports/frame/texts.h"
#include "reports/run_page/words.h"

namespace kproof {

Index IndexOf(const RunPage& page) {
  const Result& result = page.result;
  IndexRun run{.folder = ".",
               .scenario = result.scenario,
               .seed = result.seed,
               .verdict = result.verdict,
               .reason = result.reason};
  for (const auto& kind : FindingTable())
    if (const auto count = CountNamed(result.counts, kind.name); kind.anomaly() && count > 0)
      run.counts[kind.name] = count;
  return {.kind = "run",
          .name = result.scenario,
          .verdict = Name(result.verdict),
          .exit_code = ExitCode(result.verdict),
          .reason = result.reason,
          .runs = {std::move(run)},
          .files = {{"report.html", "the run as a page"},
                    {"result.md", "the same in at most 60 lines"},
                    {"result.json", "what the judge says, for programs"},
                    {"junit.xml", "for CI servers"},
                    {"scenario.yaml", "what was run, with every default"},
                    {"audit.db", "the facts"},
                    {"logs", "what the nodes logged"}},
          .not_seen = NotSeen(page)};
}

}  // namespace kproof

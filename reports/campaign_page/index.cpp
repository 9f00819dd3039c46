#include "reports/campaign_page/index.h"

#include "reports/campaign_page/words.h"

namespace kproof {

Index IndexOf(const CampaignPage& page) {
  Index index{.kind = "campaign",
              .name = page.matrix.name,
              .verdict = Name(VerdictOf(page)),
              .exit_code = page.exit_code,
              .reason = HeadlineOf(page).reason};
  for (const auto& run : page.runs) {
    const auto said = run.disturbed     ? RunWord(run) + ": " + run.reason
                      : run.interrupted ? "interrupted: its trial runs again"
                                        : run.reason;
    index.runs.push_back({run.folder, run.scenario, run.seed, run.verdict, said, run.counts});
  }
  index.files = {{"report.html", "the campaign as a page"},
                 {"result.md", "the same in at most 60 lines"},
                 {"matrix.json", "a row a cell, for programs"},
                 {"matrix.csv", "the same for spreadsheets"},
                 {"junit.xml", "for CI servers"},
                 {"campaign.json", "the plan"},
                 {"trials.jsonl", "a line for each trial that ended"}};
  index.not_seen = NotSeen(page);
  return index;
}

}  // namespace kproof

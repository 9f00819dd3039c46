// What the page of a campaign says in words, the same in each of its forms.
//
// Thread-safe: pure functions. Texts from outside come out printable and cut; markup in them is for
// whoever renders to escape.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/campaign_page/campaign_page.h"

namespace kproof {

struct CampaignHeadline {
  std::string word;    // "NO VIOLATION"
  std::string look;    // good, bad or unclear
  std::string sign;    // beside the word
  std::string reason;  // one sentence
};
// What the campaign amounts to: that of its exit code, and what led to it.
CampaignHeadline HeadlineOf(const CampaignPage& page);
// The verdict that its exit code stands for.
Verdict VerdictOf(const CampaignPage& page);

// "acks=1, min.isr=2", with the cell's name where it has one.
std::string CellTitle(const MatrixCell& cell);
// "UNPROTECTED", "EXCLUDED", "NOT RUN YET".
std::string CellWord(const MatrixCell& cell);
// How a verdict is coloured among others, and the sign beside it: as on the page of a run, but what
// breaks no promise (unprotected, limit) is "warn".
const char* CampaignLook(Verdict verdict);
const char* CampaignSign(Verdict verdict);
// "2 of 5 trials" have this verdict; "" where none has ended.
std::string CellTrials(const MatrixCell& cell);
// "lost 1,234 (allowed)", "duplicated 5 (2 allowed)": a sentence for each anomaly that was seen.
std::vector<std::string> CellAnomalies(const MatrixCell& cell);
// "a loss in fewer than 45 % of trials": what its trials say about the chance of a loss.
std::string CellBound(const MatrixCell& cell);
// As TooFew (reports/matrix.h) of a cell whose trials have all run; "" of any other.
std::string TooFewOf(const MatrixCell& cell, std::uint64_t min_trials);
// What is to be said beyond the verdict: an expectation, an undecided cell, too few trials,
// waivers, repeated trials.
std::vector<std::string> CellNotes(const MatrixCell& cell, std::uint64_t min_trials);

// "VIOLATION, waived": the verdict of one run as it counts for the campaign.
std::string RunWord(const CampaignRun& run);
std::string RunAnomalies(const CampaignRun& run);
std::string RunFaults(const CampaignRun& run);
// "leader-kill (seed 7)", with the cell's place where cells are judged.
std::string RunTitle(const CampaignPage& page, const CampaignRun& run);

// How to run the worst of them again; "" where none ended.
std::string CampaignAgain(const CampaignPage& page);

// What this campaign could not have seen, a sentence each.
std::vector<std::string> NotSeen(const CampaignPage& page);

}  // namespace kproof

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
  std::string word;    // "UNPROTECTED"
  std::string look;    // good, warn, bad or unclear
  std::string sign;    // beside the word
  std::string reason;  // one sentence
};
// What the campaign amounts to: that of its exit code, and what led to it.
CampaignHeadline HeadlineOf(const CampaignPage& page);
// The verdict that its exit code stands for.
Verdict VerdictOf(const CampaignPage& page);

// "acks=1, min.isr=2", with the cell's name where it has one; of a scenario alone its name.
std::string CellTitle(const MatrixCell& cell);
// What a cell is called: "cell", or "scenario" where runs are judged.
const char* CellNoun(const CampaignPage& page);
// "UNPROTECTED", "EXCLUDED", "NOT RUN YET".
std::string CellWord(const MatrixCell& cell);
// How a verdict is coloured among others, and the sign beside it: as on the page of a run, but what
// breaks no promise (unprotected, limit) is "warn".
const char* CampaignLook(Verdict verdict);
const char* CampaignSign(Verdict verdict);
// "2 of 5 trials" have this verdict; "" where none has ended.
std::string CellTrials(const MatrixCell& cell);
// "lost 1,234 (allowed by the settings)", "duplicated 5 (NOT ALLOWED)": a sentence for each anomaly
// that was seen.
std::vector<std::string> CellAnomalies(const MatrixCell& cell);
// "ruled out: more than 45 % of trials lose": what its trials say about the chance of a loss.
std::string CellBound(const MatrixCell& cell);
// As TooFew (reports/matrix.h) of a cell whose trials have all run; "" of any other, and where runs
// are judged.
std::string TooFewOf(const CampaignPage& page, const MatrixCell& cell);
// What is to be said beyond the verdict: an expectation, an undecided cell, too few trials,
// waivers, repeated trials.
std::vector<std::string> CellNotes(const CampaignPage& page, const MatrixCell& cell);

// Of a cell's latencies; nothing where it is not known.
std::optional<double> P99(const std::map<std::string, double>& millis);

// "VIOLATION, waived": the verdict of one run as it counts for the campaign.
std::string RunWord(const CampaignRun& run);
std::string RunAnomalies(const CampaignRun& run);
std::string RunFaults(const CampaignRun& run);
// "leader-kill (seed 7)", with the cell's place where cells are judged.
std::string RunTitle(const CampaignPage& page, const CampaignRun& run);

// How to run the worst of them again, as in "The worst run again" and "kproof run …"; nothing where
// none ended.
struct AgainLine {
  std::string lead, command;
};
std::optional<AgainLine> CampaignAgain(const CampaignPage& page);

// What this campaign could not have seen, a sentence each.
std::vector<std::string> NotSeen(const CampaignPage& page);

}  // namespace kproof

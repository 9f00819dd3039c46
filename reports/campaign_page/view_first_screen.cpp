// The first screen of a campaign: what it amounts to, and how much of it there is.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/campaign_page/view.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/texts.h"

namespace kproof::view {
namespace {

constexpr std::size_t kFirstCells = 4;

// Cells that need a look, by what is wrong with them: unexpected ones, then those that are
// undecided or have too few trials.
std::vector<std::pair<std::size_t, std::string>> CellsToLookAt(const CampaignPage& page) {
  std::vector<std::pair<std::size_t, std::string>> unexpected, undecided;
  for (std::size_t index = 0; index < page.matrix.cells.size(); ++index) {
    const auto& cell = page.matrix.cells[index];
    if (const auto why = Unexpected(cell); !why.empty())
      unexpected.emplace_back(index, why);
    else if (cell.verdict && IsUndecided(*cell.verdict))
      undecided.emplace_back(index, "not decided");
    else if (const auto few = TooFewOf(page, cell); !few.empty())
      undecided.emplace_back(index, few);
  }
  unexpected.insert(unexpected.end(), undecided.begin(), undecided.end());
  return unexpected;
}

PageData Attention(const CampaignPage& page,
                   const std::vector<std::pair<std::size_t, std::string>>& cells) {
  auto rows = PageList();
  for (std::size_t i = 0; i < std::min(cells.size(), kFirstCells); ++i) {
    PageData row;
    row.set("number", std::to_string(cells[i].first));
    row.set("title", CellTitle(page.matrix.cells[cells[i].first]));
    row.set("why", cells[i].second);
    rows.push_back(row);
  }
  return rows;
}

// A few cells are named; of more, the heat map says which they are.
PageData TallyRow(const CampaignPage& page, Verdict verdict) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> titles;
  for (const auto& cell : page.matrix.cells)
    if (cell.verdict == verdict) titles.push_back(CellTitle(cell));
  PageData row;
  row.set("any", !titles.empty());
  row.set("verdict", Name(verdict));
  row.set("cells", Counted(titles.size(), CellNoun(page)));
  row.set("which", OrNothing(titles.size() > kNamed ? "" : Join(titles, "; ")));
  row.set("meaning", VerdictMeaning(verdict));
  return row;
}

// Passes come last.
PageData TallyRows(const CampaignPage& page) {
  auto rows = PageList();
  for (const auto& row : VerdictTable())
    if (row.word != Verdict::kPass) rows.push_back(TallyRow(page, row.word));
  rows.push_back(TallyRow(page, Verdict::kPass));
  return rows;
}

std::string Expectations(const Matrix& matrix) {
  std::size_t expected = 0, broken = 0, open = 0;
  for (const auto& cell : matrix.cells) {
    if (!cell.expect) continue;
    ++expected;
    if (!cell.verdict || IsUndecided(*cell.verdict))
      ++open;
    else if (!Unexpected(cell).empty())
      ++broken;
  }
  if (expected == 0) return "";
  if (broken + open == 0)
    return Counted(expected, "expected verdict holds", "expected verdicts hold");
  return fmt::format("{}: {} hold, {} do not, {} not decided",
                     Counted(expected, "expected verdict"), expected - broken - open, broken, open);
}

// Of a campaign that decided less than it should: half empty is not green.
std::string Undecided(const CampaignPage& page) {
  std::size_t undecided = 0, few = 0;
  for (const auto& cell : page.matrix.cells) {
    if (cell.verdict && IsUndecided(*cell.verdict)) ++undecided;
    if (!TooFewOf(page, cell).empty()) ++few;
  }
  if (undecided + few == 0) return "";
  auto text = Counted(undecided, CellNoun(page)) + " not decided";
  if (few > 0)
    text += fmt::format(", {} with fewer conclusive trials than {} (--min-trials)", few,
                        page.matrix.min_trials);
  return text;
}

std::string CampaignSize(const CampaignPage& page) {
  const auto& matrix = page.matrix;
  std::uint64_t planned = 0, trials = 0, repeated = 0, at_stake = 0;
  for (const auto& cell : matrix.cells) {
    planned += cell.planned;
    trials += cell.trials;
    repeated += cell.repeated;
    at_stake += cell.at_stake;
  }
  auto text = fmt::format("{} of {} in {}", WithThousands(trials), Counted(planned, "trial"),
                          SecondsText(matrix.seconds));
  if (repeated > 0) text += fmt::format(", {} of them twice (disturbed by another job)", repeated);
  return fmt::format("{}; {} at stake", text, Counted(at_stake, "acked record"));
}

}  // namespace

PageData FirstScreen(const CampaignPage& page) {
  const auto headline = HeadlineOf(page);
  PageData screen;
  screen.set("name", OneLine(page.matrix.name, kLongestName));
  screen.set("what", page.by_cells ? "matrix" : "campaign");
  screen.set("seed", std::to_string(page.matrix.seed));
  screen.set("started", OrNothing(OneLine(page.started, 40)));
  screen.set("shard", OrNothing(page.shard));
  screen.set("word", headline.word);
  screen.set("look", headline.look);
  screen.set("sign", headline.sign);
  screen.set("reason", OneLine(headline.reason));
  screen.set("exit_code", std::to_string(page.exit_code));
  screen.set("recorded_otherwise", OrNothing(page.recorded_otherwise));
  screen.set("never_begun", OrNothing(page.never_begun == 0
                                          ? ""
                                          : Counted(page.never_begun, "trial has", "trials have")));
  screen.set("resume", fmt::format("kproof {} --resume {}", page.by_cells ? "matrix" : "run",
                                   OneLine(page.folder, kLongestName)));
  screen.set("tally", TallyRows(page));
  const auto attention = CellsToLookAt(page);
  screen.set("attention", Attention(page, attention));
  screen.set("any_attention", !attention.empty());
  screen.set("more_attention", OrNothing(attention.size() > kFirstCells
                                             ? Counted(attention.size() - kFirstCells,
                                                       std::string("more ") + CellNoun(page))
                                             : ""));
  screen.set("expectations", OrNothing(Expectations(page.matrix)));
  screen.set("undecided", OrNothing(Undecided(page)));
  screen.set("size", CampaignSize(page));
  std::size_t excluded = 0;
  for (const auto& [reason, cells] : LeftOut(page.matrix)) excluded += cells;
  screen.set("excluded", OrNothing(excluded == 0 ? "" : Counted(excluded, "cell")));
  screen.set("waived", OrNothing(page.waived.empty() ? "" : Counted(page.waived.size(), "run")));
  const auto again = CampaignAgain(page);
  screen.set("again", OrNothing(again ? again->command : ""));
  screen.set("again_lead", again ? again->lead : "");
  return screen;
}

}  // namespace kproof::view

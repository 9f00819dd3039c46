// The first screen of a comparison, and what stands beside its tables.
#include "reports/comparison_page/view.h"

#include <fmt/format.h>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/compare/row_words.h"
#include "reports/comparison_page/comparison_page.h"
#include "reports/comparison_page/words.h"
#include "reports/frame/texts.h"

namespace kproof {
namespace {

constexpr std::size_t kFirstDifferences = 5, kFirstMoved = 4, kListedMoved = 200,
                      kListedCells = 500, kListedSeeds = 40, kListedTexts = 100;

const char* ComparisonLook(const Comparison& comparison) {
  if (!comparison.comparable || comparison.verdict == Change::kUnclear) return "unclear";
  return comparison.verdict == Change::kWorse ? "bad" : "good";
}

const char* ComparisonSign(const Comparison& comparison) {
  if (!comparison.comparable) return "?";
  switch (comparison.verdict) {
    case Change::kWorse:
      return "✘";
    case Change::kBetter:
      return "✔";
    case Change::kSame:
      return "=";
    case Change::kUnclear:
      break;
  }
  return "?";
}

PageData Texts(const std::vector<std::string>& texts, std::size_t most) {
  PageData list = PageList();
  for (const auto& text : FirstFew(texts, most)) list.push_back(OneLine(text));
  return list;
}

// Broken guarantees first, then what is worse, then what is better: of all cells together, then of
// parts of them.
std::vector<std::string> DifferenceTexts(const Comparison& comparison) {
  std::vector<std::string> texts;
  for (const auto& broken : comparison.broken) texts.push_back(BrokenText(broken));
  for (const bool pooled : {true, false})
    for (const auto change : {Change::kWorse, Change::kBetter})
      for (const auto* row : RowsThatAre(change, comparison))
        if ((row->level == PartLevel::kAll) == pooled) texts.push_back(RowSentence(*row));
  return texts;
}

std::vector<std::string> MovedTexts(const Comparison& comparison) {
  std::vector<std::string> texts;
  for (const auto& one : comparison.differences)
    texts.push_back(OneLine(DifferenceText(one, comparison.cells), kLongestName));
  return texts;
}

PageData SideView(const ComparedSummary& side) {
  PageData view;
  view.set("path", OneLine(side.path, kLongestName));
  view.set("kind", OneLine(side.kind, kLongestName));
  view.set("name", OneLine(side.name, kLongestName));
  view.set("cells", Counted(side.cells, "common cell"));
  view.set("trials", Counted(side.trials, "trial"));
  view.set("conclusive", fmt::format("{} of them conclusive", WithThousands(side.conclusive)));
  std::vector<std::string> versions;
  for (const auto& [what, version] : side.versions) versions.push_back(what + " " + version);
  view.set("versions", versions.empty() ? "not in compare.json, or not the same in all cells"
                                        : OneLine(Join(versions, ", ")));
  view.set("started", side.first_started.empty()
                          ? "not in compare.json"
                          : OneLine(side.first_started + " to " + side.last_started));
  return view;
}

PageData MovedView(const Comparison& comparison) {
  PageData list = PageList();
  const auto value = [](const std::string& text) {
    return text.empty() ? std::string("not there") : OneLine(text);
  };
  for (std::size_t at = 0; at < comparison.differences.size() && at < kListedMoved; ++at) {
    const auto& moved = comparison.differences[at];
    PageData view;
    view.set("what", OneLine(moved.what, kLongestName));
    view.set("a", value(moved.a));
    view.set("b", value(moved.b));
    view.set("cells", moved.cells == comparison.cells
                          ? "all"
                          : fmt::format("{} of {}", moved.cells, comparison.cells));
    list.push_back(view);
  }
  return list;
}

std::string EvidenceText(const CellEvidence::Side& side) {
  std::vector<std::string> verdicts, seeds;
  for (const auto& [verdict, trials] : side.verdicts)
    verdicts.push_back(fmt::format("{} {}", trials, verdict));
  for (const auto seed : side.seeds) seeds.push_back(std::to_string(seed));
  if (seeds.empty()) return "no trial";
  return OneLine(fmt::format("{}; {} {}", Join(verdicts, ", "), Plural(seeds.size(), "seed"),
                             JoinFew(seeds, ", ", kListedSeeds)));
}

PageData CellsView(const Comparison& comparison) {
  PageData list = PageList();
  for (std::size_t at = 0; at < comparison.evidence.size() && at < kListedCells; ++at) {
    const auto& cell = comparison.evidence[at];
    PageData view;
    view.set("cell", OneLine(cell.cell));
    view.set("a", EvidenceText(cell.a));
    view.set("b", EvidenceText(cell.b));
    list.push_back(view);
  }
  return list;
}

std::string LeftOut(std::size_t all, std::size_t listed, const char* what) {
  return all <= listed ? "" : Counted(all - listed, what);
}

std::string CountsText(const Comparison& comparison) {
  std::vector<std::string> parts;
  if (!comparison.broken.empty())
    parts.push_back(Counted(comparison.broken.size(), "broken guarantee"));
  for (const auto change : {Change::kWorse, Change::kBetter, Change::kSame, Change::kUnclear})
    parts.push_back(fmt::format("{} {}", RowsThatAre(change, comparison).size(), NameOf(change)));
  return Join(parts, ", ");
}

}  // namespace

void AddComparisonHead(const Comparison& comparison, PageData& data) {
  data.set("verdict", Upper(ComparisonWord(comparison)));
  data.set("look", ComparisonLook(comparison));
  data.set("sign", ComparisonSign(comparison));
  data.set("sides", SidesText(comparison));
  data.set("reason", OneLine(comparison.reason));
  data.set("meaning", ComparisonMeaning(comparison));
  const auto differences = DifferenceTexts(comparison);
  data.set("differences", Texts(differences, kFirstDifferences));
  data.set("no_difference", differences.empty());
  data.set("counts", CountsText(comparison));
  data.set("side_a", SideView(comparison.a));
  data.set("side_b", SideView(comparison.b));
  data.set("first_moved", Texts(MovedTexts(comparison), kFirstMoved));
  data.set("nothing_moved", comparison.differences.empty());
  data.set("command", CommandAgain(comparison));
}

void AddComparisonSides(const Comparison& comparison, PageData& data) {
  data.set("moved", MovedView(comparison));
  data.set("moved_left_out",
           OrNothing(LeftOut(comparison.differences.size(), kListedMoved, "more difference")));
  data.set("cells", CellsView(comparison));
  data.set("any_cells", !comparison.evidence.empty());
  data.set("cells_left_out",
           OrNothing(LeftOut(comparison.evidence.size(), kListedCells, "more cell")));
  data.set("only_a", Texts(comparison.only_a, kListedTexts));
  data.set("only_b", Texts(comparison.only_b, kListedTexts));
  data.set("any_only_a", !comparison.only_a.empty());
  data.set("any_only_b", !comparison.only_b.empty());
  data.set("not_judged", Texts(comparison.not_judged, kListedTexts));
  data.set("any_not_judged", !comparison.not_judged.empty());
  data.set("could_not_see", Texts(NotSeen(comparison), kListedTexts));
}

}  // namespace kproof

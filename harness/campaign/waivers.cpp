#include "harness/campaign/waivers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/parts.h"
#include "harness/words/finding.h"

namespace kproof {
namespace {

using std::chrono::year_month_day;

// "2026-12-31"; nothing for a day that no calendar has.
std::optional<year_month_day> ParseDay(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = ParseInt(text.substr(0, 4)), month = ParseInt(text.substr(5, 2)),
             day = ParseInt(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
  const year_month_day date{std::chrono::year(static_cast<int>(*year)),
                            std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

void NeedText(Reader& item, const std::string& key, const std::string& hint, std::string& value) {
  item.Need(key, hint);
  item.Text(key, value);
  if (item.Get(key) != nullptr && value.empty())
    item.complaints().At(item.Get(key)->key_place, item.Of(key) + " is empty", hint);
}

Waiver ReadWaiver(const Tree& node, year_month_day today, Diagnostics& complaints) {
  Waiver waiver;
  waiver.place = node.place;
  Reader item(node, "waiver", "a waiver", complaints);
  NeedText(item, "scenario", "the name of the scenario that fails", waiver.scenario);
  item.Choice("finding", FindingNames(), waiver.finding, "docs/checks.md");
  NeedText(item, "ticket", "where the work on it is tracked", waiver.ticket);
  NeedText(item, "reason", "why this may stay for now", waiver.reason);
  item.Need("until", "the last day that it counts, as in `until: 2026-12-31`");
  const bool dated =
      item.Matching("until", "a day such as 2026-12-31", [&](const std::string& text) {
        const auto day = ParseDay(text);
        if (day) waiver.until = *day;
        return day.has_value();
      });
  std::string loss = "false";
  item.Choice("waive_loss", {"false", "true"}, loss);
  waiver.waive_loss = loss == "true";
  const std::string lost = NameOf(FindingKind::kLost);
  if (waiver.finding == lost && !waiver.waive_loss)
    complaints.At(node.place, "this waiver lets lost records pass",
                  "say so with `waive_loss: true`, or remove it");
  if (dated && waiver.until < today)
    complaints.At(item.Get("until")->place,
                  fmt::format("the waiver of {} has lapsed", waiver.scenario),
                  "mend what it covers, or agree on another day in " + waiver.ticket);
  return waiver;
}

}  // namespace

std::string DayText(year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

ParsedWaivers ParseWaivers(const std::string& file_name, const std::string& yaml,
                           year_month_day today) {
  Diagnostics complaints;
  ParsedWaivers parsed;
  const auto documents = ReadDocuments(file_name, yaml, "a list of waivers", complaints.all());
  if (complaints.all().empty() && (documents.size() != 1 || documents[0].kind != Tree::Kind::kList))
    complaints.At({file_name, 0, 0}, "the file is not a list of waivers",
                  "begin each of them with '-'");
  if (complaints.all().empty())
    for (const auto& item : documents[0].children)
      parsed.waivers.push_back(ReadWaiver(item, today, complaints));
  parsed.diagnostics = complaints.Take();
  return parsed;
}

std::vector<std::string> FailingFindings(const Result& result) {
  std::vector<std::string> failing;
  for (const auto& finding : result.findings) {
    const auto* kind = FindFindingKind(finding.check);
    if (kind != nullptr && kind->anomaly() && finding.count > 0 && !finding.expected &&
        !finding.ignored && !Contains(failing, finding.check))
      failing.push_back(finding.check);
  }
  return failing;
}

std::vector<const Waiver*> CoveringWaivers(const Result& result,
                                           const std::vector<Waiver>& waivers) {
  if (result.verdict != Verdict::kViolation && result.verdict != Verdict::kUnprotected) return {};
  const std::string lost = NameOf(FindingKind::kLost);
  std::vector<const Waiver*> covering;
  const auto failing = FailingFindings(result);
  for (const auto& finding : failing) {
    const auto found = std::find_if(waivers.begin(), waivers.end(), [&](const Waiver& waiver) {
      return waiver.scenario == result.scenario &&
             (waiver.finding == finding || waiver.finding.empty()) &&
             (finding != lost || waiver.waive_loss);
    });
    if (found == waivers.end()) return {};
    covering.push_back(&*found);
  }
  return covering;
}

std::vector<const Waiver*> ApplyWaivers(const std::vector<Waiver>& waivers,
                                        CampaignProgress& progress) {
  std::set<const Waiver*> used;
  for (std::size_t at = 0; at < progress.results.size(); ++at) {
    const auto covering = CoveringWaivers(progress.results[at], waivers);
    if (!covering.empty()) progress.waived.insert(at);
    used.insert(covering.begin(), covering.end());
  }
  std::vector<const Waiver*> unused;
  for (const auto& waiver : waivers)
    if (!used.contains(&waiver)) unused.push_back(&waiver);
  return unused;
}

std::vector<std::string> WaivedLines(const std::vector<Waiver>& waivers,
                                     const CampaignProgress& progress) {
  std::vector<std::string> lines;
  for (const auto at : progress.waived) {
    const auto& result = progress.results[at];
    std::set<std::string> why;
    for (const auto* waiver : CoveringWaivers(result, waivers))
      why.insert(
          fmt::format("{} until {}: {}", waiver->ticket, DayText(waiver->until), waiver->reason));
    lines.push_back(fmt::format("waived: {} (seed {}): {}: {}", result.scenario, result.seed,
                                Join(FailingFindings(result), ", "),
                                Join({why.begin(), why.end()}, "; ")));
  }
  return lines;
}

}  // namespace kproof

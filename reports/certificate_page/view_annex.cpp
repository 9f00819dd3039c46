// The annex of a certificate: everything that the sheet has no room for, up to lengths that keep
// the page small.
#include <fmt/format.h>

#include <algorithm>

#include "audit/promise/without_limit.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/certificate_page/view.h"
#include "reports/certificate_page/words.h"
#include "reports/frame/texts.h"

namespace kproof {
namespace {

constexpr std::size_t kAnnexRows = 300, kAnnexSeeds = 40;

template <typename Rows, typename View>
PageData AnnexRows(const Rows& rows, View view) {
  PageData list = PageList();
  for (std::size_t at = 0; at < std::min(rows.size(), kAnnexRows); ++at)
    list.push_back(view(rows[at]));
  return list;
}

PageData UnderRow(const PromisedUnder& under) {
  PageData row;
  row.set("failure", OneLine(under.failure, kLongestName));
  row.set("asked", under.asked ? "asked" : "not asked");
  row.set("nodes", std::to_string(under.nodes));
  row.set("promised", PromisedWord(under.promise.holds));
  row.set("rule", OneLine(under.promise.rule, kLongestName));
  row.set("source", OneLine(under.source));
  return row;
}

PageData PromiseView(const CertifiedGuarantee& guarantee) {
  PageData view;
  view.set("guarantee", OneLine(guarantee.guarantee, kLongestName));
  view.set("required", guarantee.required ? "required" : "not asked");
  view.set("promised", PromisedWord(guarantee.promised));
  view.set("why", OneLine(guarantee.why));
  view.set("rule", OneLine(guarantee.rule, kLongestName));
  view.set("tried", OneLine(TriedText(guarantee)));
  view.set("at_stake", Counted(guarantee.at_stake, "record"));
  view.set("faults", OrNothing(OneLine(Join(guarantee.scenarios, ", "))));
  view.set("by_failure", AnnexRows(guarantee.by_failure, UnderRow));
  return view;
}

std::string CountsOf(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::string> parts;
  for (const auto& [name, count] : counts) parts.push_back(fmt::format("{} {}", count, name));
  return parts.empty() ? "none" : OneLine(Join(parts, ", "));
}

PageData TriedRow(const TriedFault& tried) {
  std::vector<std::string> seeds;
  for (const auto seed : tried.seeds) seeds.push_back(std::to_string(seed));
  PageData row;
  row.set("fault", OneLine(tried.fault, kLongestName));
  row.set("settings", tried.is_control() ? OneLine(fmt::format("control, unsafe: {}; must show {}",
                                                               tried.unsafe, tried.must_show))
                                         : "these");
  row.set("verdicts", CountsOf(tried.verdicts));
  row.set("found", CountsOf(tried.found));
  row.set("at_stake", WithThousands(tried.at_stake));
  row.set("seeds", seeds.empty() ? "–" : JoinFew(seeds, ", ", kAnnexSeeds));
  return row;
}

PageData RuleView(const CertifiedRule& rule) {
  PageData view;
  view.set("severity", OneLine(rule.severity, kLongestName));
  view.set("id", OneLine(rule.id, kLongestName));
  view.set("confidence", OneLine(rule.confidence, kLongestName));
  view.set("setting", OneLine(RuleSetting(rule)));
  view.set("why", OneLine(rule.why));
  view.set("advice", OneLine(rule.scope + ": " + rule.advice));
  view.set("cost", OneLine(rule.cost));
  view.set("source", OneLine(rule.source));
  view.set("shown_by", OneLine(rule.shown_by));
  return view;
}

PageData SettingRow(const CertifiedSetting& setting) {
  PageData row;
  row.set("of", OneLine(setting.scope, kLongestName));
  row.set("key", OneLine(setting.key, kLongestName));
  row.set("value", OneLine(InWords(setting.key, setting.value)));
  row.set("origin", OneLine(setting.origin, kLongestName));
  return row;
}

}  // namespace

void AddAnnex(const CertificatePage& page, PageData& data) {
  data.set("whole_topic", OneLine(page.topic));
  data.set("whole_reason", OneLine(page.reason));
  data.set("whole_command", OrNothing(OneLine(page.command)));
  data.set(
      "whole_advice",
      OrNothing(page.advice.empty() ? "" : OneLine(AdviceText(page.advice, page.advice_taken))));
  data.set("guarantees", AnnexRows(page.guarantees, PromiseView));
  data.set("tried", AnnexRows(page.tried, TriedRow));
  data.set("any_tried", !page.tried.empty());
  data.set("trials_text", OneLine(TrialsText(page)));
  data.set("lint", AnnexRows(page.lint, RuleView));
  data.set("settings_count", Counted(page.settings.size(), "setting"));
  data.set("at_stake_meaning", kAtStakeMeaning);
  data.set("settings", AnnexRows(page.settings, SettingRow));
  data.set("could_not_see", AnnexRows(NotSeen(page), [](const std::string& line) {
             return PageData(OneLine(line));
           }));
  std::size_t left_out = 0;
  for (const auto rows : {page.guarantees.size(), page.tried.size(), page.lint.size(),
                          page.settings.size(), NotSeen(page).size()})
    left_out += rows - std::min(rows, kAnnexRows);
  data.set("left_out", OrNothing(left_out == 0 ? "" : Counted(left_out, "row")));
}

}  // namespace kproof

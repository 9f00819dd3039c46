// The first part of a certificate: what a reader has to know, on one sheet of paper whatever stands
// in the certificate. So lists and texts are cut here, and the sheet says what the annex has more.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "reports/certificate_page/view.h"
#include "reports/certificate_page/words.h"

namespace kproof {
namespace {

// Characters and rows for which the sheet has room, on Letter, which is the shorter one.
constexpr std::size_t kSheetName = 44, kSheetSetting = 70, kSheetSentence = 110, kSheetReason = 200,
                      kSheetCommand = 400, kSheetVersions = 110;
constexpr std::size_t kSheetPromises = 4, kSheetControls = 7, kSheetRules = 4, kSheetNotTested = 4;

std::string OnSheet(const std::string& text, std::size_t columns) {
  return Shortened(Printable(text), columns);
}

const char* CertificateLook(CertificateVerdict verdict) {
  switch (verdict) {
    case CertificateVerdict::kCertified:
      return "good";
    case CertificateVerdict::kRefused:
      return "bad";
    case CertificateVerdict::kInconclusive:
      break;
  }
  return "unclear";
}

const char* CertificateSign(CertificateVerdict verdict) {
  const std::string_view look = CertificateLook(verdict);
  return look == "good" ? "✔" : look == "bad" ? "✘" : "?";
}

// "and 3 more in the annex"
std::string MoreInAnnex(std::size_t all, std::size_t shown, const char* what) {
  return all <= shown ? "" : fmt::format("{} in the annex.", Counted(all - shown, what));
}

std::string ValidFor(const CertificatePage& page) {
  const auto client = [](const std::string& said) {
    return said.empty() ? std::string("not given") : said;
  };
  return OnSheet(fmt::format("exactly these settings; Kafka {}, producer {}, consumer {}",
                             page.kafka, client(page.producer), client(page.consumer)),
                 kSheetVersions);
}

std::string BoundText(const CertifiedGuarantee& guarantee) {
  if (guarantee.trials == 0 || !guarantee.per_trial_upper) return "no trials";
  if (*guarantee.per_trial_upper >= 1) return "nothing";
  return fmt::format("more than {:.2g} of trials", *guarantee.per_trial_upper);
}

PageData SheetPromises(const CertificatePage& page) {
  PageData rows = PageList();
  for (std::size_t at = 0; at < std::min(page.guarantees.size(), kSheetPromises); ++at) {
    const auto& guarantee = page.guarantees[at];
    const bool tried = guarantee.trials > 0;
    PageData row;
    row.set("guarantee", OnSheet(guarantee.guarantee, kSheetName / 2));
    row.set("required", guarantee.required ? "required" : "not asked");
    row.set("promised", PromisedWord(guarantee.promised));
    row.set("promised_look", guarantee.required && guarantee.promised != true ? "bad" : "plain");
    row.set("tried", tried ? fmt::format("{} of {}", Counted(guarantee.trials, "trial"),
                                         Counted(guarantee.scenarios.size(), "fault"))
                           : "no trials");
    row.set("broken", tried ? Counted(guarantee.observed, "trial") : "–");
    row.set("broken_look", guarantee.required && guarantee.observed > 0 ? "bad" : "plain");
    row.set("bound", BoundText(guarantee));
    rows.push_back(row);
  }
  return rows;
}

PageData SheetControls(const CertificatePage& page, std::size_t& controls) {
  PageData rows = PageList();
  controls = 0;
  for (const auto& tried : page.tried) {
    if (!tried.is_control() || controls++ >= kSheetControls) continue;
    PageData row;
    row.set("fault", OnSheet(tried.fault, kSheetName));
    row.set("unsafe", OnSheet(tried.unsafe, kSheetName));
    row.set("showed", OnSheet(ControlText(tried), kSheetName));
    row.set("sign", ControlShowed(tried) ? "✔" : "✘");
    row.set("look", ControlShowed(tried) ? "plain" : "bad");
    rows.push_back(row);
  }
  return rows;
}

PageData SheetRules(const CertificatePage& page) {
  PageData rows = PageList();
  for (std::size_t at = 0; at < std::min(page.lint.size(), kSheetRules); ++at) {
    const auto& rule = page.lint[at];
    PageData row;
    row.set("severity", OnSheet(rule.severity, kSheetName / 4));
    row.set("setting", OnSheet(RuleSetting(rule), kSheetSetting));
    row.set("advice", OnSheet(rule.advice, kSheetName));
    rows.push_back(row);
  }
  return rows;
}

PageData SheetNotTested(const CertificatePage& page) {
  PageData rows = PageList();
  for (std::size_t at = 0; at < std::min(page.not_tested.size(), kSheetNotTested); ++at)
    rows.push_back(OnSheet(page.not_tested[at], kSheetSentence));
  return rows;
}

}  // namespace

void AddSheet(const CertificatePage& page, PageData& data) {
  data.set("topic", OnSheet(page.topic, kSheetName));
  data.set("cluster", page.cluster_id ? OnSheet(*page.cluster_id, kSheetName)
                                      : "none named: settings come from files");
  data.set("fingerprint", OnSheet(page.fingerprint, kSheetSentence));
  data.set("verdict", Upper(NameOf(page.verdict)));
  data.set("look", CertificateLook(page.verdict));
  data.set("sign", CertificateSign(page.verdict));
  data.set("reason", OnSheet(page.reason, kSheetReason));
  data.set("meaning", CertificateMeaning(page.verdict));
  data.set("valid_for", ValidFor(page));
  data.set("failures", OnSheet(AskedFailures(page), kSheetSentence));
  data.set("trials", OnSheet(TrialsText(page), kSheetReason));
  data.set("kproof", OnSheet(page.kproof, kSheetName));
  data.set("promises", SheetPromises(page));
  data.set("confidence",
           OrNothing(page.bound ? fmt::format("{:.0f} %", page.bound->confidence * 100) : ""));
  data.set("more_promises",
           OrNothing(MoreInAnnex(page.guarantees.size(), kSheetPromises, "more guarantee")));
  std::size_t controls = 0;
  data.set("controls", SheetControls(page, controls));
  data.set("any_controls", controls > 0);
  data.set("more_controls", OrNothing(MoreInAnnex(controls, kSheetControls, "more control")));
  data.set("rule_counts", RuleCounts(page));
  data.set("rules", SheetRules(page));
  data.set("any_rules", !page.lint.empty());
  data.set("more_rules", OrNothing(MoreInAnnex(page.lint.size(), kSheetRules, "more rule")));
  data.set("advice",
           OrNothing(page.advice.empty()
                         ? ""
                         : OnSheet(AdviceText(page.advice, page.advice_taken), kSheetSentence)));
  data.set("not_tested", SheetNotTested(page));
  data.set("all_tested", page.not_tested.empty());
  data.set("more_not_tested",
           OrNothing(MoreInAnnex(page.not_tested.size(), kSheetNotTested, "more sentence")));
  data.set("command", OrNothing(OnSheet(page.command, kSheetCommand)));
}

}  // namespace kproof

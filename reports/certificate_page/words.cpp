#include "reports/certificate_page/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/promise/without_limit.h"
#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

std::uint64_t TrialsThatShow(const TriedFault& control) {
  const auto shown = control.found.find(control.must_show);
  return shown == control.found.end() ? 0 : shown->second;
}

}  // namespace

std::string CertificateMeaning(CertificateVerdict verdict) {
  switch (verdict) {
    case CertificateVerdict::kCertified:
      return "Kafka promises what is required with these settings, each trial kept it, and each "
             "control showed the harm that it must show";
    case CertificateVerdict::kRefused:
      return "These settings are not fit for what is required: a rule, a missing promise or a "
             "trial says so";
    case CertificateVerdict::kInconclusive:
      return "Nothing is refused, and it is not shown that these settings keep what is required";
  }
  return "";
}

std::string PromisedWord(const std::optional<bool>& promised) {
  return !promised ? "unknown" : *promised ? "promised" : "not promised";
}

std::string PromisedByFailure(const CertifiedGuarantee& guarantee) {
  std::vector<std::string> parts;
  for (const std::optional<bool> answer : {std::optional(true), std::optional(false), {}}) {
    std::vector<std::string> names;
    for (const auto& under : guarantee.by_failure)
      if (under.promise.holds == answer) names.push_back(under.failure);
    if (!names.empty())
      parts.push_back(fmt::format("{} under {}", PromisedWord(answer), Join(names, ", ")));
  }
  return Join(parts, "; ");
}

std::string TriedText(const CertifiedGuarantee& guarantee) {
  if (guarantee.trials == 0) return "no trials";
  auto text =
      fmt::format("broken in {} of {} of {}", guarantee.observed,
                  Counted(guarantee.trials, "trial"), Counted(guarantee.scenarios.size(), "fault"));
  if (guarantee.per_trial_upper && *guarantee.per_trial_upper < 1)
    text += fmt::format("; ruled out: a fault that breaks it in more than {:.2g} of its trials",
                        *guarantee.per_trial_upper);
  return text;
}

std::string AdviceText(const std::vector<AdvisedChange>& advice, bool taken) {
  std::vector<std::string> changes;
  for (const auto& change : advice) changes.push_back(change.ToString());
  return Join(changes, ", ") +
         (taken ? ": these settings have what was advised for those that were refused"
                : ": with that nothing is refused; --try-advice shows by trials that it holds");
}

std::string AskedFailures(const CertificatePage& page) {
  std::vector<std::string> names;
  for (const auto& guarantee : page.guarantees)
    for (const auto& under : guarantee.by_failure)
      if (under.asked && !Contains(names, under.failure)) names.push_back(under.failure);
  return Join(names, ", ");
}

std::string TrialsText(const CertificatePage& page) {
  if (!page.tells_trials) return "certificate.json does not say which faults were tried";
  if (page.tried.empty()) return "none: nothing was run";
  std::uint64_t given = 0, given_faults = 0, control = 0, controls = 0;
  for (const auto& tried : page.tried) {
    (tried.is_control() ? control : given) += tried.trials();
    (tried.is_control() ? controls : given_faults) += 1;
  }
  auto text = fmt::format("{} of {} with these settings, {} of {}", Counted(given, "trial"),
                          Counted(given_faults, "fault"), control, Counted(controls, "control"));
  if (!page.first_started.empty())
    text += fmt::format("; started {} to {}", page.first_started, page.last_started);
  if (!page.clients.empty()) text += "; sent and read with " + Join(page.clients, "; ");
  return text;
}

bool ControlShowed(const TriedFault& control) { return TrialsThatShow(control) > 0; }

std::string ControlText(const TriedFault& control) {
  return fmt::format("{} in {} of {}", control.must_show, TrialsThatShow(control),
                     Counted(control.trials(), "trial"));
}

std::string RuleSetting(const CertifiedRule& rule) {
  const auto name = rule.scope + " " + rule.setting;
  if (rule.origin == "not set") return name + ": not set";
  return fmt::format("{}: {} ({})", name, InWords(rule.setting, rule.value), rule.origin);
}

std::string RuleCounts(const CertificatePage& page) {
  std::vector<std::string> parts;
  for (const auto severity : {LintSeverity::kMust, LintSeverity::kShould, LintSeverity::kNote}) {
    const std::string name = NameOf(severity);
    const auto rules =
        std::count_if(page.lint.begin(), page.lint.end(),
                      [&](const CertifiedRule& rule) { return rule.severity == name; });
    const auto count = static_cast<std::uint64_t>(rules);
    parts.push_back(severity == LintSeverity::kNote ? Counted(count, name)
                                                    : fmt::format("{} {}", count, name));
  }
  return Join(parts, ", ");
}

}  // namespace kproof

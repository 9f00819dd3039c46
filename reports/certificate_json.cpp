#include "reports/certificate_json.h"

#include <cctype>
#include <nlohmann/json.hpp>

#include "audit/lint/registry.h"
#include "audit/lint/shown.h"
#include "harness/base/json_text.h"
#include "harness/base/output_target.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json ValueOrNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json ScenariosJson(const ScenarioPair& pair) {
  if (*pair.breaks == '\0') return nullptr;
  return {{"breaks", {{"scenario", pair.breaks}, {"runs", KnownRuns(pair.breaks)}}},
          {"holds", {{"scenario", pair.holds}, {"runs", KnownRuns(pair.holds)}}}};
}

Json FindingJson(const LintFinding& finding) {
  const auto& rule = *finding.rule;
  return {{"id", rule.id},
          {"severity", NameOf(rule.severity)},
          {"confidence", NameOf(rule.confidence)},
          {"scope", NameOf(finding.setting.scope)},
          {"setting", finding.setting.key},
          {"value", finding.value},
          {"origin", finding.origin},
          {"why", rule.mechanism},
          {"advice", rule.advice},
          {"cost", rule.cost},
          {"source", rule.source},
          {"shown_by", ShownText(rule.shown_by)},
          {"scenarios", ScenariosJson(rule.shown_by)}};
}

Json UnderJson(const PromisedUnder& under) {
  return {{"failure", under.failure},   {"nodes", under.nodes},
          {"asked", under.asked},       {"promised", ValueOrNull(under.promise.holds)},
          {"rule", under.promise.rule}, {"source", under.source}};
}

Json GuaranteeJson(const CertifiedGuarantee& guarantee) {
  Json by_failure = Json::array();
  for (const auto& under : guarantee.by_failure) by_failure.push_back(UnderJson(under));
  return {{"guarantee", guarantee.guarantee},
          {"required", guarantee.required},
          {"promised", ValueOrNull(guarantee.promised)},
          {"rule", guarantee.rule},
          {"why", guarantee.why},
          {"by_failure", by_failure},
          {"scenarios", guarantee.scenarios},
          {"trials", guarantee.trials},
          {"at_stake", guarantee.at_stake},
          {"observed", guarantee.observed},
          {"per_trial_upper", ValueOrNull(guarantee.per_trial_upper)}};
}

// Those that the fingerprint is made of.
Json SettingsJson(const LintSubject& subject) {
  Json settings = Json::object();
  for (const auto scope : kSettingScopes)
    for (const auto& name : SettingsThatMatter()) {
      if (name.first != scope) continue;
      if (const auto* setting = subject.Find(name.first, name.second))
        settings[NameOf(scope)][name.second] = {{"value", setting->value},
                                                {"origin", setting->origin}};
    }
  return settings;
}

Json AdviceJson(const Certificate& certificate) {
  if (certificate.advice.empty()) return nullptr;
  Json changes = Json::array();
  for (const auto& change : certificate.advice)
    changes.push_back({{"scope", NameOf(change.scope)},
                       {"setting", change.key},
                       {"value", change.value ? Json(*change.value) : Json(nullptr)}});
  return {{"changes", changes}, {"taken", certificate.advice_taken}};
}

Json TriedJson(const TriedFault& tried) {
  const auto of_control = [&](const std::string& text) {
    return tried.is_control() ? Json(text) : Json(nullptr);
  };
  return {{"fault", tried.fault},
          {"unsafe", of_control(tried.unsafe)},
          {"must_show", of_control(tried.must_show)},
          {"verdicts", tried.verdicts},
          {"found", tried.found},
          {"at_stake", tried.at_stake},
          {"seeds", tried.seeds}};
}

// What trials ran, and when.
Json TrialsJson(const Certificate& certificate) {
  if (!certificate.bound) return nullptr;
  Json tried = Json::array();
  for (const auto& fault : certificate.tried) tried.push_back(TriedJson(fault));
  return {{"confidence", certificate.bound->confidence},
          {"per_trial", certificate.bound->per_trial},
          {"first_started", certificate.first_started},
          {"last_started", certificate.last_started},
          {"clients", certificate.clients},
          {"tried", tried}};
}

Json ClientJson(const ClientSaid& client) {
  if (client.kind.empty()) return nullptr;
  return client.version.empty() ? client.kind : client.kind + " " + client.version;
}

}  // namespace

Json CertificateJson(const Certificate& certificate) {
  Json lint = Json::array(), guarantees = Json::array();
  for (const auto& finding : certificate.lint) lint.push_back(FindingJson(finding));
  for (const auto& guarantee : certificate.guarantees)
    guarantees.push_back(GuaranteeJson(guarantee));
  const auto& subject = certificate.subject;
  return {{"what", kCertificateWhat},
          {"schema", kCertificateSchema},
          {"subject",
           {{"topic", certificate.topic},
            {"fingerprint", certificate.fingerprint},
            {"cluster_id", ValueOrNull(certificate.cluster_id)}}},
          {"settings", SettingsJson(subject)},
          {"lint", lint},
          {"guarantees", guarantees},
          {"trials", TrialsJson(certificate)},
          {"advice", AdviceJson(certificate)},
          {"not_tested", certificate.not_tested},
          {"verdict", NameOf(certificate.verdict)},
          {"reason", certificate.reason},
          {"valid_for",
           {{"fingerprint", certificate.fingerprint},
            {"kafka", subject.kafka},
            {"producer", ClientJson(subject.producer)},
            {"consumer", ClientJson(subject.consumer)},
            {"kproof", certificate.kproof}}},
          {"command", certificate.command}};
}

std::string CertificateFile(const Certificate& certificate) {
  return LenientJsonText(CertificateJson(certificate), 1) + "\n";
}

// The first certificates had no `what`.
bool IsCertificateFile(const std::string& file) {
  auto head = FirstBytes(file);
  std::erase_if(head, [](unsigned char c) { return std::isspace(c) != 0; });
  return head.starts_with("{\"what\":\"kproofcertificate\",") ||
         head.starts_with("{\"schema\":1,\"subject\":{\"topic\":");
}

}  // namespace kproof

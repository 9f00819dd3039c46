// certificate.json, read strictly.
#include <nlohmann/json.hpp>

#include "harness/base/json_fields.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"
#include "reports/certificate_page/certificate_page.h"

namespace kproof {
namespace {

std::string TextOrNothing(const JsonPlace& place) {
  return place.IsNull() ? std::string() : place.Text();
}

std::optional<bool> TruthOrNull(const JsonPlace& place) {
  if (place.IsNull()) return std::nullopt;
  return place.Truth();
}

template <typename Value, typename Read>
std::vector<Value> ReadList(const JsonPlace& list, Read read) {
  std::vector<Value> values;
  for (const auto& element : list.Elements()) values.push_back(read(element));
  return values;
}

CertificateVerdict ReadVerdict(const JsonPlace& place) {
  for (const auto verdict : {CertificateVerdict::kCertified, CertificateVerdict::kRefused,
                             CertificateVerdict::kInconclusive})
    if (place.Text() == NameOf(verdict)) return verdict;
  place.Refuse("is no verdict of a certificate: '" + place.Text() + "'");
}

SettingScope ReadScope(const JsonPlace& place) {
  for (const auto scope : kSettingScopes)
    if (place.Text() == NameOf(scope)) return scope;
  place.Refuse("is no owner of settings: '" + place.Text() + "'");
}

std::vector<CertifiedSetting> ReadSettings(const JsonPlace& place) {
  std::vector<CertifiedSetting> settings;
  for (const auto& [name, of] : place.Members())
    for (const auto& [key, setting] : of.Members()) {
      setting.RequireOnly({"value", "origin"});
      settings.push_back({name, key, setting["value"].Text(), setting["origin"].Text()});
    }
  return settings;
}

CertifiedRule ReadRule(const JsonPlace& place) {
  place.RequireOnly({"id", "severity", "confidence", "scope", "setting", "value", "origin", "why",
                     "advice", "cost", "source", "shown_by", "scenarios"});
  return {place["id"].Text(),     place["severity"].Text(), place["confidence"].Text(),
          place["scope"].Text(),  place["setting"].Text(),  place["value"].Text(),
          place["origin"].Text(), place["why"].Text(),      place["advice"].Text(),
          place["cost"].Text(),   place["source"].Text(),   place["shown_by"].Text()};
}

PromisedUnder ReadUnder(const JsonPlace& place) {
  place.RequireOnly({"failure", "nodes", "asked", "promised", "rule", "source"});
  PromisedUnder under;
  under.failure = place["failure"].Text();
  under.nodes = static_cast<std::int64_t>(place["nodes"].Count());
  under.asked = place["asked"].Truth();
  under.promise.holds = TruthOrNull(place["promised"]);
  under.promise.rule = place["rule"].Text();
  under.source = place["source"].Text();
  return under;
}

CertifiedGuarantee ReadGuarantee(const JsonPlace& place) {
  place.RequireOnly({"guarantee", "required", "promised", "rule", "why", "by_failure", "scenarios",
                     "trials", "at_stake", "observed", "per_trial_upper"});
  CertifiedGuarantee guarantee;
  guarantee.guarantee = place["guarantee"].Text();
  guarantee.required = place["required"].Truth();
  guarantee.promised = TruthOrNull(place["promised"]);
  guarantee.rule = place["rule"].Text();
  guarantee.why = place["why"].Text();
  guarantee.by_failure = ReadList<PromisedUnder>(place["by_failure"], ReadUnder);
  guarantee.scenarios = place["scenarios"].Texts();
  guarantee.trials = place["trials"].Count();
  guarantee.at_stake = place["at_stake"].Count();
  guarantee.observed = place["observed"].Count();
  guarantee.per_trial_upper = place["per_trial_upper"].NumberOrNull();
  return guarantee;
}

AdvisedChange ReadChange(const JsonPlace& place) {
  place.RequireOnly({"scope", "setting", "value"});
  const auto value = place["value"];
  return {ReadScope(place["scope"]), place["setting"].Text(),
          value.IsNull() ? std::nullopt : std::optional(value.Text())};
}

TriedFault ReadTried(const JsonPlace& place) {
  place.RequireOnly({"fault", "unsafe", "must_show", "verdicts", "found", "at_stake", "seeds"});
  TriedFault tried;
  tried.fault = place["fault"].Text();
  tried.unsafe = TextOrNothing(place["unsafe"]);
  tried.must_show = TextOrNothing(place["must_show"]);
  tried.verdicts = place["verdicts"].CountsByKey();
  tried.found = place["found"].CountsByKey();
  tried.at_stake = place["at_stake"].Count();
  tried.seeds =
      ReadList<std::uint64_t>(place["seeds"], [](const JsonPlace& seed) { return seed.Count(); });
  return tried;
}

void ReadTrials(const JsonPlace& place, CertificatePage& page) {
  place.RequireOnly(
      {"confidence", "per_trial", "first_started", "last_started", "clients", "tried"});
  page.bound = {place["confidence"].Number(), place["per_trial"].Number()};
  page.first_started = place["first_started"].Text();
  page.last_started = place["last_started"].Text();
  if (const auto clients = place.Find("clients")) page.clients = clients->Texts();
  page.tried = ReadList<TriedFault>(place["tried"], ReadTried);
}

void ReadAbout(const JsonPlace& root, CertificatePage& page) {
  const auto subject = root["subject"], valid = root["valid_for"];
  subject.RequireOnly({"topic", "fingerprint", "cluster_id"});
  valid.RequireOnly({"fingerprint", "kafka", "producer", "consumer", "kproof"});
  page.topic = subject["topic"].Text();
  page.fingerprint = subject["fingerprint"].Text();
  if (!subject["cluster_id"].IsNull()) page.cluster_id = subject["cluster_id"].Text();
  if (valid["fingerprint"].Text() != page.fingerprint)
    valid["fingerprint"].Refuse("is not that of the subject");
  page.kafka = valid["kafka"].Text();
  page.producer = TextOrNothing(valid["producer"]);
  page.consumer = TextOrNothing(valid["consumer"]);
  page.kproof = valid["kproof"].Text();
}

CertificatePage Read(const JsonPlace& root) {
  // `what` came later than the first certificates.
  if (root.Find("what"))
    root.RequireWhat("certificate", "name a certificate.json that `kproof certify` wrote");
  root.RequireSchema();
  root.RequireOnly({"what", "schema", "subject", "settings", "lint", "guarantees", "trials",
                    "advice", "not_tested", "verdict", "reason", "valid_for", "command"});
  CertificatePage page;
  ReadAbout(root, page);
  page.verdict = ReadVerdict(root["verdict"]);
  page.reason = root["reason"].Text();
  page.settings = ReadSettings(root["settings"]);
  page.lint = ReadList<CertifiedRule>(root["lint"], ReadRule);
  page.guarantees = ReadList<CertifiedGuarantee>(root["guarantees"], ReadGuarantee);
  if (const auto advice = root.Find("advice")) {
    advice->RequireOnly({"changes", "taken"});
    page.advice = ReadList<AdvisedChange>((*advice)["changes"], ReadChange);
    page.advice_taken = (*advice)["taken"].Truth();
  }
  page.not_tested = root["not_tested"].Texts();
  page.tells_trials = root.Has("trials");
  if (const auto trials = root.Find("trials")) ReadTrials(*trials, page);
  if (const auto command = root.Find("command")) page.command = command->Text();
  return page;
}

}  // namespace

CertificatePage ReadCertificatePage(const std::string& file) {
  const auto json = ReadJson(file);
  return Read(JsonPlace(json, file));
}

CertificatePage ParseCertificatePage(std::string_view text, const std::string& name) {
  const auto json = ParseJson(text);
  return Read(JsonPlace(json, name));
}

}  // namespace kproof

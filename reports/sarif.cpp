#include "reports/sarif.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "audit/lint/shown.h"
#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

const char* LevelOf(LintSeverity severity) {
  switch (severity) {
    case LintSeverity::kMust:
      return "error";
    case LintSeverity::kShould:
      return "warning";
    case LintSeverity::kNote:
      return "note";
  }
  return "none";
}

struct FileLine {
  std::string file;
  std::int64_t line;
};

// Of an origin that is "file:line", or "the brokers' name, file:line".
std::optional<FileLine> FileLineOf(const std::string& origin) {
  const auto comma = origin.starts_with("the brokers' ") ? origin.find(", ") : std::string::npos;
  const auto last = comma == std::string::npos ? origin : origin.substr(comma + 2);
  const auto colon = last.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  const auto line = ParseInt(last.substr(colon + 1));
  if (!line || *line < 1) return std::nullopt;
  return FileLine{last.substr(0, colon), *line};
}

// Where what is set nowhere would have to be set: at the beginning of a file of its owner, else of
// any other.
std::optional<FileLine> FileBeside(const LintSubject& subject, SettingScope scope) {
  std::optional<FileLine> other;
  for (const auto& [name, setting] : subject.settings) {
    const auto place = setting.given ? FileLineOf(setting.origin) : std::nullopt;
    if (!place) continue;
    if (name.first == scope) return FileLine{place->file, 1};
    if (!other) other = FileLine{place->file, 1};
  }
  return other;
}

// RFC 3986: what is not unreserved is a percent sign and two digits.
std::string UriOf(const std::string& path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char letter : path) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') ||
                       std::string_view("-._~/").find(letter) != std::string_view::npos;
    uri += plain ? std::string(1, letter) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

Json RuleJson(const LintRule& rule) {
  return {
      {"id", rule.id},
      {"shortDescription", {{"text", rule.when}}},
      {"fullDescription", {{"text", rule.mechanism}}},
      {"help",
       {{"text", fmt::format("{}. Cost: {}. Source: {}.", rule.advice, rule.cost, rule.source)}}},
      {"defaultConfiguration", {{"level", LevelOf(rule.severity)}}},
      {"properties",
       {{"severity", NameOf(rule.severity)},
        {"confidence", NameOf(rule.confidence)},
        {"shown_by", ShownText(rule.shown_by)}}}};
}

Json ResultJson(const LintFinding& finding, std::size_t index, const Certificate& certificate) {
  const auto& rule = *finding.rule;
  const auto name = fmt::format("{} {}", NameOf(finding.setting.scope), finding.setting.key);
  Json location = {
      {"logicalLocations", Json::array({{{"fullyQualifiedName", name}, {"kind", "member"}}})}};
  auto place = FileLineOf(finding.origin);
  if (!place) place = FileBeside(certificate.subject, finding.setting.scope);
  if (place)
    location["physicalLocation"] = {{"artifactLocation", {{"uri", UriOf(place->file)}}},
                                    {"region", {{"startLine", place->line}}}};
  return {{"ruleId", rule.id},
          {"ruleIndex", index},
          {"level", LevelOf(rule.severity)},
          {"message",
           {{"text", fmt::format("{}={} ({}): {}. Advice: {}", name, finding.value, finding.origin,
                                 rule.mechanism, rule.advice)}}},
          {"locations", Json::array({location})},
          {"partialFingerprints", {{"settings/v1", certificate.fingerprint}}}};
}

}  // namespace

Json SarifOf(const Certificate& certificate) {
  Json rules = Json::array(), results = Json::array();
  for (const auto& finding : certificate.lint) {
    results.push_back(ResultJson(finding, rules.size(), certificate));
    rules.push_back(RuleJson(*finding.rule));
  }
  const Json driver = {{"name", "kproof"}, {"version", certificate.kproof}, {"rules", rules}};
  return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
          {"version", "2.1.0"},
          {"runs", Json::array({{{"tool", {{"driver", driver}}}, {"results", results}}})}};
}

}  // namespace kproof

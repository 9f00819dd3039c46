// Keys keep the order of the contract, so that two results of one scenario can be compared line by
// line.
#include "reports/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/base/json_text.h"
#include "harness/words/finding.h"
#include "reports/loss_bound.h"
#include "reports/names.h"
#include "reports/registry.h"
#include "reports/short_settings.h"

namespace kproof {
namespace {

using Json = nlohmann::ordered_json;

// JSON has no NaN and no infinity: what could not be computed is null.
Json Number(double value, double per_unit = 1e3) {
  if (!std::isfinite(value)) return nullptr;
  return std::round(value * per_unit) / per_unit;
}

template <typename T>
Json OrNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json NumberOrNull(const std::optional<double>& value) {
  return value ? Number(*value) : Json(nullptr);
}

template <typename Map>
Json Object(const Map& map) {
  Json object = Json::object();
  for (const auto& [key, value] : map) object[key] = value;
  return object;
}

std::uint64_t CountOf(const std::map<std::string, std::uint64_t>& counts, std::string_view name) {
  const auto found = counts.find(std::string(name));
  return found == counts.end() ? 0 : found->second;
}

// Each kind of finding, 0 where the judge named none, then whatever else it counted.
void AddFindings(Json& object, const std::map<std::string, std::uint64_t>& counts) {
  for (const FindingRow& kind : FindingTable()) object[kind.name] = CountOf(counts, kind.name);
  for (const auto& [name, count] : counts) object[name] = count;
}

Json Counts(const Result& result) {
  Json counts = Json::object();
  for (const std::string_view name : kTraffic)
    counts[std::string(name)] = CountOf(result.counts, name);
  AddFindings(counts, result.counts);
  return counts;
}

Json Allowed(const Result& result) {
  Json allowed = Json::object();
  AddFindings(allowed, result.allowed);
  return allowed;
}

Json Interval(const std::optional<std::pair<double, double>>& seconds) {
  if (!seconds) return nullptr;
  return Json::array({Number(seconds->first), Number(seconds->second)});
}

Json ToJson(const Example& example) {
  return {{"origin", example.origin},
          {"life", example.life},
          {"seq", example.seq},
          {"count", example.count},
          {"cluster", example.cluster},
          {"topic", example.topic},
          {"partition", example.partition},
          {"offset", OrNull(example.offset)},
          {"acked_s", NumberOrNull(example.acked_s)},
          {"acked_between_s", Interval(example.acked_between_s)},
          {"stands_there", example.stands_there},
          {"during", example.during},
          {"leader", OrNull(example.leader)},
          {"leader_epoch", OrNull(example.leader_epoch)},
          {"log_lines", example.log_lines},
          {"reader", example.reader},
          {"group", example.group},
          {"txn", example.txn},
          {"found_in", example.found_in},
          {"detail", example.detail}};
}

Json Evidence(const Finding& finding) {
  Json evidence = Json::object();
  if (finding.check == NameOf(FindingKind::kLost)) {
    for (const char* kind : {"overwritten", "truncated", "absent", "deleted_early"})
      evidence[kind] = 0;
  }
  for (const auto& [kind, count] : finding.evidence) evidence[kind] = count;
  return evidence;
}

Json Findings(const Result& result) {
  Json findings = Json::array();
  for (const Finding& finding : result.findings) {
    Json examples = Json::array();
    for (const Example& example : finding.examples) examples.push_back(ToJson(example));
    findings.push_back({{"check", finding.check},
                        {"count", finding.count},
                        {"allowed", finding.allowed},
                        {"expected", finding.expected},
                        {"ignored", finding.ignored},
                        {"why", finding.why},
                        {"evidence", Evidence(finding)},
                        {"ranges", finding.ranges},
                        {"examples", std::move(examples)}});
  }
  return findings;
}

Json Faults(const Result& result) {
  Json faults = Json::array();
  for (const FaultReport& fault : result.faults) {
    faults.push_back({{"cluster", fault.cluster},
                      {"fault", fault.fault},
                      {"target", fault.target},
                      {"nodes", fault.nodes},
                      {"from_s", NumberOrNull(fault.from_s)},
                      {"to_s", NumberOrNull(fault.to_s)},
                      {"first_ack_after_s", NumberOrNull(fault.first_ack_after_s)},
                      {"isr_full_after_s", NumberOrNull(fault.isr_full_after_s)},
                      {"bit", fault.bit},
                      {"proof", fault.proof},
                      {"healed", fault.healed},
                      {"problem", fault.problem}});
  }
  return faults;
}

// A run that lost something, was in doubt or had nothing at stake bounds nothing.
Json Exposure(const Result& result) {
  const double upper = LossUpperBound(IsTrial(result) ? 1 : 0, LostSomething(result) ? 1 : 0);
  return {{"acked_under_fault", result.acked_under_fault},
          {"at_stake", result.at_stake},
          {"trials", 1},
          {"loss_bound", {{"confidence", kConfidence}, {"per_trial_upper", Number(upper, 1e6)}}}};
}

Json Latency(const std::map<std::string, double>& millis) {
  Json latency = {{"p50", nullptr}, {"p99", nullptr}, {"p999", nullptr}};
  for (const auto& [name, value] : millis) latency[name] = Number(value);
  return latency;
}

Json AvailabilityJson(const Availability& availability) {
  Json partitions = Json::object();
  for (const auto& [name, gap] : availability.ack_gap_by_partition_s)
    partitions[name] = Number(gap);
  return {{"longest_ack_gap_s", Number(availability.longest_ack_gap_s)},
          {"longest_read_gap_s", Number(availability.longest_read_gap_s)},
          {"ack_ms", Latency(availability.ack_ms)},
          {"ack_ms_before_fault", Latency(availability.ack_ms_before_fault)},
          {"ack_ms_under_fault", Latency(availability.ack_ms_under_fault)},
          {"acked_per_s", NumberOrNull(availability.acked_per_s)},
          {"ack_gap_by_partition_s", std::move(partitions)}};
}

Json Limits(const Result& result) {
  Json limits = Json::array();
  for (const LimitReport& limit : result.limits) {
    limits.push_back({{"name", limit.name},
                      {"bound", limit.bound},
                      {"measured", limit.measured},
                      {"kept", limit.kept}});
  }
  return limits;
}

Json Promises(const Result& result) {
  Json promises = Json::object();
  for (const auto& [guarantee, promise] : result.promise) {
    promises[guarantee] = {
        {"holds", OrNull(promise.holds)}, {"rule", promise.rule}, {"why", promise.why}};
  }
  return promises;
}

Json Effective(const Result& result) {
  Json effective = {
      {"producer", Json::object()}, {"topic", Json::object()}, {"broker", Json::object()}};
  for (const auto& [scope, subjects] : ShortSettings(result)) {
    for (const auto& [subject, settings] : subjects) {
      Json& object = effective[scope][subject] = Json::object();
      for (const auto& [key, setting] : settings) {
        object[key] = {{"value", setting.value}, {"origin", setting.origin}};
      }
    }
  }
  return effective;
}

// Of all of them, where there are several: the key `cluster` has room for one.
Json Clusters(const Result& result) {
  Json clusters = Json::object();
  for (const auto& [name, cluster] : result.clusters)
    clusters[name] = {{"id", cluster.id},
                      {"bootstrap_servers", cluster.bootstrap_servers},
                      {"kafka", cluster.kafka}};
  return clusters;
}

Json Versions(const Result& result) {
  Json versions = {{"kafka", ""}, {"client", ""}, {"kproof", ""}};
  for (const auto& [name, version] : result.versions) versions[name] = version;
  return versions;
}

}  // namespace

std::string ToJson(const Result& result, JsonLayout layout) {
  const Json json = {
      {"schema", 1},
      {"scenario", result.scenario},
      {"seed", result.seed},
      {"started", result.started},
      {"seconds", Number(result.seconds)},
      {"role", result.role},
      {"about", result.about},
      {"verdict", Name(result.verdict)},
      {"reason", result.reason},
      {"cut", result.cut},
      {"doubts", result.doubts},
      {"counts", Counts(result)},
      {"allowed", Allowed(result)},
      {"findings", Findings(result)},
      {"faults", Faults(result)},
      {"exposure", Exposure(result)},
      {"availability", AvailabilityJson(result.availability)},
      {"limits", Limits(result)},
      {"disturbances", result.disturbances},
      {"not_tested", result.not_tested},
      {"labels", Object(result.labels)},
      {"config_unchecked", result.config_unchecked},
      {"require", result.require},
      {"ignore", result.ignore},
      {"ignored", Object(result.ignored)},
      {"expect", Object(result.expect)},
      {"promise", Promises(result)},
      {"effective", Effective(result)},
      {"campaign", result.campaign},
      {"cluster",
       {{"id", result.cluster_id},
        {"driver", result.driver},
        {"sandbox", result.sandbox},
        {"bootstrap_servers", result.bootstrap_servers}}},
      {"clusters", Clusters(result)},
      {"versions", Versions(result)},
      {"evidence", Object(result.evidence)},
  };
  const int indent = layout == JsonLayout::kIndented ? 2 : -1;
  return LenientJsonText(json, indent) + "\n";
}

Format JsonFormat() {
  return {.name = "json",
          .file = "result.json",
          .summary = "for programs: docs/result.md describes each key",
          .render = [](const Result& result) { return ToJson(result); }};
}

}  // namespace kproof

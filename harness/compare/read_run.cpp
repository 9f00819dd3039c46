#include "harness/compare/read_run.h"

#include <algorithm>
#include <filesystem>

#include "harness/base/contains.h"
#include "harness/base/json_fields.h"
#include "harness/base/sha256.h"
#include "harness/compare/measure.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"
#include "harness/words/limit.h"

namespace kproof {
namespace {

// Where nodes, files and clients of one run are: another in each run, and no setting that matters.
constexpr std::string_view kPlaces[] = {"advertised.listeners",
                                        "bootstrap.servers",
                                        "broker.id",
                                        "client.id",
                                        "controller.quorum.bootstrap.servers",
                                        "controller.quorum.voters",
                                        "listeners",
                                        "log.dirs",
                                        "metadata.log.dir",
                                        "node.id"};

// The guarantees that this finding broke: required, whatever the settings allow, or promised by the
// settings of the run.
std::set<std::string> BrokenBy(const std::string& check, bool allowed, const JsonPlace& result) {
  std::set<std::string> broken;
  const auto required = result["require"].Elements();
  const auto promises = result["promise"].Members();
  const auto against = GuaranteesAgainst(check);
  bool excluded = against.empty();  // under every configuration
  for (const auto* guarantee : against) {
    const std::string name = guarantee->name;
    const bool asked = std::any_of(required.begin(), required.end(),
                                   [&](const JsonPlace& one) { return one.Text() == name; });
    const bool promised = std::any_of(promises.begin(), promises.end(), [&](const auto& promise) {
      const auto holds = promise.second["holds"];
      return promise.first == name && !holds.IsNull() && holds.Truth();
    });
    if (asked || (promised && !allowed)) broken.insert(name);
    excluded = excluded || guarantee->by_settings;  // promised for one topic and not for another
  }
  if (broken.empty() && excluded && !allowed) broken.insert(check);
  return broken;
}

void ReadFindings(const JsonPlace& result, ComparedTrial& trial) {
  for (const auto& finding : result["findings"].Elements()) {
    const auto check = finding["check"].Text();
    const auto* row = FindFindingKind(check);
    const auto count = finding["count"].Count();
    if (count == 0 || row == nullptr || !row->anomaly()) continue;
    trial.found[check] = count;
    const bool accepted = finding["expected"].Truth() || finding["ignored"].Truth();
    if (trial.verdict == Verdict::kViolation && !accepted)
      trial.broken.merge(BrokenBy(check, finding["allowed"].Truth(), result));
  }
  // `--fail-on` makes a violation of what breaks no guarantee.
  if (trial.verdict == Verdict::kViolation && trial.broken.empty())
    trial.broken.insert(Name(Verdict::kViolation));
}

void ReadMeasures(const JsonPlace& result, ComparedTrial& trial) {
  const auto availability = result["availability"];
  const auto put = [&](Limit limit, const std::optional<double>& value) {
    if (value) trial.measures[RowAt(LimitTable(), limit).name] = *value;
  };
  put(Limit::kLongestAckGap, availability["longest_ack_gap_s"].NumberOrNull());
  put(Limit::kLongestReadGap, availability["longest_read_gap_s"].NumberOrNull());
  put(Limit::kAckP50, availability["ack_ms"]["p50"].NumberOrNull());
  put(Limit::kAckP99, availability["ack_ms"]["p99"].NumberOrNull());
  if (const auto before = availability.Find("ack_ms_before_fault"))
    for (const char* percentile : {"p50", "p99"})
      if (const auto millis = (*before)[percentile].NumberOrNull())
        trial.measures[std::string("ack_") + percentile + "_before_fault"] = *millis;
  if (const auto rate = availability.Find("acked_per_s"))
    trial.measures["throughput"] = rate->Number();
}

std::map<std::string, std::string> CircumstancesOf(const JsonPlace& result) {
  std::map<std::string, std::string> all;
  for (const char* program : {"kafka", "client", "kproof"})
    all[program] = result["versions"][program].Text();
  all["driver"] = result["cluster"]["driver"].Text();
  all["sandbox"] = result["cluster"]["sandbox"].Text();
  all["role"] = result["role"].Text();
  for (const char* scope : {"producer", "topic", "broker"})
    for (const auto& [subject, settings] : result["effective"][scope].Members())
      for (const auto& [key, setting] : settings.Members())
        if (!Contains(kPlaces, key) && !setting["origin"].Text().starts_with("kproof"))
          all[std::string(scope) + " " + (subject == "*" ? "" : subject + " ") + key] =
              setting["value"].Text();
  return all;
}

}  // namespace

ComparedRun ReadRun(const std::string& folder) {
  const std::string file = folder + "/result.json";
  const auto json = ReadJson(file);
  const JsonPlace result(json, file);
  result.RequireSchema();
  ComparedRun run;
  run.scenario = result["scenario"].Text();
  run.trial.seed = result["seed"].Count();
  run.trial.started = result["started"].Text();
  run.trial.verdict = result["verdict"].Verdict();
  const std::string scenario = folder + "/scenario.yaml";
  if (std::filesystem::is_regular_file(scenario))
    run.trial.scenario_digest = Sha256OfFile(scenario);
  ReadFindings(result, run.trial);
  ReadMeasures(result, run.trial);
  run.circumstances = CircumstancesOf(result);
  return run;
}

}  // namespace kproof

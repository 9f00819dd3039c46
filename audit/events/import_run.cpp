#include "audit/events/import_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <vector>

#include "audit/store/run_keys.h"
#include "harness/base/contains.h"
#include "harness/base/json_list.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/words/guarantee.h"
#include "harness/words/limit.h"

namespace kproof {
namespace {

using Kind = OtherValue::Kind;

struct RunKey {
  const char* name;
  Kind kind;
};

constexpr RunKey kRunKeys[] = {
    {run_key::kAbout, Kind::kText},
    {run_key::kBootstrapServers, Kind::kText},
    {run_key::kCampaign, Kind::kText},
    {run_key::kClientMissing, Kind::kText},
    {run_key::kClusterId, Kind::kText},
    {run_key::kClusterIds, Kind::kObject},
    {run_key::kClusterServers, Kind::kObject},
    {run_key::kClusterVersions, Kind::kObject},
    {run_key::kConfigUnchecked, Kind::kList},
    {run_key::kCut, Kind::kText},
    {run_key::kDriver, Kind::kText},
    {run_key::kEnded, Kind::kText},
    {run_key::kError, Kind::kText},
    {run_key::kExpect, Kind::kObject},
    {run_key::kFailOn, Kind::kList},
    {run_key::kIgnore, Kind::kList},
    {run_key::kLabels, Kind::kObject},
    {run_key::kLimits, Kind::kObject},
    {run_key::kMadeBy, Kind::kText},
    {run_key::kNotRun, Kind::kText},
    {run_key::kRole, Kind::kText},
    {run_key::kSandbox, Kind::kText},
    {run_key::kScenario, Kind::kText},
    {run_key::kSeconds, Kind::kNumber},
    {run_key::kSeed, Kind::kNumber},
    {run_key::kStartedUs, Kind::kNumber},
    {run_key::kUsage, Kind::kText},
    {run_key::kVersionClient, Kind::kText},
    {run_key::kVersionKafka, Kind::kText},
    {run_key::kVersionKproof, Kind::kText},
};

const RunKey* FindRunKey(const std::string& key) {
  const auto* found = std::find_if(std::begin(kRunKeys), std::end(kRunKeys),
                                   [&](const RunKey& known) { return key == known.name; });
  return found == std::end(kRunKeys) ? nullptr : found;
}

const char* Wanted(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "a string";
    case Kind::kNumber:
      return "a number";
    case Kind::kFlag:
      return "true or false";
    case Kind::kList:
      return "an array of strings";
    case Kind::kObject:
      return "an object of strings, as in {\"lost\": \"> 0\"}";
  }
  return "";
}

std::vector<std::string> Texts(const OtherValue& list) { return ParseJsonList(list.text).value(); }

// Whether these are guarantees; a complaint for each that is none.
bool KnowsAll(std::uint64_t line, const std::vector<std::string>& names, Complaints& complaints) {
  const auto known = GuaranteeNames();
  bool all = true;
  for (const auto& name : names) {
    if (Contains(known, name)) continue;
    complaints.Add(line, fmt::format("there is no guarantee '{}'{}", name, DidYouMean(name, known)),
                   "the guarantees are " + Join(known, ", "));
    all = false;
  }
  return all;
}

// Whether these are limits with bounds that can be kept; a complaint for each that is none.
bool KnowsLimits(std::uint64_t line, const OtherValue& limits, Complaints& complaints) {
  bool all = true;
  const auto texts = ParseJsonObject(limits.text).value();
  for (const auto& [name, text] : texts) {
    const auto [sign, time] = SplitBound(text);
    const auto wrong = WrongLimit(sign, time);
    if (FindLimit(name) == nullptr) {
      complaints.Add(line,
                     fmt::format("there is no limit '{}'{}", name, DidYouMean(name, LimitNames())),
                     "the limits are " + Join(LimitNames(), ", "));
    } else if (!wrong.empty()) {
      complaints.Add(line, fmt::format("the limit '{}' is '{}'", name, text), wrong);
    }
    all = all && FindLimit(name) != nullptr && wrong.empty();
  }
  return all;
}

bool HoldsTexts(const OtherValue& value) {
  if (value.kind == Kind::kList) return ParseJsonList(value.text).has_value();
  if (value.kind == Kind::kObject) return ParseJsonObject(value.text).has_value();
  return true;
}

}  // namespace

bool IsRunKey(const std::string& key) { return FindRunKey(key) != nullptr; }

bool IsJsonRunKey(const std::string& key) {
  const auto* known = FindRunKey(key);
  return known != nullptr && known->kind != Kind::kText;
}

void RunImporter::TakeRun(const Event& event, Complaints& complaints) {
  for (const auto& other : event.others) {
    const auto* known = FindRunKey(other.key);
    if (known == nullptr) {
      std::vector<std::string> names;
      for (const auto& key : kRunKeys) names.emplace_back(key.name);
      complaints.Add(
          event.line,
          fmt::format("'run' has no field '{}'{}", other.key, DidYouMean(other.key, names)),
          "docs/events.md names them");
    } else if (known->kind != other.kind || !HoldsTexts(other)) {
      complaints.Add(event.line, fmt::format("'{}' has to be {}", other.key, Wanted(known->kind)));
    } else if (other.key == run_key::kRole && other.text != "claim" && other.text != "control") {
      complaints.Add(event.line, fmt::format("'role' is '{}'", other.text),
                     "it has to be claim or control");
    } else if (other.key == run_key::kIgnore && !KnowsAll(event.line, Texts(other), complaints)) {
      continue;
    } else if (other.key == run_key::kLimits && !KnowsLimits(event.line, other, complaints)) {
      continue;
    } else if (!values_.emplace(other.key, other.text).second) {
      complaints.Add(event.line, fmt::format("'{}' of the run was given before", other.key));
    }
  }
}

void RunImporter::TakeRequire(const Event& event, Complaints& complaints) {
  KnowsAll(event.line, event.names, complaints);
  for (const auto& name : event.names) {
    if (!Contains(require_, name)) require_.push_back(name);
  }
}

void RunImporter::Finish(Complaints& complaints) const {
  const auto ignore = values_.find(run_key::kIgnore);
  if (ignore == values_.end()) return;
  const auto names = ParseJsonList(ignore->second).value();
  for (const auto& name : names) {
    if (Contains(require_, name))
      complaints.Add(0, fmt::format("'{}' is both ignored and required", name), "drop one of them");
  }
}

std::string RunImporter::Cut() const {
  const auto found = values_.find(run_key::kCut);
  return found == values_.end() ? "" : found->second;
}

bool RunImporter::IsExport() const {
  const auto found = values_.find(run_key::kMadeBy);
  return found != values_.end() && found->second == made_by::kExport;
}

void RunImporter::Write(RunKeySink& store, const std::string& name, const std::string& cut) const {
  auto values = values_;
  if (!cut.empty()) values[run_key::kCut] = cut;
  values.erase(run_key::kMadeBy);  // of the file: the store says who made the store
  values.try_emplace(run_key::kScenario, name);
  values.try_emplace(run_key::kDriver, "events");
  values.try_emplace(run_key::kSandbox, "none");
  values.try_emplace(run_key::kEnded, run_key::kComplete);
  values[run_key::kRequire] = JsonList(require_);
  for (const auto& [key, value] : values) store.SetRun(key, value);
}

}  // namespace kproof

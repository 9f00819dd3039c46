#include "audit/judge/run/run_info.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "audit/store/run_keys.h"
#include "harness/base/json_list.h"
#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

class Keys {
 public:
  Keys(const FactReader& store, Result& result) : run_(store.Run()), result_(result) {}

  std::string Text(const char* key, const std::string& otherwise = "") const {
    const auto found = run_.find(key);
    return found == run_.end() ? otherwise : found->second;
  }
  template <typename Number>
  Number As(const char* key, Number otherwise) const {
    const auto text = Text(key);
    if (text.empty()) return otherwise;
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
    Doubt(key, text);
    return otherwise;
  }
  std::vector<std::string> List(const char* key) const { return Parsed(key, ParseJsonList); }
  std::map<std::string, std::string> Object(const char* key) const {
    return Parsed(key, ParseJsonObject);
  }

 private:
  template <typename Value>
  Value Parsed(const char* key, std::optional<Value> (*parse)(std::string_view)) const {
    const auto text = Text(key);
    if (text.empty()) return {};
    if (auto value = parse(text)) return std::move(*value);
    Doubt(key, text);
    return {};
  }

  void Doubt(const char* key, const std::string& text) const {
    result_.doubts.push_back(
        fmt::format("the run's key '{}' holds '{}', which kproof can't parse", key, text));
  }

  std::map<std::string, std::string> run_;
  Result& result_;
};

// "librdkafka 1.9.2, librdkafka 2.16.0": what the agents said that they are. The reader of the
// final pass counts where there is nobody else.
std::string ClientsThatRan(const FactReader& store) {
  std::set<std::string> agents, final_readers;
  for (const auto& actor : store.Actors())
    if (!actor.client.empty())
      (actor.kind == ActorKind::kFinalReader ? final_readers : agents).insert(actor.client);
  const auto& ran = agents.empty() ? final_readers : agents;
  return Join({ran.begin(), ran.end()}, ", ");
}

std::string ClientText(const Keys& keys, const FactReader& store) {
  const auto ran = keys.Text(run_key::kVersionClient, ClientsThatRan(store));
  const auto missing = keys.Text(run_key::kClientMissing);
  return ran.empty() || missing.empty() ? ran : fmt::format("{} ({} can't be had)", ran, missing);
}

template <typename Value>
std::optional<bool> Compare(const Value& value, std::string_view op, const Value& bound) {
  if (op == "<") return value < bound;
  if (op == "<=") return value <= bound;
  if (op == "=" || op == "==") return value == bound;
  if (op == ">=") return value >= bound;
  if (op == ">") return value > bound;
  return std::nullopt;
}

}  // namespace

RunInfo ReadRunInfo(const FactReader& store, Result& result) {
  const Keys keys(store, result);
  result.scenario = keys.Text(run_key::kScenario);
  result.seed = keys.As<std::uint64_t>(run_key::kSeed, 0);
  if (const auto started = keys.As<std::int64_t>(run_key::kStartedUs, 0))
    result.started = FormatUtc(started);
  result.seconds = keys.As<double>(run_key::kSeconds, 0.0);
  result.role = keys.Text(run_key::kRole, "claim");
  result.about = keys.Text(run_key::kAbout);
  result.require = keys.List(run_key::kRequire);
  result.ignore = keys.List(run_key::kIgnore);
  for (const auto& [name, bound] : keys.Object(run_key::kExpect)) {
    result.expect.emplace_back(name, bound);
  }
  result.cut = keys.Text(run_key::kCut);
  result.config_unchecked = keys.List(run_key::kConfigUnchecked);
  result.labels = keys.Object(run_key::kLabels);
  result.campaign = keys.Text(run_key::kCampaign);
  result.driver = keys.Text(run_key::kDriver, result.driver);
  result.sandbox = keys.Text(run_key::kSandbox, result.sandbox);
  result.cluster_id = keys.Text(run_key::kClusterId);
  result.bootstrap_servers = keys.Text(run_key::kBootstrapServers);
  for (const auto& [name, id] : keys.Object(run_key::kClusterIds)) result.clusters[name].id = id;
  for (const auto& [name, servers] : keys.Object(run_key::kClusterServers))
    result.clusters[name].bootstrap_servers = servers;
  for (const auto& [name, version] : keys.Object(run_key::kClusterVersions))
    result.clusters[name].kafka = version;
  result.versions = {{"kafka", keys.Text(run_key::kVersionKafka)},
                     {"client", ClientText(keys, store)},
                     {"kproof", keys.Text(run_key::kVersionKproof)}};
  RunInfo info;
  info.fail_on = keys.List(run_key::kFailOn);
  info.limits = keys.Object(run_key::kLimits);
  info.ended = keys.Text(run_key::kEnded);
  info.not_run = keys.Text(run_key::kNotRun);
  info.usage = keys.Text(run_key::kUsage);
  info.error = keys.Text(run_key::kError);
  return info;
}

std::optional<bool> Keeps(std::uint64_t value, const std::string& bound) {
  const auto [op, text] = SplitBound(bound);
  const auto number = ParseInt(text);
  if (!number || *number < 0) return std::nullopt;
  return Compare(value, op, static_cast<std::uint64_t>(*number));
}

std::optional<bool> Keeps(Duration time, const std::string& bound) {
  const auto [op, text] = SplitBound(bound);
  const auto limit = ParseDuration(text);
  return limit ? Compare(time, op, *limit) : std::nullopt;
}

}  // namespace kproof

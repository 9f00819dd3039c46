#include "harness/agent/config.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "harness/agent/config_json.h"
#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/limits.h"

namespace kproof {
namespace {

WorkSpec WorkOf(nlohmann::json json) {
  StrictConfig object(std::move(json));
  WorkSpec work;
  object.Take("batch", work.batch);
  object.Take("fail_every", work.fail_every);
  object.Take("poll", work.poll);
  object.Take("slow_every", work.slow_every);
  object.Take("slow_time_us", work.slow_time);
  object.Take("time_us", work.time);
  object.Take("workers", work.workers);
  object.End();
  if (work.batch < 1 || work.poll < 1)
    throw Error(ErrorKind::kUsage, fmt::format("'{}' of an agent's configuration is below 1",
                                               work.batch < 1 ? "batch" : "poll"));
  return work;
}

void PutCrash(const CrashSpec& crash, nlohmann::json& json) {
  json["crash_at"] = crash.at;
  json["crash_nth"] = crash.nth;
}

void TakeCrash(StrictConfig& object, CrashSpec& crash) {
  object.Take("crash_at", crash.at);
  object.Take("crash_nth", crash.nth);
}

}  // namespace

TransactionConfig TransactionOf(const TransactionSpec& spec, const std::string& instance) {
  return {.id = spec.id.empty() ? instance : spec.id,
          .shared = !spec.id.empty(),
          .records = static_cast<std::uint64_t>(spec.records),
          .abort = spec.abort_percent / 100,
          .timeout = spec.timeout};
}

std::string ToJson(const ProducerConfig& config) {
  nlohmann::json json = CommonJson(config);
  json["defaults"] = config.defaults;
  json["rate_per_s"] = config.rate_per_s;
  json["value_bytes"] = config.value_bytes;
  json["keys"] = config.keys;
  json["seed"] = config.seed;
  json["drain_limit_us"] = config.drain_limit.count();
  json["one_by_one"] = config.one_by_one;
  json["stop_after"] = config.stop_after;
  json["drop_when_full"] = config.drop_when_full;
  json["exit_at_end"] = config.exit_at_end;
  json["transaction"] = JsonOf(config.transaction);
  PutCrash(config.crash, json);
  return JsonText(json, 1);
}

std::string ToJson(const MonitorConfig& config) {
  nlohmann::json json = CommonJson(config);
  json["isolation"] = JsonOf(config.isolation);
  return JsonText(json, 1);
}

std::string ToJson(const ConsumerConfig& config) {
  nlohmann::json json = CommonJson(config);
  json["group"] = config.group;
  json["to"] = config.to;
  json["transaction"] = JsonOf(config.transaction);
  json["subscribe"] = config.subscribe;
  json["commit"] = config.commit;
  PutCrash(config.crash, json);
  json["listener"] = config.listener;
  json["start_us"] = config.start.count();
  json["static_member"] = config.static_member;
  json["store"] = config.store;
  const auto& work = config.work;
  json["work"] = {{"batch", work.batch},
                  {"fail_every", work.fail_every},
                  {"poll", work.poll},
                  {"slow_every", work.slow_every},
                  {"slow_time_us", work.slow_time.count()},
                  {"time_us", work.time.count()},
                  {"workers", work.workers}};
  return JsonText(json, 1);
}

std::string ToJson(const FinalConfig& config) {
  nlohmann::json json = CommonJson(config);
  json["isolations"] = nlohmann::json::array();
  for (const auto isolation : config.isolations) json["isolations"].push_back(JsonOf(isolation));
  json["limit_us"] = config.limit.count();
  return JsonText(json, 1);
}

ProducerConfig ProducerConfigFromJson(const std::string& json) {
  StrictConfig object(json);
  ProducerConfig config;
  object.TakeCommon(config);
  object.Take("defaults", config.defaults);
  object.Take("rate_per_s", config.rate_per_s);
  object.Take("value_bytes", config.value_bytes);
  object.Take("keys", config.keys);
  object.Take("seed", config.seed);
  object.Take("drain_limit_us", config.drain_limit);
  object.Take("one_by_one", config.one_by_one);
  object.Take("stop_after", config.stop_after);
  object.Take("drop_when_full", config.drop_when_full);
  object.Take("exit_at_end", config.exit_at_end);
  object.Take("transaction", config.transaction);
  TakeCrash(object, config.crash);
  object.End();
  if (!(config.rate_per_s >= 0))
    throw Error(ErrorKind::kUsage, "'rate_per_s' of an agent's configuration is negative");
  if (config.value_bytes > kMostValueBytes)
    throw Error(
        ErrorKind::kUsage,
        fmt::format("'value_bytes' of an agent's configuration is above {}", kMostValueText));
  return config;
}

MonitorConfig MonitorConfigFromJson(const std::string& json) {
  StrictConfig object(json);
  MonitorConfig config;
  object.TakeCommon(config);
  object.Take("isolation", config.isolation);
  object.End();
  return config;
}

ConsumerConfig ConsumerConfigFromJson(const std::string& json) {
  StrictConfig object(json);
  ConsumerConfig config;
  object.TakeCommon(config);
  object.Take("group", config.group);
  object.Take("to", config.to);
  object.Take("transaction", config.transaction);
  object.Take("subscribe", config.subscribe);
  object.Take("commit", config.commit);
  TakeCrash(object, config.crash);
  object.Take("listener", config.listener);
  object.Take("start_us", config.start);
  object.Take("static_member", config.static_member);
  object.Take("store", config.store);
  nlohmann::json work;
  object.Take("work", work);
  config.work = WorkOf(std::move(work));
  object.End();
  if (config.group.empty() || config.subscribe.empty())
    throw Error(ErrorKind::kUsage, fmt::format("'{}' of an agent's configuration is empty",
                                               config.group.empty() ? "group" : "subscribe"));
  return config;
}

FinalConfig FinalConfigFromJson(const std::string& json) {
  StrictConfig object(json);
  FinalConfig config;
  object.TakeCommon(config);
  object.Take("isolations", config.isolations);
  object.Take("limit_us", config.limit);
  object.End();
  if (config.isolations.empty())
    throw Error(ErrorKind::kUsage, "'isolations' of an agent's configuration is empty");
  return config;
}

std::string ReadConfigFile(const std::string& path) {
  const std::ifstream file(path);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    throw Error(ErrorKind::kUsage, fmt::format("configuration {} can't be read", path));
  return text.str();
}

}  // namespace kproof

#include "harness/agent/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/limits.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using Json = nlohmann::json;

Json TextOf(Isolation isolation) {
  return isolation == Isolation::kCommitted ? "committed" : "uncommitted";
}

// Takes keys out one by one; what is left over at the end was not known.
class Strict {
 public:
  explicit Strict(Json object) : object_(std::move(object)) {
    if (!object_.is_object())
      throw Error(ErrorKind::kUsage, "an agent's configuration is no JSON object");
  }
  explicit Strict(const std::string& text) : Strict(Parse(text)) {}

  template <typename Value>
  void Take(const std::string& key, Value& value) {
    known_.push_back(key);
    try {
      object_.at(key).get_to(value);
    } catch (const Json::exception& e) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("'{}' of an agent's configuration: {}", key, JsonProblem(e.what())));
    }
  }
  void Take(const std::string& key, Duration& value) {
    std::int64_t micros = 0;
    Take(key, micros);
    if (micros < 0)
      throw Error(ErrorKind::kUsage,
                  fmt::format("'{}' of an agent's configuration is negative", key));
    value = Duration(micros);
  }
  void Take(const std::string& key, std::optional<AuditTarget>& value) {
    Json found;
    Take(key, found);
    value.reset();
    if (found.is_null()) return;
    Strict object(std::move(found));
    AuditTarget target;
    object.Take("bootstrap_servers", target.bootstrap_servers);
    object.Take("topic", target.topic);
    object.Take("partitions", target.partitions);
    object.Take("properties", target.properties);
    object.End();
    if (target.partitions <= 0)
      throw Error(ErrorKind::kUsage, "'audit' of an agent's configuration has no partitions");
    value = std::move(target);
  }
  void Take(const std::string& key, Isolation& value) {
    std::string text;
    Take(key, text);
    value = IsolationOf(key, text);
  }
  void Take(const std::string& key, std::vector<Isolation>& values) {
    std::vector<std::string> texts;
    Take(key, texts);
    values.clear();
    for (const auto& text : texts) values.push_back(IsolationOf(key, text));
  }
  void Take(const std::string& key, std::vector<AgentTopic>& topics) {
    std::map<std::string, std::int32_t> partitions;
    Take(key, partitions);
    topics.clear();
    for (const auto& [name, count] : partitions) {
      if (count <= 0)
        throw Error(ErrorKind::kUsage,
                    fmt::format("topic '{}' of an agent's configuration has no partitions", name));
      topics.push_back({name, count});
    }
    if (topics.empty()) throw Error(ErrorKind::kUsage, "an agent's configuration names no topics");
  }
  void End() const {
    for (const auto& [key, value] : object_.items())
      if (!Contains(known_, key))
        throw Error(ErrorKind::kUsage, fmt::format("'{}' of an agent's configuration is unknown{}",
                                                   key, DidYouMean(key, known_)));
  }

 private:
  static Json Parse(const std::string& text) {
    try {
      return Json::parse(text);
    } catch (const Json::exception& e) {
      throw Error(ErrorKind::kUsage,
                  fmt::format("an agent's configuration {}", JsonProblem(e.what())));
    }
  }
  static Isolation IsolationOf(const std::string& key, const std::string& text) {
    if (text == "committed") return Isolation::kCommitted;
    if (text == "uncommitted") return Isolation::kUncommitted;
    throw Error(ErrorKind::kUsage,
                fmt::format("'{}' of an agent's configuration is '{}'", key, text),
                Hint("committed or uncommitted"));
  }

  Json object_;
  std::vector<std::string> known_;
};

Json JsonOf(const std::optional<AuditTarget>& audit) {
  if (!audit) return nullptr;
  return {{"bootstrap_servers", audit->bootstrap_servers},
          {"topic", audit->topic},
          {"partitions", audit->partitions},
          {"properties", audit->properties}};
}

Json Common(const AgentConfig& config) {
  Json topics = Json::object();
  for (const auto& topic : config.topics) topics[topic.name] = topic.partitions;
  return {{"actor", config.actor},
          {"cluster", config.cluster},
          {"bootstrap_servers", config.bootstrap_servers},
          {"run_id", config.run_id},
          {"epoch_us", config.epoch_us},
          {"spool_folder", config.spool_folder},
          {"live_page", config.live_page},
          {"topics", topics},
          {"properties", config.properties},
          {"ready_limit_us", config.ready_limit.count()},
          {"audit", JsonOf(config.audit)}};
}

void TakeCommon(Strict& object, AgentConfig& config) {
  object.Take("actor", config.actor);
  object.Take("cluster", config.cluster);
  object.Take("bootstrap_servers", config.bootstrap_servers);
  object.Take("run_id", config.run_id);
  object.Take("epoch_us", config.epoch_us);
  object.Take("spool_folder", config.spool_folder);
  object.Take("live_page", config.live_page);
  object.Take("topics", config.topics);
  object.Take("properties", config.properties);
  object.Take("ready_limit_us", config.ready_limit);
  object.Take("audit", config.audit);
}

}  // namespace

std::string ToJson(const ProducerConfig& config) {
  Json json = Common(config);
  json["defaults"] = config.defaults;
  json["rate_per_s"] = config.rate_per_s;
  json["value_bytes"] = config.value_bytes;
  json["keys"] = config.keys;
  json["seed"] = config.seed;
  json["drain_limit_us"] = config.drain_limit.count();
  return json.dump(1);
}

std::string ToJson(const MonitorConfig& config) {
  Json json = Common(config);
  json["isolation"] = TextOf(config.isolation);
  return json.dump(1);
}

std::string ToJson(const ConsumerConfig& config) {
  Json json = Common(config);
  json["group"] = config.group;
  json["subscribe"] = config.subscribe;
  return json.dump(1);
}

std::string ToJson(const FinalConfig& config) {
  Json json = Common(config);
  json["isolations"] = Json::array();
  for (const auto isolation : config.isolations) json["isolations"].push_back(TextOf(isolation));
  json["limit_us"] = config.limit.count();
  return json.dump(1);
}

ProducerConfig ProducerConfigFromJson(const std::string& json) {
  Strict object(json);
  ProducerConfig config;
  TakeCommon(object, config);
  object.Take("defaults", config.defaults);
  object.Take("rate_per_s", config.rate_per_s);
  object.Take("value_bytes", config.value_bytes);
  object.Take("keys", config.keys);
  object.Take("seed", config.seed);
  object.Take("drain_limit_us", config.drain_limit);
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
  Strict object(json);
  MonitorConfig config;
  TakeCommon(object, config);
  object.Take("isolation", config.isolation);
  object.End();
  return config;
}

ConsumerConfig ConsumerConfigFromJson(const std::string& json) {
  Strict object(json);
  ConsumerConfig config;
  TakeCommon(object, config);
  object.Take("group", config.group);
  object.Take("subscribe", config.subscribe);
  object.End();
  if (config.group.empty() || config.subscribe.empty())
    throw Error(ErrorKind::kUsage, fmt::format("'{}' of an agent's configuration is empty",
                                               config.group.empty() ? "group" : "subscribe"));
  return config;
}

FinalConfig FinalConfigFromJson(const std::string& json) {
  Strict object(json);
  FinalConfig config;
  TakeCommon(object, config);
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

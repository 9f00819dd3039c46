#include "harness/agent/config_json.h"

#include <fmt/format.h>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using Json = nlohmann::json;

Isolation IsolationOf(const std::string& key, const std::string& text) {
  if (text == "committed") return Isolation::kCommitted;
  if (text == "uncommitted") return Isolation::kUncommitted;
  throw Error(ErrorKind::kUsage, fmt::format("'{}' of an agent's configuration is '{}'", key, text),
              Hint("committed or uncommitted"));
}

Json JsonOf(const std::optional<AuditTarget>& audit) {
  if (!audit) return nullptr;
  return {{"bootstrap_servers", audit->bootstrap_servers},
          {"topic", audit->topic},
          {"partitions", audit->partitions},
          {"properties", audit->properties}};
}

}  // namespace

Json ParsedConfig(const std::string& text) {
  try {
    return ParseJson(text);
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::kUsage,
                fmt::format("an agent's configuration {}", JsonProblem(e.what())));
  }
}

StrictConfig::StrictConfig(Json object) : object_(std::move(object)) {
  if (!object_.is_object())
    throw Error(ErrorKind::kUsage, "an agent's configuration is not a JSON object");
}

StrictConfig::StrictConfig(const std::string& text) : StrictConfig(ParsedConfig(text)) {}

void StrictConfig::Refuse(const std::string& key, const std::string& why) {
  throw Error(ErrorKind::kUsage,
              fmt::format("'{}' of an agent's configuration: {}", key, JsonProblem(why)));
}

void StrictConfig::Take(const std::string& key, Duration& value) {
  std::int64_t micros = 0;
  Take(key, micros);
  if (micros < 0)
    throw Error(ErrorKind::kUsage,
                fmt::format("'{}' of an agent's configuration is negative", key));
  value = Duration(micros);
}

void StrictConfig::Take(const std::string& key, std::optional<AuditTarget>& value) {
  Json found;
  Take(key, found);
  value.reset();
  if (found.is_null()) return;
  StrictConfig object(std::move(found));
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

void StrictConfig::Take(const std::string& key, std::optional<TransactionConfig>& value) {
  Json found;
  Take(key, found);
  value.reset();
  if (found.is_null()) return;
  StrictConfig object(std::move(found));
  TransactionConfig transaction;
  object.Take("id", transaction.id);
  object.Take("shared", transaction.shared);
  object.Take("records", transaction.records);
  object.Take("abort", transaction.abort);
  object.Take("timeout_us", transaction.timeout);
  object.End();
  if (transaction.id.empty() || transaction.records == 0 || !(transaction.abort >= 0) ||
      transaction.abort > 1)
    throw Error(ErrorKind::kUsage,
                "'transaction' of an agent's configuration has no id, no records or no share");
  value = std::move(transaction);
}

void StrictConfig::Take(const std::string& key, Isolation& value) {
  std::string text;
  Take(key, text);
  value = IsolationOf(key, text);
}

void StrictConfig::Take(const std::string& key, std::vector<Isolation>& values) {
  std::vector<std::string> texts;
  Take(key, texts);
  values.clear();
  for (const auto& text : texts) values.push_back(IsolationOf(key, text));
}

void StrictConfig::Take(const std::string& key, std::vector<AgentTopic>& topics) {
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

void StrictConfig::TakeCommon(AgentConfig& config) {
  Take("actor", config.actor);
  Take("cluster", config.cluster);
  Take("bootstrap_servers", config.bootstrap_servers);
  Take("run_id", config.run_id);
  Take("epoch_us", config.epoch_us);
  Take("spool_folder", config.spool_folder);
  Take("live_page", config.live_page);
  Take("topics", config.topics);
  Take("properties", config.properties);
  Take("ready_limit_us", config.ready_limit);
  Take("audit", config.audit);
  Take("instance", config.instance);
  Take("life", config.life);
}

void StrictConfig::End() const {
  for (const auto& [key, value] : object_.items())
    if (!Contains(known_, key))
      throw Error(ErrorKind::kUsage, fmt::format("'{}' of an agent's configuration is unknown{}",
                                                 key, DidYouMean(key, known_)));
}

Json JsonOf(Isolation isolation) {
  return isolation == Isolation::kCommitted ? "committed" : "uncommitted";
}

Json JsonOf(const std::optional<TransactionConfig>& transaction) {
  if (!transaction) return nullptr;
  return {{"id", transaction->id},
          {"shared", transaction->shared},
          {"records", transaction->records},
          {"abort", transaction->abort},
          {"timeout_us", transaction->timeout.count()}};
}

Json CommonJson(const AgentConfig& config) {
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
          {"audit", JsonOf(config.audit)},
          {"instance", config.instance},
          {"life", config.life}};
}

}  // namespace kproof

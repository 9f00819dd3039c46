// The configuration of an agent as JSON: what all kinds have, and strict reading of what a kind has
// besides.
//
// Not thread-safe.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/agent/config.h"

namespace kproof {

// The text of a configuration, of any kind. Throws Error(kUsage) when it is no JSON.
nlohmann::json ParsedConfig(const std::string& text);

// Takes keys out of a configuration one by one; keys that are left over at the end are unknown. All
// throw Error(kUsage) that names the key.
class StrictConfig {
 public:
  explicit StrictConfig(const std::string& text);
  explicit StrictConfig(nlohmann::json object);

  template <typename Value>
  void Take(const std::string& key, Value& value) {
    known_.push_back(key);
    try {
      object_.at(key).get_to(value);
    } catch (const nlohmann::json::exception& e) {
      Refuse(key, e.what());
    }
  }
  void Take(const std::string& key, Duration& value);  // in µs, not negative
  void Take(const std::string& key, std::optional<AuditTarget>& value);
  void Take(const std::string& key, std::optional<TransactionConfig>& value);
  void Take(const std::string& key, Isolation& value);
  void Take(const std::string& key, std::vector<Isolation>& values);
  void Take(const std::string& key, std::vector<AgentTopic>& topics);  // one at least
  // What all agents have.
  void TakeCommon(AgentConfig& config);
  void End() const;

 private:
  [[noreturn]] static void Refuse(const std::string& key, const std::string& why);

  nlohmann::json object_;
  std::vector<std::string> known_;
};

nlohmann::json JsonOf(Isolation isolation);
nlohmann::json JsonOf(const std::optional<TransactionConfig>& transaction);
// What all agents have.
nlohmann::json CommonJson(const AgentConfig& config);

}  // namespace kproof

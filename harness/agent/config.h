// The configuration of an agent, which the conductor writes as a JSON file. It is read strictly:
// every key must be known, and every key must be there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/facts.h"
#include "harness/base/clock.h"
#include "harness/scenario/scenario.h"

namespace kproof {

struct AgentTopic {
  std::string name;
  std::int32_t partitions = 0;

  bool operator==(const AgentTopic&) const = default;
};

// Where an agent publishes the facts of its spool (docs/audit-topics.md).
struct AuditTarget {
  std::string bootstrap_servers;  // of the cluster under test, or of another one
  std::string topic;
  std::int32_t partitions = 0;
  std::map<std::string, std::string> properties;  // of the publishing client

  bool operator==(const AuditTarget&) const = default;
};

// The variable in an agent's environment that says which client it has to be: "librdkafka 2.16.0".
// One that is another, because another library was loaded, ends with exit code 4. "": any.
inline constexpr char kExpectedClient[] = "KPROOF_CLIENT";

// What all agents need.
struct AgentConfig {
  std::string actor;  // unique in the run: "checkout-0"; of a later life "checkout-0.1"
  std::string cluster = "main";
  std::string bootstrap_servers;
  std::string run_id;
  std::int64_t epoch_us = 0;  // RunClock::epoch_micros() of the run
  std::string spool_folder;   // exists already
  std::string live_page;      // file to make
  std::vector<AgentTopic> topics;
  std::map<std::string, std::string> properties;  // of the client, by Kafka's or librdkafka's names
  Duration ready_limit =
      std::chrono::seconds(60);      // for each partition to get a leader; else exit code 4
  std::optional<AuditTarget> audit;  // nothing: facts go to the spool alone
  std::string instance;              // the same in all its lives: "checkout-0"
  std::uint32_t life = 0;            // 0: the first process of its instance

  bool operator==(const AgentConfig&) const = default;
};

// Of a producer that sends everything in transactions, one after the other.
struct TransactionConfig {
  std::string id;             // transactional.id
  bool shared = false;        // by several instances, which take it from each other
  std::uint64_t records = 1;  // of each transaction
  double abort = 0;           // share of transactions that are aborted on purpose, 0 to 1
  Duration timeout{};         // transaction.timeout.ms

  bool operator==(const TransactionConfig&) const = default;
};

// As `instance` has it.
TransactionConfig TransactionOf(const TransactionSpec& spec, const std::string& instance);

struct ProducerConfig : AgentConfig {
  std::string defaults = "librdkafka";  // or "java"
  double rate_per_s = 0;                // 0: as fast as possible
  std::uint64_t value_bytes = 256;
  std::uint64_t keys = 0;  // distinct keys; 0: records without key
  std::uint64_t seed = 0;  // of the values
  Duration drain_limit{
      0};  // from SIGTERM to giving up; 0: delivery.timeout.ms and 5 s, 150 s at most
  bool one_by_one = false;       // a record waits for the answer to the one before it
  std::uint64_t stop_after = 0;  // records that failed or are unknown; then it ends. 0: never
  bool drop_when_full = false;   // else a record waits for room in the client's buffer
  bool exit_at_end = false;      // without waiting for what is outstanding
  std::optional<TransactionConfig> transaction;
  CrashSpec crash;

  bool operator==(const ProducerConfig&) const = default;
};

struct MonitorConfig : AgentConfig {
  Isolation isolation = Isolation::kUncommitted;

  bool operator==(const MonitorConfig&) const = default;
};

// A member of a consumer group. `topics` are all that it may hear of.
struct ConsumerConfig : AgentConfig {
  std::string group;
  std::vector<std::string> subscribe;  // of the topics
  std::string commit = "auto";         // a word of CommitPolicies()
  CrashSpec crash;
  bool listener = false;
  Duration start{0};
  bool static_member = false;
  std::string store;  // SQLite file of results and offsets, of the group's members together
  WorkSpec work;
  std::string to;  // topic of what it makes of each record; "": it makes nothing
  std::optional<TransactionConfig> transaction;  // in which it makes and commits

  bool operator==(const ConsumerConfig&) const = default;
};

struct FinalConfig : AgentConfig {
  std::vector<Isolation> isolations{Isolation::kUncommitted};  // one pass each, by a fresh client
  Duration limit = std::chrono::seconds(60);                   // of all passes together

  bool operator==(const FinalConfig&) const = default;
};

std::string ToJson(const ProducerConfig& config);
std::string ToJson(const MonitorConfig& config);
std::string ToJson(const ConsumerConfig& config);
std::string ToJson(const FinalConfig& config);

// Throw Error(kUsage) that names the key.
ProducerConfig ProducerConfigFromJson(const std::string& json);
MonitorConfig MonitorConfigFromJson(const std::string& json);
ConsumerConfig ConsumerConfigFromJson(const std::string& json);
FinalConfig FinalConfigFromJson(const std::string& json);

// The file's text. Throws Error when it can't be read.
std::string ReadConfigFile(const std::string& path);

}  // namespace kproof

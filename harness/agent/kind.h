// A kind of agents: what a run has to know to configure one, to start it, to see that it does its
// work, and to end it. The processes themselves share process.h.
//
// Adding one: docs/adding-an-agent.md. Thread-safe: values and pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/agent/config.h"
#include "harness/base/clock.h"
#include "harness/base/live_page.h"
#include "harness/scenario/agents.h"
#include "harness/scenario/plan.h"

namespace kproof {

// What a run gives to all its agents.
struct AgentRun {
  const Plan* plan = nullptr;
  std::string run_id;
  std::int64_t epoch_us = 0;                      // RunClock::epoch_micros() of the run
  std::string spool_folder;                       // exists already
  std::map<std::string, std::string> bootstraps;  // cluster → bootstrap servers
  std::optional<AuditTarget> audit;  // without a topic: the kind says it; nothing: spools alone
  Duration limit{};                  // of kinds that end by themselves: how long they may take
};

// One process that a run starts.
struct PlannedAgent {
  std::string name;   // unique in the run: "checkout-0"
  std::string group;  // the scenario's name for all its instances: "checkout"
  std::string cluster;
  std::string config;             // JSON, for `kproof agent WORD FILE`
  std::string client_library;     // folder with a librdkafka.so.1 that it loads; "": as `client`
  std::uint64_t value_bytes = 0;  // of each record that it sends
  bool writes = false;            // it is no load and sends too: it ends before the final pass
  std::string client = {};        // as in the scenario; "": librdkafka
};

// When agents of a kind run.
enum class AgentShift {
  kReaders,   // first to be started; they end after the final pass, so that they get to the end
  kLoad,      // started next; they end when the load has lasted
  kFinalPass  // started when the load has ended; they end by themselves
};

struct AgentKind {
  std::string word;  // of `kproof agent WORD`, and of targets where a scenario names it
  AgentShift shift = AgentShift::kReaders;
  // Its agents in this plan, each with its configuration.
  std::vector<PlannedAgent> (*plan)(const AgentRun& run) = nullptr;
  // The process. The first SIGTERM ends it in order, the second one at once or nearly so
  // (kFinalPass also ends by itself); the exit code: 0, or as ErrorKind says, with the error on
  // stderr and on the live page.
  int (*run)(const std::string& config_file) = nullptr;
  // Whether, by its live page, it has begun the work that the run waits for. Null: the run does not
  // wait.
  bool (*at_work)(const LiveState& state) = nullptr;
  std::string idle = {};          // for people, while it is not at work
  bool reads_for_all = false;     // what the run shows as read is what these have read
  Duration end_limit{};           // from SIGTERM to its end; then it is killed
  Duration end_limit_hurried{};   // the same where somebody interrupted the run
  std::string overdue_text = {};  // the problem if it was killed; "": none, it has a hole
};

// Every kind, in alphabetical order.
const std::vector<AgentKind>& AgentKinds();
// Throws Error(kUsage) for a word that is not there.
const AgentKind& FindAgentKind(const std::string& word);

// Fills in what the configurations of all agents have. `audit_topic`: where its kind publishes.
void FillConfig(const AgentRun& run, const std::string& name, const std::string& cluster,
                const std::string& audit_topic, AgentConfig& config);

// The properties of a scenario as this client takes them.
std::map<std::string, std::string> PropertiesFor(
    const std::string& client, const std::map<std::string, std::string>& properties);

// An agent for each instance that the scenario names in `specs`. `complete(spec, config, agent)`
// adds what its kind has besides.
template <typename Config, typename Spec, typename Complete>
std::vector<PlannedAgent> PlanInstances(const AgentRun& run, const std::vector<Spec>& specs,
                                        const std::string& audit_topic, const Complete& complete) {
  std::vector<PlannedAgent> agents;
  for (const auto& spec : specs) {
    for (std::int32_t number = 0; number < spec.count; ++number) {
      PlannedAgent agent;
      agent.name = InstanceName(spec.name, number);
      agent.group = spec.name;
      agent.cluster = spec.cluster;
      agent.client = spec.client;
      Config config;
      FillConfig(run, agent.name, agent.cluster, audit_topic, config);
      config.properties = PropertiesFor(spec.client, spec.config);
      complete(spec, config, agent);
      agent.config = ToJson(config);
      agents.push_back(std::move(agent));
    }
  }
  return agents;
}

// The page that an agent of this name shows its counters on.
std::string LivePageOf(const std::string& spool_folder, const std::string& name);

// Whether it has said on its live page that it is ready.
bool SaysReady(const LiveState& state);

}  // namespace kproof

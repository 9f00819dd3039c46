#include "harness/run/fleet.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <type_traits>

#include "audit/facts/audit_topics.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/live_page.h"
#include "harness/base/text.h"
#include "harness/base/write_file.h"
#include "harness/cluster/process.h"

namespace kproof {
// An agent that stays in the air: its process and the page that it shows its counters on.
struct FleetAgent {
  std::string name;
  std::string page_file;
  std::string output_file;
  Host host;
  std::shared_ptr<Process> process;
  std::unique_ptr<LivePage> page;
  bool asked_to_end = false;
  bool told = false;  // its unasked end

  LiveState State() {
    if (!page) page = LivePage::Open(page_file);
    return page ? page->Read() : LiveState{};
  }
};

namespace {

std::string LastLine(const std::string& file) {
  std::ifstream lines(file);
  std::string last;
  for (std::string line; std::getline(lines, line);)
    if (!Trim(line).empty()) last = Trim(line);
  return last;
}

// Who is killed from outside has no last words that would tell why.
std::string LastWords(const FleetAgent& agent, const ExitStatus& exit) {
  if (exit.signal == SIGKILL) return "; its log is logs/" + agent.name + ".log";
  return ": " + LastLine(agent.output_file);
}

}  // namespace

struct Fleet::Impl {
  FleetSetup setup;
  mutable std::mutex mutex;  // the heartbeat asks while the conductor starts and ends agents
  std::vector<FleetAgent> producers, monitors, consumers;
  std::vector<std::string> started;
  int hosts = 0;  // in the network so far, whoever's: those of earlier runs stay there

  // In the sandbox each agent has a host of its own, 250 to a subnet.
  Host NextHost(const std::string& actor) {
    if (setup.network->mode() != "private") return {.name = actor, .address = "127.0.0.1"};
    const int number = hosts++;
    return setup.network->Add("agents-" + std::to_string(number / 250), actor, number % 250 + 1);
  }

  // What all agents of `cluster` are told.
  template <typename Config>
  Config Base(const std::string& actor, const std::string& cluster) const {
    Config config;
    config.actor = actor;
    config.cluster = cluster;
    config.bootstrap_servers = setup.bootstraps.at(cluster);
    config.run_id = setup.run_id;
    config.epoch_us = setup.clock.epoch_micros();
    config.spool_folder = setup.folder + "/spool";
    config.live_page = setup.folder + "/spool/" + actor + ".live";
    for (const auto& topic : setup.plan->scenario.topics)
      if (topic.cluster == cluster) config.topics.push_back({topic.name, topic.partitions});
    config.audit = setup.audit;
    if (config.audit)
      config.audit->topic =
          std::is_same_v<Config, ProducerConfig> ? kProducedTopic : kConsumedTopic;
    return config;
  }

  template <typename Config>
  FleetAgent Start(const std::string& kind, const Config& config,
                   const std::string& client_library) {
    const std::string config_file = setup.folder + "/spool/" + config.actor + ".json";
    WriteFile(config_file, ToJson(config));
    FleetAgent agent{.name = config.actor,
                     .page_file = config.live_page,
                     .output_file = setup.folder + "/logs/" + config.actor + ".log",
                     .host = NextHost(config.actor),
                     .process = nullptr,
                     .page = nullptr};
    Command command{.executable = setup.program,
                    .args = {"agent", kind, config_file},
                    .env = {},
                    .output = agent.output_file,
                    .input = "",
                    .netns = agent.host.netns};
    if (!client_library.empty()) command.env["LD_LIBRARY_PATH"] = client_library;
    agent.process = Process::Start(command);
    return agent;
  }

  std::uint64_t Sum(std::vector<FleetAgent>& agents, std::uint64_t LiveState::*counter) {
    const std::lock_guard lock(mutex);
    std::uint64_t sum = 0;
    for (auto& agent : agents) sum += agent.State().*counter;
    return sum;
  }

  bool Ready(std::vector<FleetAgent>& agents) const {
    const std::lock_guard lock(mutex);
    return std::all_of(agents.begin(), agents.end(), [](FleetAgent& agent) {
      const AgentPhase phase = agent.State().phase;
      return phase == AgentPhase::kReady || phase == AgentPhase::kRunning;
    });
  }

  std::vector<std::string> Stop(std::vector<FleetAgent>& agents, Deadline deadline) {
    {
      const std::lock_guard lock(mutex);
      for (auto& agent : agents) {
        agent.asked_to_end = true;
        agent.process->Signal(SIGTERM);
      }
    }
    std::vector<std::string> killed;
    for (auto& agent : agents) {
      if (agent.process->WaitExit(deadline)) continue;
      agent.process->Signal(SIGKILL);
      agent.process->WaitExit(Deadline(std::chrono::seconds(5)));
      killed.push_back(agent.name);
    }
    return killed;
  }
};

Fleet::Fleet(const FleetSetup& setup) : impl_(std::make_unique<Impl>()) {
  impl_->setup = setup;
  impl_->hosts = static_cast<int>(setup.network->hosts().size());
}

Fleet::~Fleet() = default;

void Fleet::StartMonitors() {
  for (const auto& spec : impl_->setup.plan->scenario.monitors) {
    for (int i = 0; i < spec.count; ++i) {
      auto config = impl_->Base<MonitorConfig>(spec.name + "-" + std::to_string(i), spec.cluster);
      config.properties = spec.config;
      const std::lock_guard lock(impl_->mutex);
      impl_->started.push_back(config.actor);
      impl_->monitors.push_back(impl_->Start("monitor", config, ""));
    }
  }
}

void Fleet::StartConsumers() {
  for (const auto& spec : impl_->setup.plan->scenario.consumers) {
    for (int i = 0; i < spec.count; ++i) {
      auto config = impl_->Base<ConsumerConfig>(spec.name + "-" + std::to_string(i), spec.cluster);
      config.properties = spec.config;
      config.group = spec.group;
      config.subscribe = spec.topics;
      const std::lock_guard lock(impl_->mutex);
      impl_->started.push_back(config.actor);
      impl_->consumers.push_back(impl_->Start("consumer", config, ""));
    }
  }
}

void Fleet::StartProducers() {
  for (const auto& spec : impl_->setup.plan->scenario.producers) {
    for (int i = 0; i < spec.count; ++i) {
      auto config = impl_->Base<ProducerConfig>(spec.name + "-" + std::to_string(i), spec.cluster);
      std::erase_if(config.topics, [&](const AgentTopic& topic) {
        return !spec.topics.empty() && !Contains(spec.topics, topic.name);
      });
      config.properties = spec.config;
      config.defaults = spec.defaults;
      config.rate_per_s = spec.rate_per_s.value_or(0);
      config.value_bytes = spec.value_bytes;
      config.keys = spec.keys.value_or(0);
      config.seed = impl_->setup.plan->seed;
      const std::lock_guard lock(impl_->mutex);
      impl_->started.push_back(config.actor);
      impl_->producers.push_back(impl_->Start("producer", config, spec.client_library));
    }
  }
}

std::vector<AgentHost> Fleet::Hosts() const {
  const std::lock_guard lock(impl_->mutex);
  std::vector<AgentHost> hosts;
  const auto add = [&](AgentHost::Kind kind, const auto& specs,
                       const std::vector<FleetAgent>& agents) {
    std::size_t next = 0;  // they were started in this order
    for (const auto& spec : specs)
      for (int i = 0; i < spec.count && next < agents.size(); ++i)
        hosts.push_back({kind, spec.name, spec.cluster, agents[next++].host});
  };
  const Scenario& scenario = impl_->setup.plan->scenario;
  add(AgentHost::Kind::kProducer, scenario.producers, impl_->producers);
  add(AgentHost::Kind::kMonitor, scenario.monitors, impl_->monitors);
  add(AgentHost::Kind::kConsumer, scenario.consumers, impl_->consumers);
  return hosts;
}

bool Fleet::MonitorsReady() const { return impl_->Ready(impl_->monitors); }
bool Fleet::ConsumersReady() const { return impl_->Ready(impl_->consumers); }

bool Fleet::Flowing() const {
  const std::lock_guard lock(impl_->mutex);
  return std::all_of(impl_->producers.begin(), impl_->producers.end(),
                     [](FleetAgent& agent) { return agent.State().acked > 0; }) &&
         std::all_of(impl_->monitors.begin(), impl_->monitors.end(),
                     [](FleetAgent& agent) { return agent.State().read > 0; });
}

std::uint64_t Fleet::sent() const { return impl_->Sum(impl_->producers, &LiveState::sent); }
std::uint64_t Fleet::sent_bytes() const {
  const std::lock_guard lock(impl_->mutex);
  std::uint64_t bytes = 0;
  std::size_t next = 0;  // they were started in this order
  for (const auto& spec : impl_->setup.plan->scenario.producers)
    for (int i = 0; i < spec.count && next < impl_->producers.size(); ++i)
      bytes += impl_->producers[next++].State().sent * spec.value_bytes;
  return bytes;
}
std::uint64_t Fleet::acked() const { return impl_->Sum(impl_->producers, &LiveState::acked); }
std::uint64_t Fleet::read() const { return impl_->Sum(impl_->monitors, &LiveState::read); }

std::map<std::string, std::uint64_t> Fleet::AckedByProducer() const {
  const std::lock_guard lock(impl_->mutex);
  std::map<std::string, std::uint64_t> acked;
  for (auto& agent : impl_->producers)
    if (!agent.process->Exit()) acked[agent.name] = agent.State().acked;
  return acked;
}

std::vector<std::string> Fleet::Started() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->started;
}

bool Fleet::AllAlive() const {
  const std::lock_guard lock(impl_->mutex);
  const auto alive = [](const FleetAgent& agent) { return !agent.process->Exit(); };
  return std::all_of(impl_->producers.begin(), impl_->producers.end(), alive) &&
         std::all_of(impl_->monitors.begin(), impl_->monitors.end(), alive) &&
         std::all_of(impl_->consumers.begin(), impl_->consumers.end(), alive);
}

std::vector<std::string> Fleet::Casualties() {
  const std::lock_guard lock(impl_->mutex);
  std::vector<std::string> words;
  for (auto* agents : {&impl_->producers, &impl_->monitors, &impl_->consumers}) {
    for (auto& agent : *agents) {
      const auto exit = agent.process->Exit();
      if (!exit || agent.told || (agent.asked_to_end && exit->signal == 0 && exit->code == 0))
        continue;
      if (agent.asked_to_end && exit->signal == SIGKILL) continue;  // told by Stop
      agent.told = true;
      words.push_back(agent.name + " ended with " + exit->ToString() + LastWords(agent, *exit));
    }
  }
  return words;
}

std::vector<std::string> Fleet::StopProducers(Deadline deadline) {
  return impl_->Stop(impl_->producers, deadline);
}
std::vector<std::string> Fleet::StopMonitors(Deadline deadline) {
  return impl_->Stop(impl_->monitors, deadline);
}
std::vector<std::string> Fleet::StopConsumers(Deadline deadline) {
  return impl_->Stop(impl_->consumers, deadline);
}

std::string Fleet::FinalPass(Deadline deadline, const std::function<bool()>& give_up) {
  std::vector<FleetAgent> readers;
  for (const auto& [cluster, bootstrap] : impl_->setup.bootstraps) {
    auto config = impl_->Base<FinalConfig>("final-" + cluster, cluster);
    config.limit = deadline.Left();
    const std::lock_guard lock(impl_->mutex);
    impl_->started.push_back(config.actor);
    readers.push_back(impl_->Start("final", config, ""));
  }
  const auto ended = [&] {
    return std::all_of(readers.begin(), readers.end(),
                       [](FleetAgent& agent) { return agent.process->Exit().has_value(); });
  };
  WaitUntil([&] { return give_up() || ended(); }, deadline);
  std::vector<std::string> troubles;
  for (auto& agent : readers) {
    const auto exit = agent.process->Exit();
    if (!exit) troubles.push_back(agent.name + " was given up");
    if (exit && (exit->signal != 0 || exit->code != 0))
      troubles.push_back(agent.name + " ended with " + exit->ToString() + LastWords(agent, *exit));
  }
  return Join(troubles, "; ");
}

}  // namespace kproof

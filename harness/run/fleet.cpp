#include "harness/run/fleet.h"

#include <algorithm>
#include <csignal>
#include <mutex>
#include <set>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/run/running_agent.h"

namespace kproof {
namespace {

constexpr Duration kKillLimit = std::chrono::seconds(5);
constexpr int kHostsOfASubnet = 250;

using Agents = std::vector<std::shared_ptr<RunningAgent>>;

// What ends by itself is watched by whoever waits for it.
bool EndsByItself(const RunningAgent& agent) {
  return agent.kind().shift == AgentShift::kFinalPass;
}

}  // namespace

struct Fleet::Impl {
  FleetSetup setup;
  mutable std::mutex mutex;  // the heartbeat and the nemesis ask while the conductor starts agents
  Agents agents;             // of all kinds, in the order of their start
  std::set<std::string> told;     // lives whose unasked end was
  std::set<std::string> overdue;  // lives that the fleet itself killed; the conductor's
  int hosts = 0;  // in the network so far, whoever's: those of earlier runs stay there

  // In the sandbox each agent has a host of its own.
  Host NextHost(const std::string& actor) {
    if (setup.network->mode() != "private") return {.name = actor, .address = "127.0.0.1"};
    const int number = hosts++;
    return setup.network->Add("agents-" + std::to_string(number / kHostsOfASubnet), actor,
                              number % kHostsOfASubnet + 1);
  }

  void Start(const AgentKind& kind, const AgentRun& run) {
    for (auto& planned : kind.plan(run)) {
      const std::lock_guard lock(mutex);
      Host host = NextHost(planned.name);
      agents.push_back(std::make_shared<RunningAgent>(
          kind, std::move(planned), AgentPlace{std::move(host), setup.program, setup.folder}));
    }
  }

  Agents All() const {
    const std::lock_guard lock(mutex);
    return agents;
  }

  Agents OfKind(const AgentKind& kind) const {
    Agents some = All();
    std::erase_if(some, [&](const auto& agent) { return &agent->kind() != &kind; });
    return some;
  }

  bool IsTold(const std::string& life) const {
    const std::lock_guard lock(mutex);
    return told.contains(life);
  }

  // False: somebody did already.
  bool Tell(const std::string& life) {
    const std::lock_guard lock(mutex);
    return told.insert(life).second;
  }

  std::vector<std::string> Names(const std::function<bool(const AgentLife&)>& wanted) const {
    std::vector<std::string> names;
    for (const auto& agent : All())
      for (const auto& life : agent->lives())
        if (wanted(*life)) names.push_back(life->name());
    return names;
  }

  void Kill(RunningAgent& agent) {
    agent.Signal(SIGKILL);
    agent.WaitExit(Deadline(kKillLimit));
    overdue.insert(agent.lives().back()->name());
  }

  // Names those that had to be killed.
  std::vector<std::string> Stop(const Agents& some, Duration limit) {
    const Deadline deadline(limit);
    for (const auto& agent : some) {
      agent->Retire();
      agent->Signal(SIGTERM);
    }
    std::vector<std::string> killed;
    for (const auto& agent : some) {
      if (agent->WaitExit(deadline)) continue;
      Kill(*agent);
      killed.push_back(agent->name());
    }
    return killed;
  }
};

Fleet::Fleet(const FleetSetup& setup) : impl_(std::make_unique<Impl>()) {
  impl_->setup = setup;
  impl_->hosts = static_cast<int>(setup.network->hosts().size());
}

Fleet::~Fleet() = default;

void Fleet::Start(AgentShift shift) {
  for (const auto& kind : AgentKinds())
    if (kind.shift == shift) impl_->Start(kind, impl_->setup.run);
}

// Of several the load's: where nothing is sent there is nothing to read.
std::string Fleet::Idle() const {
  std::string idle;
  for (const auto& agent : impl_->All()) {
    const AgentKind& kind = agent->kind();
    if (kind.at_work == nullptr || kind.at_work(agent->Live())) continue;
    if (kind.shift == AgentShift::kLoad) return kind.idle;
    if (idle.empty()) idle = kind.idle;
  }
  return idle;
}

LiveState Fleet::Totals() const {
  LiveState totals;
  for (const auto& agent : impl_->All()) {
    LiveState one = agent->Live();
    if (!agent->kind().reads_for_all) {
      one.read = 0;
      one.last_read = -1;
    }
    AddCounters(totals, one);
  }
  return totals;
}

std::uint64_t Fleet::sent_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& agent : impl_->All())
    if (const auto each = agent->planned().value_bytes; each > 0)
      bytes += agent->Live().sent * each;
  return bytes;
}

std::map<std::string, std::uint64_t> Fleet::AckedByAgent() const {
  std::map<std::string, std::uint64_t> acked;
  for (const auto& agent : impl_->All())
    if (agent->kind().shift == AgentShift::kLoad && !agent->Exit())
      acked[agent->name()] = agent->Live().acked;
  return acked;
}

std::vector<std::string> Fleet::Started() const {
  return impl_->Names([](const AgentLife&) { return true; });
}

std::vector<std::string> Fleet::KilledByFaults() const {
  return impl_->Names([this](const AgentLife& life) {
    return life.KilledOnPurpose() && !impl_->overdue.contains(life.name());
  });
}

std::vector<AgentHost> Fleet::Hosts() const {
  std::vector<AgentHost> hosts;
  for (const auto& agent : impl_->All()) {
    if (EndsByItself(*agent)) continue;
    hosts.push_back({agent->kind().word, agent->planned().group, agent->planned().cluster,
                     agent->host(), agent});
  }
  return hosts;
}

bool Fleet::AllAlive() const {
  const Agents all = impl_->All();
  return std::none_of(all.begin(), all.end(), [](const auto& agent) {
    const auto& last = *agent->lives().back();
    return last.process().Exit().has_value() && !last.Crashed() && !last.Stopped();
  });
}

void Fleet::StartCrashed() {
  for (const auto& agent : impl_->All()) agent->StartIfCrashed();
}

std::vector<std::string> Fleet::UnexpectedEnds() {
  std::vector<std::string> words;
  for (const auto& agent : impl_->All()) {
    if (EndsByItself(*agent)) continue;
    for (const auto& life : agent->lives()) {
      if (impl_->IsTold(life->name())) continue;
      const auto end = life->UnaskedEnd();
      if (!end.empty() && impl_->Tell(life->name())) words.push_back(end);
    }
  }
  return words;
}

std::vector<Fleet::Overdue> Fleet::Stop(AgentShift shift, bool hurried) {
  std::vector<Overdue> overdue;
  const auto stop = [&](const AgentKind& kind, const Agents& some) {
    const Duration limit = hurried ? kind.end_limit_hurried : kind.end_limit;
    for (const auto& name : impl_->Stop(some, limit))
      if (!kind.overdue_text.empty())
        overdue.push_back(
            {name, "had to be killed: " + kind.overdue_text + " within " + HumanDuration(limit)});
  };
  for (const auto& kind : AgentKinds())
    if (kind.shift == shift) stop(kind, impl_->OfKind(kind));
  if (shift != AgentShift::kLoad) return overdue;
  for (const auto& kind : AgentKinds()) {  // who makes more of what the load sent
    Agents writers = impl_->OfKind(kind);
    std::erase_if(writers, [&](const auto& agent) {
      return kind.shift == shift || !agent->planned().writes;
    });
    stop(kind, writers);
  }
  return overdue;
}

std::string Fleet::FinalPass(Deadline deadline, const std::function<bool()>& give_up) {
  AgentRun run = impl_->setup.run;
  run.limit = deadline.Left();
  for (const auto& kind : AgentKinds())
    if (kind.shift == AgentShift::kFinalPass) impl_->Start(kind, run);
  Agents readers = impl_->All();
  std::erase_if(readers, [](const auto& agent) { return !EndsByItself(*agent); });
  const auto ended = [&] {
    return std::all_of(readers.begin(), readers.end(),
                       [](const auto& agent) { return agent->Exit().has_value(); });
  };
  WaitUntil([&] { return give_up() || ended(); }, deadline);
  std::vector<std::string> troubles;
  for (const auto& agent : readers) {
    const auto exit = agent->Exit();
    if (!exit) {
      troubles.push_back(agent->name() + " was given up");
      impl_->Kill(*agent);
    } else if (exit->signal != 0 || exit->code != 0) {
      troubles.push_back(agent->lives().back()->EndText(*exit));
    }
  }
  return Join(troubles, "; ");
}

}  // namespace kproof

// A member of a consumer group, as a process of its own: `kproof agent consumer CONFIG`.
//
// SIGTERM: finishes what it has in hand, commits, gives its partitions back, leaves the group,
// closes its spool. SIGKILL at any time leaves a spool without an end, of which everything is true
// and the end may be missing.
#include <fmt/format.h>

#include "audit/facts/audit_topics.h"
#include "harness/agent/chain.h"
#include "harness/agent/kind.h"
#include "harness/agent/membership.h"
#include "harness/base/error.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

constexpr auto kWait = std::chrono::milliseconds(20);

ClientConfig MemberConfig(const ConsumerConfig& config) {
  auto client = ClientConfig::Consumer(config.properties);
  const std::string why = "commit: " + config.commit;
  const bool chained = !config.to.empty();
  const char* by_itself = !chained && FindCommitPolicy(config.commit).by_client ? "true" : "false";
  if (config.transaction)
    client.Force("isolation.level", "read_committed", "what was aborted is no input of a chain");
  client.Force("bootstrap.servers", config.bootstrap_servers, "the cluster of this run");
  client.Force("group.id", config.group, "the scenario's `group`");
  client.Force("enable.auto.commit", by_itself, why);
  client.Force("enable.auto.offset.store", by_itself, why);
  client.Force("allow.auto.create.topics", "false", "readers change nothing");
  if (config.static_member)
    client.Force("group.instance.id", config.instance, "the scenario's `static`");
  client.Default("client.id", config.instance);
  return client;
}

std::vector<PlannedAgent> PlanConsumers(const AgentRun& run) {
  return PlanInstances<ConsumerConfig>(
      run, run.plan->scenario.consumers, kConsumedTopic,
      [&](const ConsumerSpec& spec, ConsumerConfig& config, PlannedAgent& agent) {
        config.group = spec.group;
        config.subscribe = spec.topics;
        config.commit = spec.commit;
        if (agent.name == InstanceName(spec.name, 0)) config.crash = spec.crash;
        config.listener = spec.listener;
        config.start = spec.start;
        config.static_member = spec.static_members;
        config.store = run.spool_folder + "/" + spec.group + ".results";
        config.work = spec.work;
        config.to = spec.to;
        if (spec.commit == "transaction")
          config.transaction = TransactionOf(spec.transaction, agent.name);
        agent.writes = !spec.to.empty();
      });
}

// Not before its time. False: it was asked to end first.
bool AwaitStart(const ConsumerConfig& config, AgentProcess& process) {
  if (config.start == Duration(0) || config.life > 0) return true;
  process.live->Enter(AgentPhase::kReady);
  const Deadline start(config.start);
  return WaitUntil([&] { return StopSignals() > 0 || start.Passed(); },
                   Deadline(config.start + kWait)) &&
         StopSignals() == 0;
}

template <typename Joining>
void AwaitAssignment(const ConsumerConfig& config, Joining& member) {
  const Deadline deadline(config.ready_limit);
  while (!member.joined() && StopSignals() == 0) {
    if (deadline.Passed())
      throw Error(ErrorKind::kNotRun,
                  fmt::format("{} got no assignment in group {} within {} s", config.actor,
                              config.group, config.ready_limit.count() / 1'000'000),
                  Hint("see the brokers' logs, and check the bootstrap servers"));
    member.Poll(kWait);
  }
}

// What the clients of a chain produce with; idempotent, so that it is transactions that the twin
// lacks.
ClientConfig WriterConfig(const ConsumerConfig& config) {
  auto client = ClientConfig::Producer("librdkafka", {});
  client.Force("bootstrap.servers", config.bootstrap_servers, "the cluster of this run");
  client.Force("enable.idempotence", "true",
               "what a member makes is not to be doubled by its client");
  client.Default("allow.auto.create.topics", "false");
  client.Default("client.id", config.instance);
  client.Default("statistics.interval.ms", "250");  // ProducerClient::Resent
  if (config.transaction)
    MakeTransactional(client, {}, config.transaction->id, config.transaction->timeout);
  return client;
}

constexpr RunMicros kIdleAtTheEnd = 1'000'000;
constexpr Duration kCatchUpLimit = std::chrono::seconds(10);

// Asked to end, it goes on until nothing comes any more, so that what the load sent goes all the
// way.
std::string BeChain(const ConsumerConfig& config, AgentProcess& process) {
  ChainMember chain(process, config, MemberConfig(config), WriterConfig(config));
  AwaitAssignment(config, chain);
  process.live->Enter(AgentPhase::kReady);
  process.live->Enter(AgentPhase::kRunning);
  while (StopSignals() == 0) chain.Poll(kWait);
  process.live->Enter(AgentPhase::kDraining);
  const auto asked = process.clock.Now();
  const auto idle = [&] {
    return process.clock.Now() >= std::max(chain.last_record(), asked) + kIdleAtTheEnd;
  };
  for (const Deadline limit(kCatchUpLimit); StopSignals() == 1 && !idle() && !limit.Passed();)
    chain.Poll(kWait);
  chain.Leave();
  return chain.MissedCrash();
}

// Gives why it has not crashed as it was asked to; "": it was not.
std::string BeMember(const ConsumerConfig& config, AgentProcess& process) {
  if (!config.to.empty()) return BeChain(config, process);
  const auto client = MemberConfig(config);
  Membership member(process, config, client);
  AwaitAssignment(config, member);
  process.live->Enter(AgentPhase::kReady);
  process.live->Enter(AgentPhase::kRunning);
  while (StopSignals() == 0) member.Poll(kWait);
  process.live->Enter(AgentPhase::kDraining);
  member.Leave();
  return member.MissedCrash();
}

int RunConsumer(const std::string& config_json_path) {
  return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
    auto config = ConsumerConfigFromJson(ReadConfigFile(config_json_path));
    if (config.life > 0) config.crash = {};  // its first life did
    process = std::make_unique<AgentProcess>(config, ActorKind::kConsumer);
    const auto missed = AwaitStart(config, *process) ? BeMember(config, *process)
                                                     : CrashPoint(config.crash).Missed();
    process->Close();
    if (!missed.empty())
      throw Error(config.actor + ": " + missed,
                  Hint("give a smaller `nth`, or let the load last longer"));
  });
}

}  // namespace

AgentKind ConsumerKind() {
  return {.word = NameOf(ActorKind::kConsumer),
          .shift = AgentShift::kReaders,
          .plan = PlanConsumers,
          .run = RunConsumer,
          .at_work = SaysReady,
          .idle = "a consumer got no assignment",
          // What it takes to give its partitions back, commit and leave its group.
          .end_limit = std::chrono::seconds(15),
          .end_limit_hurried = std::chrono::seconds(5),
          .overdue_text = "it did not leave its group"};
}

}  // namespace kproof

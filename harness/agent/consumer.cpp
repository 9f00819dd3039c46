// A member of a consumer group, as a process of its own: `kproof agent consumer CONFIG`.
//
// The client commits by itself, as with enable.auto.commit=true. SIGTERM: gives its partitions
// back, commits, leaves the group, closes its spool. SIGKILL at any time leaves a spool without an
// end, of which everything is true and the end may be missing.
#include <fmt/format.h>

#include "audit/facts/audit_topics.h"
#include "harness/agent/kind.h"
#include "harness/agent/membership.h"
#include "harness/base/error.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

constexpr auto kWait = std::chrono::milliseconds(20);

ClientConfig MemberConfig(const ConsumerConfig& config) {
  auto client = ClientConfig::Consumer(config.properties);
  client.Force("bootstrap.servers", config.bootstrap_servers, "the cluster of this run");
  client.Force("group.id", config.group, "the scenario's `group`");
  client.Force("enable.auto.commit", "true", "commit: auto");
  client.Force("enable.auto.offset.store", "true", "commit: auto");
  client.Force("allow.auto.create.topics", "false", "readers change nothing");
  client.Default("client.id", config.instance);
  return client;
}

std::vector<PlannedAgent> PlanConsumers(const AgentRun& run) {
  return PlanInstances<ConsumerConfig>(
      run, run.plan->scenario.consumers, kConsumedTopic,
      [](const ConsumerSpec& spec, ConsumerConfig& config, PlannedAgent&) {
        config.group = spec.group;
        config.subscribe = spec.topics;
      });
}

int RunConsumer(const std::string& config_json_path) {
  return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
    const auto config = ConsumerConfigFromJson(ReadConfigFile(config_json_path));
    const auto client = MemberConfig(config);
    process = std::make_unique<AgentProcess>(config, ActorKind::kConsumer);
    Membership member(*process, config, client);
    const Deadline deadline(config.ready_limit);
    while (!member.joined() && StopSignals() == 0) {
      if (deadline.Passed())
        throw Error(ErrorKind::kNotRun,
                    fmt::format("{} got no assignment in group {} within {} s", config.actor,
                                config.group, config.ready_limit.count() / 1'000'000),
                    Hint("see the brokers' logs, and check the bootstrap servers"));
      member.Poll(kWait);
    }
    process->live->Enter(AgentPhase::kReady);
    process->live->Enter(AgentPhase::kRunning);
    while (StopSignals() == 0) member.Poll(kWait);
    process->live->Enter(AgentPhase::kDraining);
    member.Leave();
    process->Close();
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

// Reads all partitions live, from their start, until SIGTERM, as a process of its own: `kproof
// agent monitor CONFIG`.
#include <fmt/format.h>

#include "audit/facts/audit_topics.h"
#include "harness/agent/kind.h"
#include "harness/agent/reading.h"
#include "harness/base/error.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

std::vector<PlannedAgent> PlanMonitors(const AgentRun& run) {
  return PlanInstances<MonitorConfig>(
      run, run.plan->scenario.monitors, kConsumedTopic,
      [](const MonitorSpec& spec, MonitorConfig& config, PlannedAgent&) {
        if (spec.isolation == "read_committed") config.isolation = Isolation::kCommitted;
      });
}

int RunMonitor(const std::string& config_json_path) {
  return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
    const auto config = MonitorConfigFromJson(ReadConfigFile(config_json_path));
    const auto client = ReaderClient(config, config.isolation);
    process = std::make_unique<AgentProcess>(config, ActorKind::kMonitor);
    Reading reading(*process, client, Pass::kLive, config.isolation);
    for (std::size_t place = 0; place < reading.places().size(); ++place)
      reading.Start(place, std::nullopt);
    const Deadline deadline(config.ready_limit);
    while (!reading.Positioned() && StopSignals() == 0) {
      if (deadline.Passed())
        throw Error(ErrorKind::kNotRun,
                    fmt::format("{} got no answer for each partition within {} s", config.actor,
                                config.ready_limit.count() / 1'000'000),
                    Hint("see the brokers' logs, and check the bootstrap servers"));
      reading.Poll(std::chrono::milliseconds(20));
    }
    process->live->Enter(AgentPhase::kReady);
    process->live->Enter(AgentPhase::kRunning);
    while (StopSignals() == 0) reading.Poll(std::chrono::milliseconds(20));
    process->live->Enter(AgentPhase::kDraining);
    reading.End();
    process->Close();
  });
}

}  // namespace

AgentKind MonitorKind() {
  return {.word = NameOf(ActorKind::kMonitor),
          .shift = AgentShift::kReaders,
          .plan = PlanMonitors,
          .run = RunMonitor,
          // It stands at its first position of every partition, and has read.
          .at_work = [](const LiveState& state) { return SaysReady(state) && state.read > 0; },
          .idle = "acks or reads do not flow",
          .reads_for_all = true,
          .end_limit = std::chrono::seconds(5),
          .end_limit_hurried = std::chrono::seconds(5)};
}

}  // namespace kproof

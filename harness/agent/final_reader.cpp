// Reads every partition from log start to end once for each isolation level, each time with a fresh
// client, and says how far it got, as a process of its own: `kproof agent final CONFIG`. It ends by
// itself, with 0 also when it ran into its limit (its Bounds have the position then).
#include "audit/facts/audit_topics.h"
#include "harness/agent/kind.h"
#include "harness/agent/reading.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

// The final pass of one isolation level, by a client of its own.
void ReadToEnd(AgentProcess& process, const FinalConfig& config, Isolation isolation,
               Deadline deadline) {
  Reading reading(process, ReaderClient(config, isolation), Pass::kFinal, isolation);
  process.live->Enter(AgentPhase::kRunning, "asking for the ends of the logs");
  reading.TakeNewPartitions(deadline);
  const auto bounds = reading.QueryBounds(deadline);
  for (std::size_t place = 0; place < bounds.size(); ++place)
    if (bounds[place]) reading.Start(place, bounds[place]->start);
  process.live->Enter(AgentPhase::kRunning, "reading");
  const auto done = [&] {
    for (std::size_t place = 0; place < bounds.size(); ++place)
      if (bounds[place] && !reading.BrokeOff(place) &&
          !reading.ReachedEnd(place, bounds[place]->end))
        return false;
    return true;
  };
  while (!done() && !deadline.Passed() && StopSignals() == 0)
    reading.Poll(std::chrono::milliseconds(50));
  reading.End();
  for (std::size_t place = 0; place < bounds.size(); ++place) {
    if (!bounds[place]) continue;
    Bounds fact = *bounds[place];
    if (!reading.ReachedEnd(place, fact.end)) fact.position = reading.Position(place, fact.start);
    process.spool.Add(isolation, fact);
  }
}

// One a cluster.
std::vector<PlannedAgent> PlanFinalReaders(const AgentRun& run) {
  std::vector<PlannedAgent> readers;
  for (const auto& [cluster, bootstrap] : run.bootstraps) {
    FinalConfig config;
    FillConfig(run, "final-" + cluster, cluster, kConsumedTopic, config);
    config.limit = run.limit;
    if (SendsInTransactions(run.plan->scenario, cluster))
      config.isolations.push_back(Isolation::kCommitted);
    readers.push_back(
        {config.actor, NameOf(ActorKind::kFinalReader), cluster, ToJson(config), "", 0});
  }
  return readers;
}

int RunFinalReader(const std::string& config_json_path) {
  return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
    const auto config = FinalConfigFromJson(ReadConfigFile(config_json_path));
    process = std::make_unique<AgentProcess>(config, ActorKind::kFinalReader);
    const Deadline deadline(config.limit);
    for (const auto isolation : config.isolations) ReadToEnd(*process, config, isolation, deadline);
    process->Close();
  });
}

}  // namespace

AgentKind FinalReaderKind() {
  return {.word = NameOf(ActorKind::kFinalReader),
          .shift = AgentShift::kFinalPass,
          .plan = PlanFinalReaders,
          .run = RunFinalReader};
}

}  // namespace kproof

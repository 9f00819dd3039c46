#include "harness/agent/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/agent/reading.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

ClientConfig ReaderConfig(const AgentConfig& config, Isolation isolation) {
  auto client = ClientConfig::Consumer(config.properties);
  client.Force("bootstrap.servers", config.bootstrap_servers, "the cluster of this run");
  client.Force("isolation.level",
               isolation == Isolation::kCommitted ? "read_committed" : "read_uncommitted",
               "librdkafka's own default is read_committed, Kafka's read_uncommitted");
  client.Force("allow.auto.create.topics", "false", "readers change nothing");
  client.Default("client.id", config.actor);
  return client;
}

// The final pass of one isolation level, by a client of its own.
void ReadToEnd(AgentProcess& process, const FinalConfig& config, Isolation isolation,
               Deadline deadline) {
  Reading reading(process, ReaderConfig(config, isolation), Pass::kFinal, isolation);
  process.live->Enter(AgentPhase::kRunning, "asking for the ends of the logs");
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

}  // namespace

int RunMonitor(const std::string& config_json_path) {
  return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
    const auto config = MonitorConfigFromJson(ReadConfigFile(config_json_path));
    const auto client = ReaderConfig(config, config.isolation);
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
                    Hint("see the brokers' logs, and whether the bootstrap servers are right"));
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

int RunFinalReader(const std::string& config_json_path) {
  return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
    const auto config = FinalConfigFromJson(ReadConfigFile(config_json_path));
    process = std::make_unique<AgentProcess>(config, ActorKind::kFinalReader);
    const Deadline deadline(config.limit);
    for (const auto isolation : config.isolations) ReadToEnd(*process, config, isolation, deadline);
    process->Close();
  });
}

}  // namespace kproof

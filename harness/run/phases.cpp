#include "harness/run/phases.h"

#include <algorithm>
#include <future>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/run/equipment.h"
#include "harness/run/final_pass_limit.h"
#include "harness/run/open_transactions.h"
#include "harness/run/replicas.h"

namespace kproof {
namespace {

constexpr Duration kSteadyLimit = std::chrono::seconds(30);

}  // namespace

Phases::Phases(const RunParts& parts, RunControl& control)
    : parts_(parts),
      control_(control),
      sampler_(parts.fleet, parts.clusters, parts.nemesis, control.feed()),
      watch_(parts.facts, parts.fleet, control) {}

void Phases::Run() {
  if (AwaitSteady()) {
    Break();
    AwaitWhole();
  }
  FinishLoad();
  FinalPass();
  Collect();
  control_.Phase("end");
  control_.ThrowFailure();
}

bool Phases::AwaitSteady() {
  Fleet& fleet = parts_.fleet;
  fleet.Start(AgentShift::kReaders);  // topics are fresh and monitors read from the log start: the
                                      // load need not wait for them
  fleet.Start(AgentShift::kLoad);
  control_.Phase("load");
  std::string missing;
  const auto steady = [&] {
    missing = fleet.Idle();
    return missing.empty() && parts_.clusters.WholeNow(&missing);
  };
  bool alive = true;
  if (!control_.Wait([&] { return !(alive = fleet.AllAlive()) || steady(); }, kSteadyLimit) ||
      !alive) {
    if (!control_.stopped() && alive)
      control_.Problem("steady",
                       "not steady within " + HumanDuration(kSteadyLimit) + ": " + missing);
    return false;
  }
  steady_at_ = control_.clock().Now();
  control_.Phase("steady");
  control_.Say("steady: the cluster is whole, acks and reads flow");
  return true;
}

void Phases::Break() {
  parts_.nemesis.Run(steady_at_, control_.stop());
  control_.Phase("healed");
}

void Phases::AwaitWhole() {
  const Duration limit = parts_.scenario.whole_within;
  std::string missing;
  if (!control_.Wait([&] { return parts_.clusters.WholeNow(&missing); }, limit)) {
    if (!control_.stopped())
      control_.Problem("whole",
                       "the cluster was not whole within " + HumanDuration(limit) + ": " + missing);
    return;
  }
  control_.Phase("whole");
  was_whole_ = true;
  parts_.clusters.ExpectAllUp();
  if (!parts_.scenario.steps.empty()) control_.Say("whole again: every broker in, every ISR full");
  const auto before = parts_.fleet.AckedByAgent();
  const bool flows = control_.Wait(
      [&] {
        // Of those alive: UnexpectedEnds reports the others.
        const auto now = parts_.fleet.AckedByAgent();
        return std::all_of(now.begin(), now.end(), [&](const auto& entry) {
          const auto then = before.find(entry.first);
          return then == before.end() || entry.second > then->second;
        });
      },
      limit);
  if (!flows && !control_.stopped())
    control_.Problem("whole", "a producer got no more acks although the cluster is whole");
}

void Phases::FinishLoad() {
  const RunClock& clock = control_.clock();
  const RunMicros load_ends = steady_at_ + parts_.scenario.duration.count();
  control_.Wait([&] { return clock.Now() >= load_ends; },
                Duration(std::max<std::int64_t>(0, load_ends - clock.Now()) + 1'000));
  control_.Phase("stop");
  control_.Say("load ends; producers wait for their last acks");
  StopAgents(AgentShift::kLoad);
  control_.Phase("drained");
}

void Phases::FinalPass() {
  if (control_.stopped()) {
    StopAgents(AgentShift::kReaders);
    return;
  }
  control_.Say("final pass: a fresh client reads every partition from its start to its end");
  LoadToRead load{.records = parts_.fleet.sent(), .bytes = parts_.fleet.sent_bytes()};
  for (const auto& topic : parts_.scenario.topics)
    load.replication = std::max(load.replication, topic.replication);
  const Deadline deadline(FinalPassLimit(load));
  const auto stopped = [this] { return control_.stopped(); };
  // Meanwhile, because it asks other nodes for most of what it reads.
  auto differing = std::async(std::launch::async, [&]() -> std::uint64_t {
    if (!was_whole_) return 0;
    return RecordReplicas(parts_.scenario, parts_.clusters, parts_.store, control_.clock(),
                          deadline, stopped);
  });
  for (const auto& open :
       RecordOpenTransactions(parts_.scenario, parts_.clusters, parts_.store, control_.clock()))
    control_.Say("open transaction: " + open);
  const std::string trouble = parts_.fleet.FinalPass(deadline, stopped);
  if (!trouble.empty()) control_.Problem("final pass", trouble);
  StopAgents(AgentShift::kReaders);  // as late as that, so that they had time to get to the end
  if (const auto records = differing.get(); records > 0)
    control_.Say("replicas: " + WithThousands(records) + " records differ from the leader's");
  control_.Phase("final");
}

void Phases::StopAgents(AgentShift shift) {
  for (const auto& overdue : parts_.fleet.Stop(shift, control_.stopped()))
    control_.Problem(overdue.name, overdue.problem);
}

void Phases::Collect() {
  watch_.End();
  for (const auto& words : parts_.clusters.DiskTroubles()) control_.Problem("disk", words);
  for (const auto& words : parts_.stage.equipment().Failures()) control_.Problem("proxy", words);
  const std::string missing = parts_.facts.Finish(
      {.started = parts_.fleet.Started(), .killed = parts_.fleet.KilledByFaults()},
      control_.stop());
  if (!missing.empty()) control_.Problem(parts_.facts.name(), missing);
  parts_.clusters.RecordLogLines(parts_.wall_epoch_micros);
}

}  // namespace kproof

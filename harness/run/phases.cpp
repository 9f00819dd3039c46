#include "harness/run/phases.h"

#include <fmt/format.h>

#include <future>

#include "audit/store/run_keys.h"
#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/run/final_pass_limit.h"
#include "harness/run/replicas.h"

namespace kproof {
namespace {

constexpr Duration kSteadyLimit = std::chrono::seconds(30);
constexpr Duration kAuditLimit = std::chrono::seconds(60);  // for the last audit records
constexpr Duration kAuditLimitHurried = std::chrono::seconds(5);

}  // namespace

Phases::Phases(const RunRequest& request, const RunFolder& folder, StoreWriter& store,
               RunRecord& record, ProgressSink& progress)
    : request_(request),
      scenario_(request.plan.scenario),
      folder_(folder),
      store_(store),
      record_(record),
      progress_(progress),
      clock_(record.clock()),
      deadline_(request.plan.scenario.max_time),
      heartbeat_(
          std::chrono::milliseconds(100), [this] { Beat(); },
          [this](const Error& error) {
            collecting_ = false;
            Fail(error);
          }) {}

Phases::~Phases() { heartbeat_.End(); }

void Phases::Run() {
  Prepare();
  if (AwaitSteady()) {
    Break();
    AwaitWhole();
  }
  FinishLoad();
  FinalPass();
  Collect();
  Phase("end");
  const std::lock_guard lock(failure_mutex_);
  if (failure_) throw *failure_;
}

void Phases::Prepare() {
  ClusterShare::Lot lot;
  if (request_.share != nullptr) lot = request_.share->Take(scenario_);
  equipment_ =
      lot.equipment ? lot.equipment : std::make_shared<Equipment>(scenario_, request_.place);
  const std::string shared = request_.share != nullptr ? request_.share->NewFolder() : "";
  const std::string nodes = !shared.empty()         ? shared + "/nodes"
                            : request_.keep_cluster ? folder_.Aside("nodes")
                                                    : folder_.File("nodes");
  clusters_ = std::make_unique<Clusters>(
      request_.plan, *equipment_, nodes, shared.empty() ? folder_.File("logs") : shared + "/logs",
      store_, clock_, [this](const std::string& text) { Say(text); },
      [this](const Error& error) { Fail(error); }, std::move(lot.clusters));
  record_.Started(*clusters_);
  store_.Add(EventFact{clock_.Now(), "state", "network",
                       equipment_->network()->mode() + ", " + equipment_->network()->Traits()});
  if (request_.audit_transport == "topic") {
    store_.SetRun(run_key::kAuditTransport, "topic");
    audit_ = std::make_unique<AuditTransport>(*clusters_->members().begin()->second.cluster, store_,
                                              record_.run_id());
    Say("facts come through audit topics");
  } else {
    collector_ = std::make_unique<Collector>(store_, folder_.File("spool"), clock_);
  }
  fleet_ = std::make_unique<Fleet>(
      FleetSetup{.run = {.plan = &request_.plan,
                         .run_id = record_.run_id(),
                         .epoch_us = clock_.epoch_micros(),
                         .spool_folder = folder_.File("spool"),
                         .bootstraps = clusters_->Bootstraps(),
                         .audit = audit_ ? std::optional(audit_->target()) : std::nullopt},
                 .program = request_.program,
                 .folder = folder_.path(),
                 .network = equipment_->network()});
  for (const auto& [name, member] : clusters_->members())
    world_.clusters[name] = {member.cluster.get(), member.observer.get(), equipment_->For(name)};
  world_.store = &store_;
  world_.clock = clock_;
  world_.acked = [this] { return fleet_->acked(); };
  world_.agents = [this] { return fleet_->Hosts(); };
  world_.progress = [this](const std::string& text) { Say(text); };
  nemesis_ = std::make_unique<Nemesis>(world_, scenario_);
  collecting_ = true;  // the heartbeat may touch all of the above from here on
}

bool Phases::AwaitSteady() {
  fleet_->Start(AgentShift::kReaders);  // topics are fresh and monitors read from the log start:
                                        // the load need not wait for them
  fleet_->Start(AgentShift::kLoad);
  Phase("load");
  std::string missing;
  const auto steady = [&] {
    missing = fleet_->Idle();
    return missing.empty() && clusters_->WholeNow(&missing);
  };
  bool alive = true;
  if (!Wait([&] { return !(alive = fleet_->AllAlive()) || steady(); }, kSteadyLimit) || !alive) {
    if (!stop_ && alive)
      Problem("steady", "not steady within " + HumanDuration(kSteadyLimit) + ": " + missing);
    return false;
  }
  steady_at_ = clock_.Now();
  Phase("steady");
  Say("steady: the cluster is whole, acks and reads flow");
  return true;
}

void Phases::Break() {
  nemesis_->Run(steady_at_, stop_);
  Phase("healed");
}

bool Phases::AwaitWhole() {
  std::string missing;
  if (!Wait([&] { return clusters_->WholeNow(&missing); }, scenario_.whole_within)) {
    if (!stop_)
      Problem("whole", "the cluster was not whole within " + HumanDuration(scenario_.whole_within) +
                           ": " + missing);
    return false;
  }
  Phase("whole");
  was_whole_ = true;
  clusters_->ForgiveNobody();
  if (!scenario_.steps.empty()) Say("whole again: every broker in, every ISR full");
  const auto before = fleet_->AckedByAgent();
  const bool flows = Wait(
      [&] {
        const auto now = fleet_->AckedByAgent();  // of those alive: a dead one is told elsewhere
        return std::all_of(now.begin(), now.end(), [&](const auto& entry) {
          return entry.second > before.at(entry.first);
        });
      },
      scenario_.whole_within);
  if (!flows && !stop_) Problem("whole", "a producer had no more acks though the cluster is whole");
  return flows;
}

void Phases::FinishLoad() {
  const RunMicros load_ends = steady_at_ + scenario_.duration.count();
  Wait([&] { return clock_.Now() >= load_ends; },
       Duration(std::max<std::int64_t>(0, load_ends - clock_.Now()) + 1'000));
  Phase("stop");
  Say("load ends; producers wait for their last acks");
  StopAgents(AgentShift::kLoad);
  Phase("drained");
}

void Phases::FinalPass() {
  if (stop_) {
    StopAgents(AgentShift::kReaders);
    return;
  }
  Say("final pass: a fresh client reads every partition from its start to its end");
  LoadToRead load{.records = fleet_->sent(), .bytes = fleet_->sent_bytes()};
  for (const auto& topic : scenario_.topics)
    load.replication = std::max(load.replication, topic.replication);
  const Deadline deadline(FinalPassLimit(load));
  const auto stopped = [this] { return stop_.load(); };
  // Meanwhile, because it asks other nodes for most of what it reads.
  auto differing = std::async(std::launch::async, [&]() -> std::uint64_t {
    if (!was_whole_) return 0;
    return RecordReplicas(scenario_, *clusters_, store_, clock_, deadline, stopped);
  });
  const std::string trouble = fleet_->FinalPass(deadline, stopped);
  if (!trouble.empty()) Problem("final pass", trouble);
  StopAgents(AgentShift::kReaders);  // as late as that, so that they had time to get to the end
  if (const auto records = differing.get(); records > 0)
    Say("replicas: " + WithThousands(records) + " records differ from the leader's");
  Phase("final");
}

void Phases::StopAgents(AgentShift shift) {
  for (const auto& overdue : fleet_->Stop(shift, stop_)) Problem(overdue.name, overdue.problem);
}

void Phases::Collect() {
  collecting_ = false;
  TellCasualties();
  for (const auto& words : clusters_->DiskTroubles()) Problem("disk", words);
  for (const auto& words : equipment_->Failures()) Problem("proxy", words);
  const std::lock_guard lock(collector_mutex_);
  std::string missing;
  if (audit_) {
    const bool stopped = stop_;
    missing = audit_->Finish(fleet_->Started(), fleet_->KilledByFaults(),
                             Deadline(stopped ? kAuditLimitHurried : kAuditLimit),
                             [this, stopped] { return stop_ && !stopped; });
    if (!missing.empty()) Problem("audit topics", missing);
  } else {
    collector_->Finish();
  }
  all_collected_ = missing.empty();
  clusters_->RecordLogLines(record_.wall_epoch_micros());
}

std::vector<std::unique_ptr<Cluster>> Phases::ReleaseClusters() { return clusters_->Release(); }

void Phases::HandOn(ClusterShare& share) {
  clusters_->CopyLogs(folder_.File("logs"));
  if (!was_whole_ || stop_ || !LeavesAsItWas(scenario_)) return;
  share.GiveBack(
      {.key = ShareKey(scenario_), .equipment = equipment_, .clusters = clusters_->Release()});
}

void Phases::Phase(const std::string& name) {
  store_.Add(EventFact{clock_.Now(), "phase", name, ""});
  const std::lock_guard lock(phase_mutex_);
  phase_name_ = name;
}

void Phases::Problem(const std::string& subject, const std::string& what) {
  store_.Add(EventFact{clock_.Now(), "problem", subject, what});
  Say("problem: " + subject + ": " + what);
}

void Phases::Fail(const Error& error) {
  stop_ = true;
  const std::lock_guard lock(failure_mutex_);
  if (failure_) return;
  failure_ = error;
  Say("the run can't go on: " + error.Full());
}

void Phases::TellCasualties() {
  for (const auto& words : fleet_->Casualties()) Problem("agent", words);
}

void Phases::Say(const std::string& text) {
  progress_.Line(static_cast<double>(clock_.Now()) / 1e6, text);
}

bool Phases::Wait(const std::function<bool()>& holds, Duration limit) {
  bool held = false;
  WaitUntil([&] { return stop_ || (held = holds()); }, Deadline(limit),
            std::chrono::milliseconds(20));
  return held;
}

void Phases::Beat() {
  WatchForTheEnd();
  if (!collecting_) return;
  Poll();
  TellCasualties();
  ShowHowThingsStand();
}

void Phases::Poll() {
  try {
    const std::lock_guard lock(collector_mutex_);
    if (!collecting_) return;
    audit_ ? audit_->Poll() : collector_->Poll();
  } catch (...) {  // without a collector there is no run to go on with
    const Error error = CaughtError();
    collecting_ = false;
    stop_ = true;
    Problem("collector", error.Full());
  }
}

void Phases::WatchForTheEnd() {
  if (stop_) return;
  if (request_.signal() != 0) {
    Say("interrupted: faults are taken back, facts are kept; once more ends it at once");
    stop_ = true;
  }
  if (deadline_.Passed()) {
    const std::lock_guard lock(phase_mutex_);
    Problem("deadline", "the run's deadline of " + HumanDuration(scenario_.max_time) +
                            " passed after phase '" + phase_name_ + "'");
    stop_ = true;
  }
}

void Phases::ShowHowThingsStand() {
  std::string line = fmt::format("sent {}  acked {}  read {}", WithThousands(fleet_->sent()),
                                 WithThousands(fleet_->acked()), WithThousands(fleet_->read()));
  for (const auto& fault : nemesis_->Active()) line += "  | " + fault;
  progress_.Live(static_cast<double>(clock_.Now()) / 1e6, line);
}

}  // namespace kproof

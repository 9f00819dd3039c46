#include "harness/run/conductor.h"

#include <filesystem>
#include <memory>
#include <utility>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "audit/store/seal.h"
#include "audit/store/writer.h"
#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/run/clusters.h"
#include "harness/run/equipment.h"
#include "harness/run/evidence.h"
#include "harness/run/fact_source.h"
#include "harness/run/fleet.h"
#include "harness/run/folder.h"
#include "harness/run/live_journal.h"
#include "harness/run/phases.h"
#include "harness/run/report.h"
#include "harness/run/reuse.h"
#include "harness/run/run_control.h"
#include "harness/run/run_record.h"
#include "harness/scenario/agents.h"
#include "harness/scenario/client_name.h"
#include "reports/registry.h"

namespace kproof {
namespace {

// The page for people. A folder without it is complete.
std::string Unreported(const RunFolder& folder, const StoreReader& store, Result listed) {
  try {
    WriteReports(folder, store, std::move(listed));
    return "";
  } catch (...) {
    return CaughtError().Full();
  }
}

// The verdict from the sealed store alone, as `kproof check` would give it, and every report beside
// it. A folder that could not be completed stays a partial one, and `unwritten` says why.
void JudgeAndReport(RunFolder& folder, bool logs_grow, RunOutcome& outcome, RunFeed& feed) {
  try {
    SealStore(folder.File("audit.db"));
  } catch (...) {
    outcome.unwritten = CaughtError().Full();
  }
  const auto store = StoreReader::Open(folder.File("audit.db"));
  Result listed = Judge(*store, {}, {}, kListedRanges);  // the page lists more than result.json
  outcome.result = listed;
  KeepExamples(outcome.result, kMaxExamples);
  try {
    outcome.result.evidence = listed.evidence = EvidenceIn(folder.path(), !logs_grow);
    for (const auto& format : Formats()) folder.Write(format.file, format.render(outcome.result));
    if (!outcome.unwritten.empty()) return;
    outcome.unwritten = Unreported(folder, *store, std::move(listed));
    if (const auto left = folder.Publish(); !left.empty()) feed.Say(left);
  } catch (...) {
    outcome.unwritten = CaughtError().Full();
  }
}

// What belongs to one run for as long as it lasts.
struct Run {
  const RunRequest& request;
  const RunFolder& folder;
  StoreWriter& store;
  RunRecord& record;
  RunControl& control;
};

Stage StartStage(const Run& run) {
  const std::string& shared = run.request.stage_folder;
  const bool kept = run.request.after == StageAfter::kKept;
  const StageFolders folders{.nodes = !shared.empty() ? shared + "/nodes"
                                      : kept          ? run.folder.Aside("nodes")
                                                      : run.folder.File("nodes"),
                             .logs = shared.empty() ? run.folder.File("logs") : shared + "/logs"};
  return {run.request.plan.scenario, run.request.place, folders,
          [&](const std::string& text) { run.control.Say(text); }};
}

std::unique_ptr<FactSource> OpenFacts(const Run& run, const Stage& stage) {
  if (run.request.audit_transport != "topic")
    return SpoolFacts(run.store, run.folder.File("spool"), run.control.clock());
  for (const auto& client : ClientsOf(run.request.plan.scenario))
    if (const auto name = ParseClientName(client); name && name->kind == kJava)
      throw Error(ErrorKind::kNotRun, "agents in Java write no audit topics",
                  Hint("leave out --audit-transport topic, or write `client: librdkafka`"));
  auto facts = TopicFacts(run.store, *stage.clusters().begin()->second, run.record.run_id());
  run.control.Say("facts come through audit topics");
  return facts;
}

RunScope ScopeOf(const Run& run, const Stage& stage, const Clusters& clusters, const Fleet& fleet) {
  RunScope scope;
  for (const auto& [name, member] : clusters.members())
    scope.clusters[name] = {member.cluster, member.observer.get(), stage.equipment().For(name)};
  scope.store = &run.store;
  scope.clock = run.control.clock();
  scope.acked = [&fleet] { return fleet.acked(); };
  scope.agents = [&fleet] { return fleet.Hosts(); };
  scope.progress = [&control = run.control](const std::string& text) { control.Say(text); };
  scope.fault_began = [&feed = run.control.feed()](const ActiveFault& fault) {
    feed.Report(fault);
  };
  scope.fault_ended = [&feed = run.control.feed()](const EndedFault& ended) { feed.Report(ended); };
  return scope;
}

// From the topics to the last fact. Gives whether the stage is then as good as new. No agent is
// left when this returns or throws; `facts` still stand on the stage.
bool Perform(const Run& run, const Stage& stage, std::unique_ptr<FactSource>& facts) {
  const Plan& plan = run.request.plan;
  RunControl& control = run.control;
  Clusters clusters(
      plan, stage, run.store, control.clock(), [&](const std::string& text) { control.Say(text); },
      [&](const Error& error) { control.Fail(error); });
  run.record.Started(clusters, run.request.audit_transport);
  const auto& network = stage.equipment().network();
  run.store.Add(EventFact{control.clock().Now(), "state", "network",
                          network->mode() + ", " + network->Traits()});
  facts = OpenFacts(run, stage);
  Fleet fleet({.run = {.plan = &plan,
                       .run_id = run.record.run_id(),
                       .epoch_us = control.clock().epoch_micros(),
                       .spool_folder = run.folder.File("spool"),
                       .bootstraps = clusters.Bootstraps(),
                       .audit = facts->target()},
               .program = run.request.program,
               .folder = run.folder.path(),
               .network = network});
  const RunScope scope = ScopeOf(run, stage, clusters, fleet);
  Nemesis nemesis(scope, plan.scenario);
  Phases phases({.scenario = plan.scenario,
                 .stage = stage,
                 .clusters = clusters,
                 .fleet = fleet,
                 .nemesis = nemesis,
                 .facts = *facts,
                 .store = run.store,
                 .wall_epoch_micros = run.record.wall_epoch_micros()},
                control);
  phases.Run();
  return phases.was_whole() && !control.stopped() && LeavesAsItWas(plan.scenario);
}

// The run up to its last fact. Gives whether the store has everything that agents spooled; `stage`
// is then what the request says that it is to be.
bool CarryOut(const RunRequest& request, const RunFolder& folder, StoreWriter& store,
              std::optional<Stage>& stage, RunFeed& feed) {
  RunRecord record(store, request.plan, feed.clock(), request.place.mode, request.campaign);
  std::unique_ptr<FactSource> facts;  // nothing: no agent was started
  bool remains = false;
  try {
    RunControl control(request.plan.scenario.max_time, request.signal, store, feed);
    const Run run{request, folder, store, record, control};
    if (stage) {
      for (const auto& [name, cluster] : stage->clusters())
        control.Say(name + ": the cluster of the run before, with fresh topics");
    } else {
      stage.emplace(StartStage(run));
    }
    const bool as_good_as_new = Perform(run, *stage, facts);
    stage->CopyLogs(folder.File("logs"));
    remains = request.after == StageAfter::kKept ||
              (request.after == StageAfter::kHandedOn && as_good_as_new);
  } catch (...) {  // a verb ends here, but its run folder still has to say why
    const Error error = CaughtError();
    record.Failed({error.kind(), folder.Inside(error.what()), Hint(folder.Inside(error.hint()))});
    if (stage) DoQuietly([&] { stage->CopyLogs(folder.File("logs")); });
  }
  const bool all = !facts || facts->TakeLeftOver();
  facts.reset();
  if (!remains) stage.reset();
  record.Ended(request.signal() != 0);
  return all;
}

}  // namespace

RunOutcome RunPlan(const RunRequest& request, std::optional<Stage> stage, ProgressSink& progress) {
  RunFolder folder(request.out, request.plan.scenario.name, request.plan.seed);
  folder.Write("scenario.yaml", ToYaml(request.plan));
  LiveJournal journal(folder.File(kLiveFile));
  RunFeed feed(folder.name(), request.plan, {&journal, &progress});
  bool all_taken_over = false;
  {
    const auto store = StoreWriter::Create(folder.File("audit.db"));
    all_taken_over = CarryOut(request, folder, *store, stage, feed);
  }
  if (all_taken_over) std::filesystem::remove_all(folder.File("spool"));
  RunOutcome outcome;
  outcome.stage = std::move(stage);
  JudgeAndReport(folder, request.after == StageAfter::kKept, outcome, feed);
  outcome.folder = folder.path();
  const Result& result = outcome.result;
  feed.End({Name(result.verdict), result.reason, result.counts,
            ExitCode(result.verdict, request.signal())});
  return outcome;
}

}  // namespace kproof

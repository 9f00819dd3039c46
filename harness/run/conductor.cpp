#include "harness/run/conductor.h"

#include <filesystem>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "audit/store/seal.h"
#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/collect/collector.h"
#include "harness/run/evidence.h"
#include "harness/run/folder.h"
#include "harness/run/phases.h"
#include "harness/run/run_record.h"
#include "reports/registry.h"

namespace kproof {
namespace {

// The verdict from the sealed store alone, as `kproof check` would give it, and every report beside
// it. A folder that could not be completed stays a partial one, and `unwritten` says why.
void JudgeAndReport(RunFolder& folder, bool logs_grow, RunOutcome& outcome,
                    ProgressSink& progress) {
  try {
    SealStore(folder.File("audit.db"));
  } catch (...) {
    outcome.unwritten = CaughtError().Full();
  }
  outcome.result = Judge(*StoreReader::Open(folder.File("audit.db")));
  try {
    outcome.result.evidence = EvidenceIn(folder.path(), !logs_grow);
    for (const auto& format : Formats()) folder.Write(format.file, format.render(outcome.result));
    if (!outcome.unwritten.empty()) return;
    if (const auto left = folder.Publish(); !left.empty())
      progress.Line(outcome.result.seconds, left);
  } catch (...) {
    outcome.unwritten = CaughtError().Full();
  }
}

// What agents had spooled when something else ended the run. True when the store has all of it;
// what it refuses stays in the spools, where `kproof check` finds it.
bool TakeOverSpools(SpoolSink& store, const std::string& spools) {
  try {
    CollectLeftOver(store, spools);
    return true;
  } catch (...) {  // the run has ended with another error, which is told
    return false;
  }
}

}  // namespace

RunOutcome RunPlan(const RunRequest& request, ProgressSink& progress) {
  RunFolder folder(request.out, request.plan.scenario.name, request.plan.seed);
  folder.Write("scenario.yaml", ToYaml(request.plan));
  RunOutcome outcome;
  bool taken_over = false;
  {
    const auto store = StoreWriter::Create(folder.File("audit.db"));
    RunRecord record(*store, request.plan, request.place.mode);
    try {
      Phases phases(request, folder, *store, record, progress);
      phases.Run();
      taken_over = phases.all_collected();
      if (request.share != nullptr && !request.keep_cluster) phases.HandOn(*request.share);
      if (request.keep_cluster) {
        outcome.equipment = phases.equipment();
        outcome.kept = phases.ReleaseClusters();
      }
    } catch (...) {  // a verb ends here, but its run folder still has to say why
      const Error error = CaughtError();
      record.Failed({error.kind(), folder.Inside(error.what()), Hint(folder.Inside(error.hint()))});
    }
    // What came through audit topics is in the spools too, and no fact may have two sources.
    if (!taken_over && request.audit_transport == "spool")
      taken_over = TakeOverSpools(*store, folder.File("spool"));
    record.Ended(request.signal() != 0);
  }
  if (taken_over) std::filesystem::remove_all(folder.File("spool"));
  JudgeAndReport(folder, request.keep_cluster, outcome, progress);
  outcome.folder = folder.path();
  return outcome;
}

}  // namespace kproof

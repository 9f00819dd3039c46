#include "harness/campaign/campaign_folder.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "harness/base/clock.h"
#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/read_input.h"
#include "harness/base/write_file.h"
#include "harness/campaign/plan_json.h"
#include "harness/run/check.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostPlanBytes = std::size_t{256} << 20;

FileLock LockCampaign(const std::string& path) {
  auto lock = FileLock::TryFolder(path);
  if (!lock)
    throw Error(ErrorKind::kUsage, "another kproof works in " + path,
                Hint("wait until it has ended"));
  return std::move(*lock);
}

std::string FolderInside(const std::string& campaign, const std::string& folder) {
  return fs::path(folder).lexically_relative(campaign).string();
}

}  // namespace

CampaignFolder CampaignFolder::Create(const std::string& out, const CampaignPlan& plan) {
  const auto parent = fs::absolute(out).lexically_normal().string();
  const auto name = CreateRunFolder(
      parent, FormatUtcCompact(WallMicros()) + "-" + plan.name + "-" + std::to_string(plan.seed));
  const auto begun = PartialPath(parent, name);
  fs::create_directory(begun + "/" + kCampaignRuns);
  ReplaceFile(begun + "/" + kCampaignFile, ToJson(plan));
  PublishRunFolder(parent, name);
  const auto path = parent + "/" + name;
  return {path, LockCampaign(path)};
}

CampaignFolder CampaignFolder::Open(const std::string& path) {
  auto folder = Look(path);
  folder.lock_ = LockCampaign(folder.path_);
  return folder;
}

CampaignFolder CampaignFolder::Look(const std::string& path) {
  if (!IsCampaignFolder(path))
    throw Error(ErrorKind::kUsage,
                path + " is not the folder of a campaign: it has no campaign.json",
                Hint("name the folder that `kproof run` or `kproof matrix` printed"));
  return {fs::canonical(path).string(), std::nullopt};
}

std::string CampaignFolder::name() const { return fs::path(path_).filename().string(); }

CampaignPlan CampaignFolder::ReadPlan(const Vocabulary& vocabulary) const {
  return ParseCampaignPlan(ReadInput(File(kCampaignFile), kMostPlanBytes), vocabulary);
}

// The last line may have been cut off when the campaign was killed: its trial is found by its run
// folder, or begins anew.
std::vector<TrialRecord> CampaignFolder::ReadRecords() {
  std::vector<TrialRecord> records;
  if (!fs::exists(Journal())) return records;
  const auto text = ReadInput(Journal(), kMostPlanBytes);
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    auto record = ParseTrialRecord(std::string_view(text).substr(begin, end - begin));
    record.folder = File(record.folder);
    // Its trial is still to be run, and how an earlier session ended says nothing of this one.
    if (!WasInterrupted(record)) records.push_back(std::move(record));
  }
  if (lock_ && begin < text.size()) fs::resize_file(Journal(), begin);
  return records;
}

Result CampaignFolder::ResultOf(const TrialRecord& record) const {
  auto outcome = CheckRun(record.folder);
  if (outcome.result.scenario != record.scenario || outcome.result.seed != record.seed)
    throw Error(ErrorKind::kCorrupt,
                record.folder + " is not the run that " + Journal() + " names");
  return std::move(outcome.result);
}

CampaignProgress CampaignFolder::ReadProgress(const CampaignPlan& plan) {
  CampaignProgress progress;
  progress.records = ReadRecords();
  Remaining(plan, progress);  // whether they are all of this plan
  for (const auto& record : progress.records) progress.results.push_back(ResultOf(record));
  if (lock_) AddUnrecorded(plan, progress);
  return progress;
}

// The text of its scenario says which trial it was: it has the seed and every value of its cell.
void CampaignFolder::AddUnrecorded(const CampaignPlan& plan, CampaignProgress& progress) {
  std::set<std::string> known;
  for (const auto& record : progress.records) known.insert(fs::path(record.folder).filename());
  std::vector<fs::path> runs;
  for (const auto& entry : fs::directory_iterator(Cells()))
    if (IsRunName(entry.path().filename()) && !known.contains(entry.path().filename()) &&
        fs::is_directory(entry.symlink_status()))
      runs.push_back(entry.path());
  std::sort(runs.begin(), runs.end());
  for (const auto& run : runs) {
    const auto yaml = ReadInput((run / "scenario.yaml").string(), kMostYamlBytes);
    for (const auto& trial : Remaining(plan, progress)) {
      if (ToYaml(plan.PlanOf(trial)) != yaml) continue;
      TrialRecord record{.trial = trial.index,
                         .scenario = plan.ScenarioOf(trial).name,
                         .seed = trial.seed,
                         .folder = run.string(),
                         .ended_s = ElapsedOf(progress)};
      auto result = ResultOf(record);
      if (result.verdict == Verdict::kInterrupted) break;  // the trial is still to be run
      record.exit_code = ExitCode(result.verdict);
      Append(record);
      progress.records.push_back(std::move(record));
      progress.results.push_back(std::move(result));
      break;
    }
  }
}

void CampaignFolder::Append(const TrialRecord& record) {
  TrialRecord inside = record;
  inside.folder = FolderInside(path_, record.folder);
  const bool is_new = !fs::exists(Journal());
  AppendFile(Journal(), ToLine(inside) + "\n");
  if (is_new) SyncFolder(path_);
}

}  // namespace kproof

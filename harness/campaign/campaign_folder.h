// The folder of a campaign: results/<UTC time>-<name>-<seed>/ with
//   campaign.json  the plan (plan_json.h), there before the first trial begins
//   trials.jsonl   a line for each trial that ended (trial_record.h), on disk before the next
//   begins cells/         the run folders
// and what is written at the end (matrix.json, …). It can be moved as a whole. Whatever moment a
// campaign is killed at, the folder says which trials are left: a trial counts once its line is
// there, and a run folder that was complete but had no line yet gets one when the folder is opened.
//
// One kproof at a time has the folder, and others may look. Throws Error with the path in it when
// the disk refuses. Not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/base/file_lock.h"
#include "harness/campaign/campaign_plan.h"
#include "harness/campaign/campaign_progress.h"
#include "harness/run/folder.h"

namespace kproof {

class CampaignFolder {
 public:
  // A new one below `out`.
  static CampaignFolder Create(const std::string& out, const CampaignPlan& plan);
  // One that is there. Throws Error(kUsage) where there is none or another kproof has it.
  static CampaignFolder Open(const std::string& path);
  // The same, to be read alone: nothing in it is changed, whoever has it and wherever it lies. Runs
  // that have no line yet are not in its progress.
  static CampaignFolder Look(const std::string& path);

  const std::string& path() const { return path_; }
  std::string name() const;  // the last part of its path
  std::string Cells() const { return File(kCampaignRuns); }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

  CampaignPlan ReadPlan(const Vocabulary& vocabulary) const;
  // What is known of the trials that ended, each judged again from its store. A run that was
  // complete when the campaign was killed is added to the records. Throws Error(kCorrupt) for lines
  // that are no records and for runs that are not there any more.
  CampaignProgress ReadProgress(const CampaignPlan& plan);
  // On disk when it returns.
  void Append(const TrialRecord& record);

 private:
  CampaignFolder(std::string path, std::optional<FileLock> lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}
  std::string Journal() const { return File("trials.jsonl"); }
  std::vector<TrialRecord> ReadRecords();
  void AddUnrecorded(const CampaignPlan& plan, CampaignProgress& progress);
  Result ResultOf(const TrialRecord& record) const;

  std::string path_;
  std::optional<FileLock> lock_;  // nothing: it is only looked at
};

}  // namespace kproof

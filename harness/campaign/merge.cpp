#include "harness/campaign/merge.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "harness/base/error.h"
#include "harness/run/folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

// Files of a run never change once it is complete, so that one of them may stand in two folders.
void LinkOrCopy(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directory(to, error);
  for (const auto& entry : fs::directory_iterator(from)) {
    const auto target = to / entry.path().filename();
    if (fs::is_directory(entry.symlink_status())) {
      LinkOrCopy(entry.path(), target);
      continue;
    }
    fs::create_hard_link(entry.path(), target, error);
    if (error) fs::copy(entry.path(), target, fs::copy_options::copy_symlinks);
  }
}

std::string FreeName(const fs::path& parent, const std::string& name) {
  std::string unique = name;
  for (int copy = 2; fs::exists(parent / unique); ++copy)
    unique = name + "-" + std::to_string(copy);
  return unique;
}

}  // namespace

CampaignFolder MergeCampaigns(const std::vector<std::string>& folders, const std::string& out,
                              const Vocabulary& vocabulary) {
  std::optional<CampaignPlan> plan;
  std::map<std::size_t, std::string> seen;  // trial → folder that has it
  std::vector<std::pair<TrialRecord, std::string>> records;
  for (const auto& path : folders) {
    auto folder = CampaignFolder::Open(path);
    auto own = folder.ReadPlan(vocabulary);
    own.shard = {};
    if (plan && !(own == *plan))
      throw Error(ErrorKind::kUsage, path + " is of another campaign than " + folders.front(),
                  Hint("shards of one campaign have the same file, seed and repeats"));
    plan = std::move(own);
    for (const auto& record : folder.ReadProgress(*plan).records) {
      if (!Counts(record)) continue;
      const auto [first, is_new] = seen.emplace(record.trial, path);
      if (!is_new)
        throw Error(
            ErrorKind::kUsage,
            "trial " + std::to_string(record.trial) + " is in " + first->second + " and in " + path,
            Hint("each shard once, as in --shard 1/2 and --shard 2/2"));
      records.emplace_back(record, path);
    }
  }
  auto merged = CampaignFolder::Create(out, plan.value());
  std::stable_sort(records.begin(), records.end(),
                   [](const auto& a, const auto& b) { return a.first.ended_s < b.first.ended_s; });
  for (auto& [record, from] : records) {
    const fs::path run = record.folder;
    const auto name = FreeName(merged.Cells(), run.filename().string());
    LinkOrCopy(run, PartialPath(merged.Cells(), name));
    PublishRunFolder(merged.Cells(), name);
    record.folder = merged.Cells() + "/" + name;
    merged.Append(record);
  }
  return merged;
}

}  // namespace kproof

// What lies in the folder that is served: runs, those that go on and those that were killed too,
// and campaigns with runs of their own. Each question looks again.
//
// Thread-safe: keeps nothing but the path.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/serve/open_folder.h"

namespace kproof {

struct ShelvedRun {
  std::string campaign;  // whose trial it is; "": a run by itself
  std::string name;      // the name that its folder has once the run is complete
  bool partial = false;  // it goes on, or was killed
};

class Shelf {
 public:
  // Throws Error(kUsage) where `folder` is none, or is a run or a campaign itself.
  explicit Shelf(std::string folder);

  const std::string& folder() const { return folder_; }
  // The newest first.
  std::vector<ShelvedRun> Runs() const;
  std::vector<ShelvedRun> Trials(const std::string& campaign) const;
  std::vector<std::string> Campaigns() const;
  // By a name that somebody asks for; nothing where no such run is there. "" of `campaign`: a run
  // by itself.
  std::optional<ShelvedRun> FindRun(const std::string& campaign, const std::string& name) const;
  bool HasCampaign(const std::string& name) const;
  std::optional<OpenFolder> OpenCampaign(const std::string& name) const;
  // Nothing where the run has gone, or was completed just now.
  std::optional<OpenFolder> Open(const ShelvedRun& run) const;
  // The run or campaign that ended last; "" where nobody knows.
  std::string Latest() const;

 private:
  std::optional<OpenFolder> Top() const;
  std::optional<OpenFolder> Above(const std::string& campaign) const;

  std::string folder_;
};

}  // namespace kproof

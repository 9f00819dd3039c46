// The folder of one run: results/.partial-<name> while it is written, results/<name> once it is
// complete, and the link results/latest. Two runs at once never share a folder; `latest` is moved
// in one step and points at whichever ended last.
//
// Throws Error with the path in it when the disk refuses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/file_lock.h"

namespace kproof {

class RunFolder {
 public:
  // <out>/.partial-<UTC time>-<scenario>-<seed>/ with logs/ and spool/ in it.
  RunFolder(const std::string& out, const std::string& scenario, std::uint64_t seed);

  const std::string& path() const { return path_; }  // where it is now
  const std::string& name() const { return name_; }  // that it has, or gets when it is published
  std::string File(const std::string& name) const { return path_ + "/" + name; }
  // A path beside it that stays where it is when the run is published: for nodes that outlive the
  // run.
  std::string Aside(const std::string& name) const { return out_ + "/." + name + "-" + name_; }
  // `text` with paths inside the folder relative to it: they stay true when it is renamed or moved.
  std::string Inside(std::string text) const;
  // Writes the complete file, or throws Error and writes nothing.
  void Write(const std::string& name, const std::string& text) const;
  // Renames it to its final name and moves the link `latest`. File() gives final paths from then
  // on. Returns why `latest` was left as it is; "" when it was moved.
  std::string Publish();

 private:
  std::string out_;
  std::string name_;
  std::string path_;
  std::optional<FileLock> lock_;  // tells `kproof cleanup` that it is in use
};

// What the name of a folder begins with until its run is complete.
inline constexpr std::string_view kPartialPrefix = ".partial-";

// The parts of it, which folders of campaigns are made of too. `name` begins with a time. Gives the
// name that the folder has: -2, -3, … is added where a folder of the same second has it.
std::string CreateRunFolder(const std::string& out, const std::string& name);
std::string PartialPath(const std::string& out, const std::string& name);
void PublishRunFolder(const std::string& out, const std::string& name);
// Makes the link `latest` in `out` point at the folder `name`. Returns why it was left as it is; ""
// when it was moved.
std::string MoveLatest(const std::string& out, const std::string& name);

// What the folder of a campaign (harness/campaign) is known by, and where in it its runs are.
inline constexpr char kCampaignFile[] = "campaign.json";
inline constexpr char kCampaignRuns[] = "cells";
bool IsCampaignFolder(const std::string& path);

// Whether `name` is that of a run folder: it begins with a time as in 20261121T090000Z.
bool IsRunName(const std::string& name);

}  // namespace kproof

// The one place that writes results which a user named a file for, and files that must be whole or
// not there at all.
//
// A file is written beside its target under a name that can't be guessed, synced, and renamed over
// it: whoever reads the target sees the old one or the new one, and never a part. What is no file
// (output_target.h) is written as it comes.
//
// Throws Error(kNotRun) with the path and the reason when something can't be written; the target is
// as it was then. Not thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/descriptor.h"
#include "harness/base/output_target.h"

namespace kproof {

class OutputFile {
 public:
  // Decides (see DecideOutput, also for what it throws) and writes nothing yet.
  OutputFile(const std::string& path, OutputRules rules);
  ~OutputFile();  // removes what was not published
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const OutputTarget& target() const { return target_; }

  void Write(std::string_view bytes);
  // All of it is on disk, under its name, when this returns. Where something else was put there
  // since it was decided, that is decided again.
  void Publish();
  // Publishes what was written so far, and gives what more can be written to as it comes: a file
  // grows under its name.
  Descriptor PublishOpen();
  // Publish for a file that somebody else made: on target().Folder()'s disk where the target is a
  // file, and gone afterwards.
  void PublishFile(const std::string& made);

 private:
  void Open();
  void Flush();
  void Put(std::string_view bytes);
  void Sync();
  void Close();
  void Rename();
  [[noreturn]] void Fail(int code) const;

  const OutputRules rules_;
  OutputTarget target_;
  std::string temporary_;  // to be renamed or removed
  std::string buffer_;
  Descriptor descriptor_;
};

// Replaces a file that is kproof's own by the place where it lies (a run folder, the cache), in the
// same way.
void ReplaceFile(const std::string& path, std::string_view text);

// That names in a folder are on disk too. Some file systems have nothing to sync in a folder, which
// is no trouble.
void SyncFolder(const std::string& folder);

}  // namespace kproof

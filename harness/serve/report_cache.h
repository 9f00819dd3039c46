// Reports of runs, rendered from their folders as `kproof report` does it, and kept until the
// folder changes: judging a large run takes seconds.
//
// Thread-safe. One report is rendered at a time, and nobody waits for another one: the threads that
// answer are few, and the live page of a run needs them.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "harness/serve/open_folder.h"

namespace kproof {

class ReportCache {
 public:
  // The page of the run in this folder; nothing while one is being rendered. Throws as ReadRunPage
  // does; Error(kCorrupt) where the folder has no store of its own, or holds anything but files.
  std::optional<std::string> Of(const OpenFolder& run);

 private:
  struct Page {
    std::string path, state;
    std::string html;
  };
  std::mutex mutex_;
  std::deque<Page> pages_;  // the one that was asked for last at the end
};

}  // namespace kproof

// What a run that was killed may leave on disk: the folders of its nodes, and its facts.
#pragma once

#include <string>
#include <vector>

namespace kproof {

struct LeftOver {
  std::vector<std::string> removed;   // paths
  std::vector<std::string> kept;      // run folders of killed runs, with their facts
  std::vector<std::string> not_ours;  // named like ours, but without kproof's mark
};

// Removes node folders below `out` whose cluster is gone, and, with `partial`, the run folders of
// killed runs. Removes only folders with kproof's mark; does not follow links; leaves the folders
// of a live run alone. Throws Error(kNotRun) where the disk refuses.
LeftOver RemoveLeftOver(const std::string& out, bool partial);

// Removes the temporary folders of ours in `parent` whose program was killed an hour ago or more,
// and gives their paths. Throws as above.
std::vector<std::string> RemoveOldTemporaries(const std::string& parent);

}  // namespace kproof

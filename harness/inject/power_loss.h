// What a power loss leaves of a node's data, as the shim knows it: of each file the bytes that had
// been synced, and nothing else.
//
// That is the worst outcome that a journalling file system allows: names, renames and lengths set
// by ftruncate are metadata and may reach the disk at any moment, data that nobody synced need
// never reach it. A real disk loses less (writeback begins after some seconds), so this bounds the
// loss from above.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/cluster/cluster.h"
#include "harness/inject/shim.h"

namespace kproof {

struct PowerLossReport {
  std::uint64_t files = 0;  // that are shorter or emptier than they were
  std::uint64_t bytes =
      0;  // that were gone from the ends of files; blank parts of maps not counted
  std::string ToString() const;  // "243,902 bytes of 15 files were not on disk"
};

// Rebuilds the data of a node whose process has ended. Throws Error when the shim did not see all
// files or a file can't be written.
PowerLossReport LoseUnsynced(Shim& shim, const std::vector<std::string>& data_folders);

// Ends the processes as one power failure of all would: all are frozen before the first is killed,
// so that none sees another one end. `meanwhile` is called in between. Throws Error when one does
// not stop or end within `limit`.
void CutPower(
    const std::vector<Node*>& nodes, Duration limit,
    const std::function<void()>& meanwhile = [] {});

}  // namespace kproof

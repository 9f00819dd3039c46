// The log folders of a node and the files of one replica, for faults that damage them: Kafka names
// each segment by its first offset, in 20 digits, and its indexes likewise. The last segment is
// being written.
//
// Thread-safe: pure functions over files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cluster/cluster.h"

namespace kproof {

// The log folder that `dir` names: "all" gives "", "2" the second, "payments/0" the one that holds
// the node's replica of that partition. Throws Error when there is none.
std::string LogFolder(const Node& node, const std::string& dir);

// `partition` as in "payments/0". Throws Error where the node has no replica of it on disk.
std::string ReplicaFolder(const Node& node, const std::string& partition);

// Paths without their endings ("…/payments-0/00000000000000000000"), oldest first.
std::vector<std::string> SegmentsOf(const std::string& replica_folder);

// Where in a segment's bytes the value of a record stands that is not empty, nor of the last batch
// where the segment is not `closed`; nothing where there is none. Of a compressed batch it is some
// place within.
struct PlaceInLog {
  std::uint64_t byte = 0;
  std::int64_t offset = 0;  // of the record, or of the batch's first
};
std::optional<PlaceInLog> FindValue(std::string_view segment, bool closed);

}  // namespace kproof

#include "harness/fault/replica_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/kafka/record_batch.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeaderBytes = 61;  // of a batch; its records follow

// Zig-zag and base 128, as in Kafka's varints; moves `at`.
std::int64_t TakeVarint(std::string_view bytes, std::size_t& at) {
  std::uint64_t raw = 0;
  for (int shift = 0; shift < 64 && at < bytes.size(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    raw |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1);
}

// The middle of the first record's value, from the batch's front; nothing where it is empty.
std::optional<std::size_t> MiddleOfValue(const RecordBatch& batch) {
  if (batch.compressed()) return (kHeaderBytes + batch.bytes.size()) / 2;
  std::size_t at = kHeaderBytes;
  TakeVarint(batch.bytes, at);  // length
  ++at;                         // attributes
  TakeVarint(batch.bytes, at);  // time
  TakeVarint(batch.bytes, at);  // offset
  const std::int64_t key = TakeVarint(batch.bytes, at);
  if (key > 0) at += static_cast<std::size_t>(key);
  const std::int64_t value = TakeVarint(batch.bytes, at);
  const std::size_t middle = at + static_cast<std::size_t>(std::max<std::int64_t>(value, 0)) / 2;
  if (value <= 0 || middle >= batch.bytes.size()) return std::nullopt;
  return middle;
}

}  // namespace

std::string LogFolder(const Node& node, const std::string& dir) {
  if (dir == "all") return "";
  const auto folders = node.data().folders();
  if (const auto number = ParseInt(dir)) {
    if (*number >= 1 && *number <= static_cast<std::int64_t>(folders.size()))
      return folders[static_cast<std::size_t>(*number - 1)] + "/";
    throw Error(fmt::format("{} has no log folder {}", node.name(), dir),
                Hint(fmt::format("it has {}: say `log_dirs` under `cluster`", folders.size())));
  }
  std::string replica = dir;
  std::replace(replica.begin(), replica.end(), '/', '-');
  for (const auto& folder : folders) {
    if (fs::exists(fs::path(folder) / replica)) return folder + "/";
  }
  throw Error(node.name() + " has no log folder with " + dir);
}

std::string ReplicaFolder(const Node& node, const std::string& partition) {
  std::string name = partition;
  std::replace(name.begin(), name.end(), '/', '-');
  return LogFolder(node, partition) + name;
}

std::vector<std::string> SegmentsOf(const std::string& replica_folder) {
  std::vector<std::string> segments;
  for (const auto& entry : fs::directory_iterator(replica_folder)) {
    if (entry.path().extension() == ".log")
      segments.push_back(fs::path(entry.path()).replace_extension().string());
  }
  std::sort(segments.begin(), segments.end());
  return segments;
}

// From the middle on, so that there are whole batches before and after it.
std::optional<PlaceInLog> FindValue(std::string_view segment, bool closed) {
  std::vector<PlaceInLog> places;
  std::string_view rest = segment;
  while (const auto batch = TakeBatch(rest)) {
    constexpr std::int16_t kControl = 0x20;
    const auto front = static_cast<std::size_t>(batch->bytes.data() - segment.data());
    const auto middle = MiddleOfValue(*batch);
    if (middle && (batch->attributes & kControl) == 0)
      places.push_back({front + *middle, batch->base_offset});
  }
  if (!closed && !places.empty()) places.pop_back();
  if (places.empty()) return std::nullopt;
  return places[places.size() / 2];
}

}  // namespace kproof

// Frames of what records hold and are made from.
#include <limits>

#include "audit/facts/packed_keys.h"
#include "audit/facts/spool_flow.h"
#include "audit/facts/spool_format.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr auto kMostSequence = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

}  // namespace

void SpoolWriter::Add(const SpoolKeys& keys) {
  const auto number = Number(keys.stream);
  SpoolBytes bytes;
  bytes.Number(number).Number(keys.span.first_sequence).Number(keys.span.hashes.size());
  bytes.Text(PackHashes(keys.span.hashes)).Text(PackBits(keys.span.tombstones));
  Append(spool::kKeys, bytes.bytes());
}

SpoolKeys ParseKeys(SpoolParser& bytes, const StreamId& stream) {
  SpoolKeys keys{.stream = stream, .span = {}};
  keys.span.first_sequence = bytes.NumberUpTo(kMostSequence);
  const auto count = bytes.NumberUpTo(spool::kLongestFrame);
  if (count == 0) throw Error(ErrorKind::kCorrupt, "a spool frame holds a span of no keys");
  keys.span.hashes = UnpackHashes(bytes.Text(), count);
  keys.span.tombstones = UnpackBits(bytes.Text(), count);
  return keys;
}

void SpoolWriter::Add(const SpoolFoundKey& found) {
  const auto& key = found.key;
  SpoolBytes bytes;
  bytes.Text(key.topic).Signed(key.partition).Signed(key.offset).Number(key.hash);
  Append(spool::kFoundKey, bytes.Number(key.tombstone ? 1 : 0).Text(key.topic_id).bytes());
}

SpoolFoundKey ParseFoundKey(SpoolParser& bytes) {
  SpoolFoundKey found;
  auto& key = found.key;
  key.topic = bytes.Text();
  key.partition = bytes.Int();
  key.offset = bytes.Signed();
  key.hash = bytes.Number();
  key.tombstone = bytes.NumberUpTo(1) == 1;
  key.topic_id = bytes.Text();
  return found;
}

void SpoolWriter::Add(const SpoolMadeFrom& made) {
  const auto number = Number(made.stream);
  SpoolBytes bytes;
  bytes.Number(number)
      .Number(made.span.first_sequence)
      .Place({made.span.cluster, made.span.topic, made.span.partition});
  Append(spool::kMadeFrom, bytes.Offsets(made.span.offsets).bytes());
}

SpoolMadeFrom ParseMadeFrom(SpoolParser& bytes, const StreamId& stream) {
  SpoolMadeFrom made{.stream = stream, .span = {}};
  made.span.first_sequence = bytes.NumberUpTo(kMostSequence);
  auto place = bytes.Place();
  made.span.cluster = std::move(place.cluster);
  made.span.topic = std::move(place.topic);
  made.span.partition = place.partition;
  made.span.offsets = bytes.Offsets();
  if (made.span.offsets.empty())
    throw Error(ErrorKind::kCorrupt, "a spool frame holds a span without offsets");
  return made;
}

void SpoolWriter::Add(const SpoolLargest& largest) {
  const auto number = Number(largest.stream);
  Append(spool::kLargest, SpoolBytes()
                              .Number(number)
                              .Number(largest.largest.bytes)
                              .Number(largest.largest.headers)
                              .bytes());
}

}  // namespace kproof

// Batches of records as they stand in a log (message format 2, KIP-98, the only one since Kafka
// 3.0): big-endian, 61 bytes of header, then the records, compressed together or not at all.
//
// Replicas hold the same bytes: a follower appends what the leader's log gave it. Only the
// partition leader epoch may differ without the records being others, and Kafka's CRC leaves it out
// too.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

struct RecordBatch {
  std::int64_t base_offset = 0;
  std::int64_t last_offset = 0;
  std::uint32_t crc = 0;  // as the batch states it
  std::int16_t attributes = 0;
  std::string_view bytes;  // of the whole batch; a view into what it was taken from

  bool compressed() const { return (attributes & 0x07) != 0; }
};

// Takes the batch at the front of `bytes`; nothing where they end before it does, which is how a
// fetch cuts off its last one. Throws Error(kCorrupt) on what can't be a batch.
std::optional<RecordBatch> TakeBatch(std::string_view& bytes);

// Whether its bytes are those that its CRC-32C was made of.
bool CrcHolds(const RecordBatch& batch);

// The same bytes, but for the partition leader epoch.
bool SameBytes(const RecordBatch& one, const RecordBatch& other);

// All that a reader learns of one record: key, value, headers, timestamp, producer and its
// sequence, whether it is transactional or a control record. Equal contents are equal records.
struct LogRecord {
  std::int64_t offset = 0;
  std::string content;
};

// In order of offsets. Nothing for a compressed batch. Throws Error(kCorrupt) where the batch holds
// something else than the records that it announces.
std::optional<std::vector<LogRecord>> RecordsOf(const RecordBatch& batch);

}  // namespace kproof

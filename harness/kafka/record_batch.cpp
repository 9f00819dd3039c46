// Positions and bits are those of org.apache.kafka.common.record.internal.DefaultRecordBatch and
// DefaultRecord (before Kafka 4.2: org.apache.kafka.common.record).
#include "harness/kafka/record_batch.h"

#include <boost/crc.hpp>
#include <limits>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kLogOverhead = 12;  // base offset and length: not counted by the length
constexpr std::size_t kMagicAt = 16;      // after the partition leader epoch
constexpr std::size_t kCrcAt = 17;
constexpr std::size_t kAttributesAt = 21;  // the CRC covers everything from here on
constexpr std::size_t kLastOffsetDeltaAt = 23;
constexpr std::size_t kBaseTimestampAt = 27;
constexpr std::size_t kMaxTimestampAt = 35;
constexpr std::size_t kProducerAt = 43;  // id and epoch
constexpr std::size_t kBaseSequenceAt = 53;
constexpr std::size_t kCountAt = 57;
constexpr std::size_t kHeader = 61;
constexpr std::int16_t kLogAppendTime = 0x08;  // then all records have the batch's max timestamp
constexpr std::int16_t kKinds = 0x30;          // transactional, control

[[noreturn]] void Damaged(const std::string& what) {
  throw Error(ErrorKind::kCorrupt, "damaged batch: " + what);
}

std::int64_t Big(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = (bytes[at] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = at; i < at + width; ++i)
    value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return static_cast<std::int64_t>(value);
}

// A number with its sign in the lowest bit, seven bits a byte.
std::int64_t TakeVarlong(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    if (bytes.empty()) Damaged("a record ends too early");
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80) == 0)
      return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  Damaged("a number of more than 64 bits");
}

std::string_view Take(std::string_view& bytes, std::int64_t size) {
  if (size < 0 || static_cast<std::uint64_t>(size) > bytes.size())
    Damaged("a record ends after its batch");
  const auto taken = bytes.substr(0, static_cast<std::size_t>(size));
  bytes.remove_prefix(taken.size());
  return taken;
}

void Append(std::string& content, std::int64_t number) {
  content.append(reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace

std::optional<RecordBatch> TakeBatch(std::string_view& bytes) {
  if (bytes.size() < kLogOverhead) return std::nullopt;
  const std::int64_t length = Big(bytes, 8, 4);
  if (length < static_cast<std::int64_t>(kHeader - kLogOverhead))
    Damaged("a length of " + std::to_string(length) + " bytes");
  if (bytes.size() > kMagicAt && bytes[kMagicAt] != 2)
    Damaged("message format " + std::to_string(static_cast<int>(bytes[kMagicAt])));
  const std::size_t size = kLogOverhead + static_cast<std::size_t>(length);
  if (bytes.size() < size) return std::nullopt;
  RecordBatch batch;
  batch.bytes = bytes.substr(0, size);
  batch.base_offset = Big(bytes, 0, 8);
  const std::int64_t delta = Big(bytes, kLastOffsetDeltaAt, 4);
  if (batch.base_offset < 0 || delta < 0 ||
      batch.base_offset > std::numeric_limits<std::int64_t>::max() - delta)
    Damaged("it ends before it begins");
  batch.last_offset = batch.base_offset + delta;
  batch.crc = static_cast<std::uint32_t>(Big(bytes, kCrcAt, 4));
  batch.attributes = static_cast<std::int16_t>(Big(bytes, kAttributesAt, 2));
  bytes.remove_prefix(size);
  return batch;
}

bool CrcHolds(const RecordBatch& batch) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;  // Castagnoli
  const auto covered = batch.bytes.substr(kAttributesAt);
  crc.process_bytes(covered.data(), covered.size());
  return crc.checksum() == batch.crc;
}

bool SameBytes(const RecordBatch& one, const RecordBatch& other) {
  return one.bytes.substr(0, kLogOverhead) == other.bytes.substr(0, kLogOverhead) &&
         one.bytes.substr(kMagicAt) == other.bytes.substr(kMagicAt);
}

std::optional<std::vector<LogRecord>> RecordsOf(const RecordBatch& batch) {
  if (batch.compressed()) return std::nullopt;
  const std::int64_t count = Big(batch.bytes, kCountAt, 4);
  const std::int64_t base_time = Big(batch.bytes, kBaseTimestampAt, 8);
  const std::int64_t base_sequence = Big(batch.bytes, kBaseSequenceAt, 4);
  const bool append_time = (batch.attributes & kLogAppendTime) != 0;
  std::string_view left = batch.bytes.substr(kHeader);
  std::vector<LogRecord> records;
  for (std::int64_t i = 0; i < count; ++i) {
    auto record = Take(left, TakeVarlong(left));
    Take(record, 1);  // attributes: no bit of them has a meaning yet
    const std::int64_t time_delta = TakeVarlong(record);
    const std::int64_t delta = TakeVarlong(record);
    if (delta < 0 || delta > batch.last_offset - batch.base_offset ||
        (!records.empty() && batch.base_offset + delta <= records.back().offset))
      Damaged("an offset out of order");
    LogRecord read{.offset = batch.base_offset + delta, .content = {}};
    Append(read.content, append_time
                             ? Big(batch.bytes, kMaxTimestampAt, 8)
                             : static_cast<std::int64_t>(static_cast<std::uint64_t>(base_time) +
                                                         static_cast<std::uint64_t>(time_delta)));
    Append(read.content, base_sequence < 0 ? -1 : base_sequence + delta);
    Append(read.content, batch.attributes & (kKinds | kLogAppendTime));
    read.content += batch.bytes.substr(kProducerAt, kBaseSequenceAt - kProducerAt);
    read.content += record;  // key, value and headers with their lengths
    records.push_back(std::move(read));
  }
  if (!left.empty()) Damaged("bytes after its last record");
  return records;
}

}  // namespace kproof

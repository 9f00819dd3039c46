// Batches as a broker would write them, for tests of those who read logs.
#pragma once

#include <boost/crc.hpp>
#include <string>
#include <vector>

#include "harness/kafka/record_batch.h"
#include "harness/kafka/wire.h"

namespace kproof {

struct BatchSpec {
  std::int64_t base_offset = 0;
  std::vector<std::string> values;
  std::int32_t leader_epoch = 0;
  std::int16_t attributes = 0;
  std::int32_t base_sequence = 0;
};

inline std::string SignedVarint(std::int64_t value) {
  return wire::Writer().Varint(static_cast<std::uint32_t>(value << 1 ^ value >> 63)).bytes();
}

// The CRC-32C of everything from the attributes on, as Kafka computes it.
inline void Seal(std::string& batch) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(batch.data() + 21, batch.size() - 21);
  batch.replace(17, 4, wire::Writer().Int32(static_cast<std::int32_t>(crc.checksum())).bytes());
}

inline std::string BatchBytes(const BatchSpec& spec) {
  std::string records;
  for (std::size_t i = 0; i < spec.values.size(); ++i) {
    std::string record(1, '\0');  // attributes
    record += SignedVarint(0);    // timestamp
    record += SignedVarint(static_cast<std::int64_t>(i));
    record += SignedVarint(-1);  // no key
    record += SignedVarint(static_cast<std::int64_t>(spec.values[i].size())) + spec.values[i];
    record += SignedVarint(0);  // no headers
    records += SignedVarint(static_cast<std::int64_t>(record.size())) + record;
  }
  const auto count = static_cast<std::int32_t>(spec.values.size());
  wire::Writer body;
  body.Int16(spec.attributes).Int32(count - 1).Int64(1'000).Int64(1'000).Int64(42).Int16(0);
  body.Int32(spec.base_sequence).Int32(count);
  wire::Writer head;
  head.Int64(spec.base_offset);
  head.Int32(static_cast<std::int32_t>(9 + body.bytes().size() + records.size()));
  head.Int32(spec.leader_epoch).Int8(2).Int32(0);
  std::string batch = head.bytes() + body.bytes() + records;
  Seal(batch);
  return batch;
}

inline RecordBatch Parsed(std::string_view bytes) { return *TakeBatch(bytes); }

}  // namespace kproof

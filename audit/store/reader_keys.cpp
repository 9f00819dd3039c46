// The reading side of keys, and of what records were made from.
#include "audit/facts/packed_keys.h"
#include "audit/store/columns.h"
#include "audit/store/reader.h"
#include "audit/store/sqlite.h"

namespace kproof {

void StoreReader::EachKey(const std::function<void(const KeyRow&)>& take) const {
  if (version_ < 4) return;
  Each("SELECT stream, first_sequence, count, hashes, tombstones FROM record_key ORDER BY rowid",
       [&](Statement& row) {
         const auto count = Count(row, 2);
         KeyRow key{row.Int(0), {static_cast<std::uint64_t>(row.Int(1)), {}, {}}};
         key.span.hashes = UnpackHashes(row.Blob(3), count);
         key.span.tombstones = UnpackBits(row.Blob(4), count);
         take(key);
       });
}

void StoreReader::EachFoundKey(const std::function<void(const FoundKeyRow&)>& take) const {
  if (version_ < 4) return;
  Each(
      "SELECT topic, name, partition, offset, hash, tombstone, topic_id FROM found_key JOIN topic "
      "ON topic.id = topic ORDER BY topic, partition, offset",
      [&](Statement& row) {
        take({row.Int(0),
              {row.Text(1), Int32(row, 2), row.Int(3), static_cast<std::uint64_t>(row.Int(4)),
               row.Int(5) != 0, row.Text(6)}});
      });
}

std::vector<MadeFromRow> StoreReader::MadeFrom() const {
  std::vector<MadeFromRow> rows;
  if (version_ < 4) return rows;
  Each(
      "SELECT stream, topic, first_sequence, count, cluster, name, partition, first_offset, "
      "last_offset, offsets FROM made_from JOIN topic ON topic.id = topic ORDER BY made_from.rowid",
      [&](Statement& row) {
        rows.push_back(
            {row.Int(0),
             row.Int(1),
             {static_cast<std::uint64_t>(row.Int(2)), row.Text(4), row.Text(5), Int32(row, 6),
              OffsetRun::Unpack(row.Int(7), row.Int(8), Count(row, 3), row.Blob(9))}});
      });
  return rows;
}

}  // namespace kproof

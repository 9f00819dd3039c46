// The reading side of spans: the rows that there are many of.
#include <fmt/format.h>

#include "audit/store/columns.h"
#include "audit/store/reader.h"
#include "audit/store/sqlite.h"

namespace kproof {

OffsetRun SettledRow::Offsets() const {
  if (!first_offset || !last_offset) return {};
  return OffsetRun::Unpack(*first_offset, *last_offset, count, packed_offsets);
}

OffsetRun ReadRow::Offsets() const {
  return OffsetRun::Unpack(first_offset, last_offset, count, packed_offsets);
}

void StoreReader::Each(const std::string& sql, const RowRanges& rows,
                       const std::function<void(Statement&)>& take) const {
  auto statement = Prepared(sql);
  for (const auto& range : rows) {
    statement->Bind(range.first, range.last);
    while (statement->Step()) take(*statement);
  }
  Keep(sql, std::move(statement));
}

void StoreReader::EachSettled(const std::function<void(const SettledRow&)>& take,
                              const RowRanges& rows) const {
  const auto* topic = version_ < 4 ? "NULL" : "topic";
  Each(
      fmt::format("SELECT stream, outcome, first_sequence, count, first_offset, last_offset, "
                  "offsets, latency, from_us, to_us, pulse_low, pulse_high, digest, error, {} FROM "
                  "settled WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid",
                  topic),
      rows, [&](Statement& row) {
        SettledRow span;
        span.stream = row.Int(0);
        span.outcome = AsEnum(row.Int(1), Outcome::kUnknown, "settled.outcome");
        span.first_sequence = static_cast<std::uint64_t>(row.Int(2));
        span.count = Count(row, 3);
        span.first_offset = row.MaybeInt(4);
        span.last_offset = row.MaybeInt(5);
        span.packed_offsets = row.Blob(6);
        span.packed_latency = row.Blob(7);
        span.from = row.Int(8);
        span.to = row.Int(9);
        span.pulse = {static_cast<std::uint64_t>(row.Int(10)),
                      static_cast<std::uint64_t>(row.Int(11))};
        span.digest.sum = static_cast<std::uint64_t>(row.Int(12));
        span.error = Int32(row, 13);
        if (row.MaybeInt(14)) span.topic = row.Int(14);
        take(span);
      });
}

void StoreReader::EachRead(const std::function<void(const ReadRow&)>& take, const RowRanges& rows,
                           ReadColumns columns) const {
  const bool all = columns == ReadColumns::kAll;
  const auto* more = !all           ? ""
                     : version_ < 2 ? ", actor, from_us, to_us, pulse_low, pulse_high, digest, NULL"
                                    : ", actor, from_us, to_us, pulse_low, pulse_high, digest, run";
  const auto* topic = version_ < 4 ? "NULL" : "topic";
  Each(
      fmt::format("SELECT stream, pass, isolation, partition, first_sequence, count, first_offset, "
                  "last_offset, offsets, {}{} FROM read WHERE rowid BETWEEN ?1 AND ?2 ORDER BY "
                  "rowid",
                  topic, more),
      rows, [&](Statement& row) {
        ReadRow span;
        span.stream = row.Int(0);
        span.pass = AsEnum(row.Int(1), Pass::kFinal, "read.pass");
        span.isolation = AsEnum(row.Int(2), Isolation::kCommitted, "read.isolation");
        span.partition = Int32(row, 3);
        span.first_sequence = static_cast<std::uint64_t>(row.Int(4));
        span.count = Count(row, 5);
        span.first_offset = row.Int(6);
        span.last_offset = row.Int(7);
        span.packed_offsets = row.Blob(8);
        if (row.MaybeInt(9)) span.topic = row.Int(9);
        if (!all) return take(span);
        span.actor = row.Int(10);
        span.from = row.Int(11);
        span.to = row.Int(12);
        span.pulse = {static_cast<std::uint64_t>(row.Int(13)),
                      static_cast<std::uint64_t>(row.Int(14))};
        span.digest.sum = static_cast<std::uint64_t>(row.Int(15));
        span.run = row.MaybeInt(16);
        take(span);
      });
}

void StoreReader::EachRow(SpanTable table, const std::function<void(const SpanRow&)>& take) const {
  Each(fmt::format("SELECT rowid, stream, first_sequence, count FROM {} ORDER BY rowid",
                   table == SpanTable::kSettled ? "settled" : "read"),
       [&](Statement& row) {
         take({row.Int(0), row.Int(1), static_cast<std::uint64_t>(row.Int(2)), Count(row, 3)});
       });
}

// min() makes SQLite take the other columns from the row that holds it.
void StoreReader::EachCorrupt(const std::function<void(const CorruptRow&)>& take) const {
  const auto* topic = version_ < 4 ? "stream.topic" : "coalesce(corrupt.topic, stream.topic)";
  Each(fmt::format("SELECT corrupt.stream, corrupt.partition, offset, sequence, min(corrupt.rowid) "
                   "FROM corrupt LEFT JOIN stream ON stream.id = corrupt.stream GROUP BY {}, "
                   "corrupt.partition, offset ORDER BY 1, 2, 4, 3",
                   topic),
       [&](Statement& row) {
         take({row.Int(0), {Int32(row, 1), row.Int(2), static_cast<std::uint64_t>(row.Int(3))}});
       });
}

}  // namespace kproof

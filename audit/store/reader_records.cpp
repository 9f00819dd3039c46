// The reading side of facts about records: spans, keys, and what came through audit topics.
#include <fmt/format.h>

#include "audit/facts/keys.h"
#include "audit/store/columns.h"
#include "audit/store/read_unpacker.h"
#include "audit/store/reader.h"
#include "harness/base/sqlite.h"

namespace kproof {
namespace {

std::uint64_t Unsigned(const Statement& row, int column) {
  return static_cast<std::uint64_t>(row.Int(column));
}

std::optional<std::uint64_t> MaybeUnsigned(const Statement& row, int column) {
  const auto value = row.MaybeInt(column);
  return value ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

}  // namespace

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
  ReadUnpacker spans(take, all ? PartTimes::kTold : PartTimes::kLeftOut);
  Each(
      fmt::format("SELECT stream, pass, isolation, partition, first_sequence, count, first_offset, "
                  "last_offset, offsets, {}, rowid, {}{} FROM read WHERE rowid BETWEEN ?1 AND ?2 "
                  "ORDER BY rowid",
                  topic, PartsColumn(), more),
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
        if (all) {
          span.actor = row.Int(12);
          span.from = row.Int(13);
          span.to = row.Int(14);
          span.pulse = {static_cast<std::uint64_t>(row.Int(15)),
                        static_cast<std::uint64_t>(row.Int(16))};
          span.digest.sum = static_cast<std::uint64_t>(row.Int(17));
          span.run = row.MaybeInt(18);
        }
        spans.Take(row.Int(10), span, row.Blob(11));
      });
  spans.Flush();
}

void StoreReader::EachRow(SpanTable table, const std::function<void(const SpanRow&)>& take) const {
  const bool settled = table == SpanTable::kSettled;
  std::vector<ReadPart> parts;
  Each(fmt::format("SELECT rowid, stream, first_sequence, count, {} FROM {} ORDER BY rowid",
                   settled ? "NULL" : PartsColumn(), settled ? "settled" : "read"),
       [&](Statement& row) {
         const SpanRow span{row.Int(0), row.Int(1), static_cast<std::uint64_t>(row.Int(2)),
                            Count(row, 3)};
         const auto packed = row.Blob(4);
         if (packed.empty()) return take(span);
         UnpackParts(packed, span.first_sequence, span.count, PartTimes::kLeftOut, parts);
         for (const auto& part : parts) take({span.row, span.stream, part.sequence, part.count});
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

std::vector<UnstampedRow> StoreReader::Unstamped() const {
  std::vector<UnstampedRow> rows;
  Each(
      "SELECT actor, topic, pass, isolation, partition, first_offset, last_offset, count, offsets "
      "FROM unstamped",
      [&](Statement& row) {
        rows.push_back({row.Int(0), row.Int(1), AsEnum(row.Int(2), Pass::kFinal, "unstamped.pass"),
                        AsEnum(row.Int(3), Isolation::kCommitted, "unstamped.isolation"),
                        Int32(row, 4),
                        OffsetRun::Unpack(row.Int(5), row.Int(6), Count(row, 7), row.Blob(8))});
      });
  return rows;
}

std::vector<BoundsRow> StoreReader::AllBounds() const {
  std::vector<BoundsRow> rows;
  Each(
      "SELECT actor, topic, isolation, name, partition, start_offset, end_offset, position FROM "
      "bounds "
      "JOIN topic ON topic.id = bounds.topic",
      [&](Statement& row) {
        rows.push_back({row.Int(0),
                        row.Int(1),
                        AsEnum(row.Int(2), Isolation::kCommitted, "bounds.isolation"),
                        {row.Text(3), Int32(row, 4), row.Int(5), row.Int(6), row.MaybeInt(7)}});
      });
  return rows;
}

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

void StoreReader::EachEventTime(const std::function<void(const EventTimeRow&)>& take) const {
  if (version_ < 2) return;
  Each("SELECT stream, first_sequence, second FROM event_time ORDER BY stream, first_sequence",
       [&](Statement& row) {
         take({row.Int(0), Unsigned(row, 1), row.Int(2)});
       });
}

std::map<std::int64_t, std::int64_t> StoreReader::Progress() const {
  std::map<std::int64_t, std::int64_t> progress;
  if (version_ < 2) return progress;
  Each("SELECT actor, created_us FROM progress",
       [&](Statement& row) { progress[row.Int(0)] = row.Int(1); });
  return progress;
}

std::vector<WindowRow> StoreReader::Windows() const {
  std::vector<WindowRow> rows;
  if (version_ < 2) return rows;
  const std::string work =
      version_ < 7 ? "NULL, NULL, NULL, NULL" : "processed, reprocessed, committed, unprocessed";
  Each(
      "SELECT start_s, width_s, coalesce(actor.name, ''), topic.cluster, origin, life, topic.name, "
      "partition, acked, failed, unknown, first_sequence, last_sequence, first_offset, "
      "last_offset, acked_digest, read, read_digest, missing, doubled, extra, unseen, late, " +
          work +
          " FROM audit_window JOIN stream ON stream.id = audit_window.stream "
          "JOIN topic ON topic.id = stream.topic LEFT JOIN actor ON actor.id = reader "
          "ORDER BY start_s, audit_window.stream, reader",
      [&](Statement& row) {
        WindowRow window;
        window.start_s = row.Int(0);
        window.width_s = row.Int(1);
        window.reader = row.Text(2);
        window.stream = {.cluster = row.Text(3),
                         .origin = static_cast<std::uint32_t>(row.Int(4)),
                         .life = static_cast<std::uint32_t>(row.Int(5)),
                         .topic = row.Text(6),
                         .partition = static_cast<std::int32_t>(row.Int(7))};
        window.acked = Unsigned(row, 8);
        window.failed = Unsigned(row, 9);
        window.unknown = Unsigned(row, 10);
        window.first_sequence = MaybeUnsigned(row, 11);
        window.last_sequence = MaybeUnsigned(row, 12);
        window.first_offset = row.MaybeInt(13);
        window.last_offset = row.MaybeInt(14);
        window.acked_digest.sum = Unsigned(row, 15);
        window.read = Unsigned(row, 16);
        window.read_digest.sum = Unsigned(row, 17);
        window.missing = Unsigned(row, 18);
        window.doubled = Unsigned(row, 19);
        window.extra = Unsigned(row, 20);
        window.unseen = Unsigned(row, 21);
        window.late = Unsigned(row, 22);
        window.processed = MaybeUnsigned(row, 23);
        window.reprocessed = MaybeUnsigned(row, 24);
        window.committed = MaybeUnsigned(row, 25);
        window.unprocessed = MaybeUnsigned(row, 26);
        rows.push_back(std::move(window));
      });
  return rows;
}

}  // namespace kproof

// The reading side of what came through audit topics.
#include "audit/store/reader.h"
#include "audit/store/sqlite.h"

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
  Each(
      "SELECT start_s, width_s, coalesce(actor.name, ''), topic.cluster, origin, life, topic.name, "
      "partition, acked, failed, unknown, first_sequence, last_sequence, first_offset, "
      "last_offset, acked_digest, read, read_digest, missing, doubled, extra, unseen, late "
      "FROM audit_window JOIN stream ON stream.id = audit_window.stream "
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
        rows.push_back(std::move(window));
      });
  return rows;
}

}  // namespace kproof

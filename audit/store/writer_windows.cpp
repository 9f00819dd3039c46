// What came through audit topics besides spans: event times, progress, and windows as they closed.
#include "audit/store/writer_impl.h"

namespace kproof {

void StoreWriter::AddEventTime(const StreamId& stream, std::uint64_t sequence,
                               std::int64_t second) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("INSERT OR IGNORE INTO event_time VALUES(?,?,?)")
      .Bind(impl_->StreamNumber(stream), sequence, second)
      .Run();
}

void StoreWriter::SetProgress(const std::string& actor, std::int64_t created_us) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database
      .Use(
          "INSERT INTO progress VALUES(?,?) ON CONFLICT(actor) DO UPDATE SET "
          "created_us=max(created_us, excluded.created_us)")
      .Bind(impl_->ActorNumber(actor), created_us)
      .Run();
}

void StoreWriter::Put(const WindowRow& row) {
  const std::lock_guard lock(impl_->mutex);
  const std::int64_t reader = row.reader.empty() ? 0 : impl_->ActorNumber(row.reader);
  impl_->database
      .Use("INSERT OR REPLACE INTO audit_window VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
      .Bind(row.start_s, row.width_s, impl_->StreamNumber(row.stream), reader, row.acked,
            row.failed, row.unknown, row.first_sequence, row.last_sequence, row.first_offset,
            row.last_offset, row.acked_digest.sum, row.read, row.read_digest.sum, row.missing,
            row.doubled, row.extra, row.unseen, row.late)
      .Run();
}

}  // namespace kproof

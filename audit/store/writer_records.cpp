// Facts about records, with event times and windows, and the numbers that stand for actors, topics
// and streams in them.
#include "audit/store/writer_impl.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr char kInsertSettled[] = "INSERT INTO settled VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr char kInsertRead[] = "INSERT INTO read VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

std::optional<std::int64_t> First(const OffsetRun& run) {
  return run.empty() ? std::nullopt : std::optional(run.first());
}
std::optional<std::int64_t> Last(const OffsetRun& run) {
  return run.empty() ? std::nullopt : std::optional(run.last());
}

void CheckSpan(const OffsetRun& offsets, std::uint64_t count) {
  if (count == 0) throw Error("a span of no records was handed to the audit store");
  if (!offsets.empty() && offsets.count() != count)
    throw Error("a span's offsets and its records differ in number");
}

}  // namespace

std::int64_t StoreWriter::Impl::ActorNumber(const std::string& name) {
  if (const auto known = actors_.find(name); known != actors_.end()) return known->second;
  database
      .Use(
          "INSERT INTO actor VALUES(NULL,?,'main',NULL,'','',0,NULL,NULL,1) ON CONFLICT(name) DO "
          "NOTHING")
      .Bind(name)
      .Run();
  auto& select = database.Use("SELECT id FROM actor WHERE name=?").Bind(name);
  select.Step();
  const auto number = select.Int(0);
  select.Reset();
  return actors_[name] = number;
}

std::int64_t StoreWriter::Impl::TopicNumber(const std::string& cluster, const std::string& name,
                                            const std::string& topic_id) {
  const auto key = std::tuple(cluster, name, topic_id);
  if (const auto known = topics_.find(key); known != topics_.end()) return known->second;
  database
      .Use(
          "INSERT INTO topic VALUES(NULL,?,?,NULL,NULL,?) ON CONFLICT(cluster,name,topic_id) DO "
          "NOTHING")
      .Bind(cluster, name, topic_id)
      .Run();
  auto& select = database.Use("SELECT id FROM topic WHERE cluster=? AND name=? AND topic_id=?")
                     .Bind(cluster, name, topic_id);
  select.Step();
  const auto number = select.Int(0);
  select.Reset();
  return topics_[key] = number;
}

std::optional<std::int64_t> StoreWriter::Impl::OtherTopic(const StreamId& stream,
                                                          const std::string& cluster,
                                                          const std::string& topic,
                                                          const std::string& topic_id) {
  const auto& in = cluster.empty() ? stream.cluster : cluster;
  const auto& name = topic.empty() ? stream.topic : topic;
  if (topic_id.empty() && in == stream.cluster && name == stream.topic) return std::nullopt;
  return TopicNumber(in, name, topic_id);
}

std::int64_t StoreWriter::Impl::StreamNumber(const StreamId& stream) {
  if (last_stream_ && last_stream_->first == stream) return last_stream_->second;
  auto known = streams_.find(stream);
  if (known == streams_.end()) {
    const auto topic = TopicNumber(stream.cluster, stream.topic);
    database
        .Use(
            "INSERT INTO stream VALUES(NULL,NULL,?,?,?,?,0,NULL,NULL) ON "
            "CONFLICT(origin,life,topic,partition) DO NOTHING")
        .Bind(stream.origin, stream.life, topic, stream.partition)
        .Run();
    auto& select =
        database.Use("SELECT id FROM stream WHERE origin=? AND life=? AND topic=? AND partition=?")
            .Bind(stream.origin, stream.life, topic, stream.partition);
    select.Step();
    known = streams_.emplace(stream, select.Int(0)).first;
    select.Reset();
  }
  last_stream_.emplace(stream, known->second);
  return known->second;
}

std::string StoreWriter::Impl::ClusterOf(std::int64_t actor) {
  auto& select = database.Use("SELECT cluster FROM actor WHERE id=?").Bind(actor);
  select.Step();
  std::string cluster = select.Text(0);
  select.Reset();
  return cluster;
}

void StoreWriter::Impl::Forget() {
  actors_.clear();
  topics_.clear();
  streams_.clear();
  claimed.clear();
  last_stream_.reset();
  reads_.Drop();
}

void StoreWriter::Impl::PutRead(const ReadKey& key, const ReadSpan& span) {
  const auto write = [this](const ReadKey& of, const ReadSpan& row, const std::string& parts) {
    WriteRead(of, row, parts);
  };
  if (depth > 0 && reads_.Take(key, span, write)) return;
  reads_.Flush(write);
  WriteRead(key, span, "");
}

void StoreWriter::Impl::FlushReads() {
  reads_.Flush([this](const ReadKey& of, const ReadSpan& row, const std::string& parts) {
    WriteRead(of, row, parts);
  });
}

void StoreWriter::Impl::WriteRead(const ReadKey& key, const ReadSpan& span,
                                  const std::string& parts) {
  const auto offsets = span.offsets.Pack();
  const auto latency = span.latency.Pack();
  database.Use(kInsertRead)
      .Bind(key.stream, key.actor, static_cast<std::int64_t>(key.pass),
            static_cast<std::int64_t>(key.isolation), key.partition, span.first_sequence,
            span.count, span.offsets.first(), span.offsets.last(), AsBlob(offsets), span.from,
            span.to, span.pulse.low, span.pulse.high, AsBlob(latency), span.latency.Quantile(0.99),
            span.latency.Quantile(1.0), span.digest.sum, key.run, key.topic, AsBlob(parts))
      .Run();
}

// The same process may come twice (its facts are taken over again after a resume). Another process
// under the same name is a new one: if the first never closed, what it had not written is missing;
// if it did, a reader may not go on where it was.
void StoreWriter::OpenActor(const Actor& actor, RunMicros at) {
  Transaction transaction(*this);
  auto& database = impl_->database;
  const auto number = impl_->ActorNumber(actor.name);
  auto& select =
      database.Use("SELECT opened_us, closed_us, pid FROM actor WHERE id=?").Bind(number);
  select.Step();
  const bool opened = select.MaybeInt(0).has_value();
  const bool closed = select.MaybeInt(1).has_value();
  const bool same = select.Int(2) == actor.pid;
  select.Reset();
  if (!opened || !same) {
    if (opened && !closed)
      AddHole(actor.name, "it never closed, and another process took its name");
    if (closed) Add(EventFact{at, "client", actor.name, "another process goes on under its name"});
    database
        .Use(
            "UPDATE actor SET cluster=?, kind=?, client=?, host=?, pid=?, "
            "opened_us=coalesce(opened_us, ?), "
            "closed_us=NULL WHERE id=?")
        .Bind(actor.cluster, static_cast<std::int64_t>(actor.kind), actor.client, actor.host,
              actor.pid, at, number)
        .Run();
  }
  transaction.Commit();
}

void StoreWriter::CloseActor(const std::string& actor, RunMicros at) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("UPDATE actor SET closed_us=? WHERE id=?")
      .Bind(at, impl_->ActorNumber(actor))
      .Run();
}

void StoreWriter::AddHole(const std::string& actor, const std::string& why) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("INSERT INTO hole VALUES(?,?)").Bind(impl_->ActorNumber(actor), why).Run();
}

void StoreWriter::PutStream(const std::string& actor, const StreamId& stream, std::uint64_t sent) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("UPDATE stream SET actor=?, sent=max(sent, ?) WHERE id=?")
      .Bind(impl_->ActorNumber(actor), sent, impl_->StreamNumber(stream))
      .Run();
}

void StoreWriter::Add(const std::string& actor, const StreamId& stream, const SettledSpan& span) {
  const std::lock_guard lock(impl_->mutex);
  CheckSpan(span.offsets, span.count);
  const auto number = impl_->StreamNumber(stream);
  if (impl_->claimed.insert(number).second) {
    impl_->database.Use("UPDATE stream SET actor=? WHERE id=? AND actor IS NULL")
        .Bind(impl_->ActorNumber(actor), number)
        .Run();
  }
  const auto offsets = span.offsets.Pack();
  const auto latency = span.latency.Pack();
  impl_->database.Use(kInsertSettled)
      .Bind(number, static_cast<std::int64_t>(span.outcome), span.first_sequence, span.count,
            First(span.offsets), Last(span.offsets), AsBlob(offsets), span.from, span.to,
            span.pulse.low, span.pulse.high, AsBlob(latency), span.latency.Quantile(0.99),
            span.latency.Quantile(1.0), span.error, span.digest.sum,
            impl_->OtherTopic(stream, "", "", span.topic_id))
      .Run();
}

void StoreWriter::Add(const std::string& actor, Pass pass, Isolation isolation,
                      const StreamId& stream, const ReadSpan& span,
                      std::optional<std::int64_t> run) {
  const std::lock_guard lock(impl_->mutex);
  CheckSpan(span.offsets, span.count);
  if (span.offsets.empty())
    throw Error("a read span without offsets was handed to the audit store by " + actor);
  impl_->PutRead(
      {impl_->StreamNumber(stream), impl_->ActorNumber(actor), pass, isolation, span.partition, run,
       impl_->OtherTopic(stream, span.cluster, span.topic, span.topic_id)},
      span);
}

void StoreWriter::Add(const std::string& actor, Pass pass, Isolation isolation,
                      const StreamId& stream, const CorruptRead& read) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.Use("INSERT INTO corrupt VALUES(?,?,?,?,?,?,?,?)")
      .Bind(impl_->StreamNumber(stream), impl_->ActorNumber(actor), static_cast<std::int64_t>(pass),
            static_cast<std::int64_t>(isolation), read.partition, read.offset, read.sequence,
            impl_->OtherTopic(stream, read.cluster, read.topic, read.topic_id))
      .Run();
}

void StoreWriter::Add(const std::string& actor, Pass pass, Isolation isolation,
                      const ForeignRead& read) {
  const std::lock_guard lock(impl_->mutex);
  if (read.offsets.empty()) return;
  const auto number = impl_->ActorNumber(actor);
  const auto offsets = read.offsets.Pack();
  impl_->database.Use("INSERT INTO unstamped VALUES(?,?,?,?,?,?,?,?,?)")
      .Bind(number, static_cast<std::int64_t>(pass), static_cast<std::int64_t>(isolation),
            impl_->TopicNumber(impl_->ClusterOf(number), read.topic, read.topic_id), read.partition,
            read.offsets.count(), read.offsets.first(), read.offsets.last(), AsBlob(offsets))
      .Run();
}

void StoreWriter::Add(const std::string& actor, Isolation isolation, const Bounds& bounds) {
  const std::lock_guard lock(impl_->mutex);
  const auto number = impl_->ActorNumber(actor);
  impl_->database.Use("INSERT INTO bounds VALUES(?,?,?,?,?,?,?)")
      .Bind(number, static_cast<std::int64_t>(isolation),
            impl_->TopicNumber(impl_->ClusterOf(number), bounds.topic, bounds.topic_id),
            bounds.partition, bounds.start, bounds.end, bounds.position)
      .Run();
}

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
      .Use(
          "INSERT OR REPLACE INTO audit_window "
          "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
      .Bind(row.start_s, row.width_s, impl_->StreamNumber(row.stream), reader, row.acked,
            row.failed, row.unknown, row.first_sequence, row.last_sequence, row.first_offset,
            row.last_offset, row.acked_digest.sum, row.read, row.read_digest.sum, row.missing,
            row.doubled, row.extra, row.unseen, row.late, row.processed, row.reprocessed,
            row.committed, row.unprocessed)
      .Run();
}

}  // namespace kproof

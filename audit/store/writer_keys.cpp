// Facts about what records hold and are made from.
#include <fmt/format.h>

#include <vector>

#include "audit/facts/keys.h"
#include "audit/store/writer_impl.h"
#include "harness/base/error.h"

namespace kproof {

void StoreWriter::Add(const StreamId& stream, const KeySpan& keys) {
  const std::lock_guard lock(impl_->mutex);
  if (keys.hashes.empty() || keys.hashes.size() != keys.tombstones.size())
    throw Error("a span of keys whose parts differ in number was handed to the audit store");
  const auto number = impl_->StreamNumber(stream);
  const auto hashes = PackHashes(keys.hashes);
  const auto tombstones = PackBits(keys.tombstones);
  impl_->database.Use("INSERT INTO record_key VALUES(?,?,?,?,?)")
      .Bind(number, keys.first_sequence, static_cast<std::uint64_t>(keys.hashes.size()),
            AsBlob(hashes), AsBlob(tombstones))
      .Run();
}

void StoreWriter::Add(const std::string& actor, const FoundKey& key) {
  const std::lock_guard lock(impl_->mutex);
  const auto cluster = impl_->ClusterOf(impl_->ActorNumber(actor));
  const auto topic = impl_->TopicNumber(cluster, key.topic, key.topic_id);
  impl_->database.Use("INSERT INTO found_key VALUES(?,?,?,?,?) ON CONFLICT DO NOTHING")
      .Bind(topic, key.partition, key.offset, key.hash, key.tombstone ? 1 : 0)
      .Run();
}

void StoreWriter::Add(const StreamId& stream, const MadeFrom& made) {
  const std::lock_guard lock(impl_->mutex);
  if (made.offsets.empty())
    throw Error("records that are made from nothing were handed to the audit store");
  const auto number = impl_->StreamNumber(stream);
  const auto topic = impl_->TopicNumber(made.cluster, made.topic);
  const auto offsets = made.offsets.Pack();
  impl_->database.Use("INSERT INTO made_from VALUES(?,?,?,?,?,?,?,?)")
      .Bind(number, made.first_sequence, made.offsets.count(), topic, made.partition,
            made.offsets.first(), made.offsets.last(), AsBlob(offsets))
      .Run();
}

void StoreWriter::Put(const StreamId& stream, const Largest& largest) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database
      .Use(
          "UPDATE stream SET largest=max(coalesce(largest,0),?), "
          "headers=max(coalesce(headers,0),?) WHERE id=?")
      .Bind(largest.bytes, largest.headers, impl_->StreamNumber(stream))
      .Run();
}

void StoreWriter::KeepKeysOf(
    const std::function<bool(const std::string& cluster, const std::string& topic)>& compacted) {
  const std::lock_guard lock(impl_->mutex);
  std::vector<std::int64_t> kept;
  auto& topics = impl_->database.Use("SELECT id, cluster, name FROM topic");
  while (topics.Step()) {
    if (compacted(topics.Text(1), topics.Text(2))) kept.push_back(topics.Int(0));
  }
  const auto list = fmt::format("[{}]", fmt::join(kept, ","));
  impl_->database
      .Use(
          "DELETE FROM record_key WHERE stream NOT IN (SELECT id FROM stream WHERE topic IN "
          "(SELECT "
          "value FROM json_each(?)))")
      .Bind(list)
      .Run();
  impl_->database.Use("DELETE FROM found_key WHERE topic NOT IN (SELECT value FROM json_each(?))")
      .Bind(list)
      .Run();
}

}  // namespace kproof

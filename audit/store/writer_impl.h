// What StoreWriter keeps: the database and the numbers that names have in it. Private to the
// store's writing side.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "audit/store/read_packer.h"
#include "audit/store/writer.h"
#include "harness/base/sqlite.h"

namespace kproof {

struct StoreWriter::Impl {
  Impl(const std::string& path, Database::Mode mode) : database(path, mode) {}

  // Numbers of actors, topics and streams; a row is made for a name that has none yet.
  std::int64_t ActorNumber(const std::string& name);
  std::int64_t TopicNumber(const std::string& cluster, const std::string& name,
                           const std::string& topic_id = {});
  // Nothing where `topic` and `topic_id` say no more than that the topic is the stream's.
  std::optional<std::int64_t> OtherTopic(const StreamId& stream, const std::string& cluster,
                                         const std::string& topic, const std::string& topic_id);
  std::int64_t StreamNumber(const StreamId& stream);
  std::int64_t TxnNumber(std::int64_t actor, const std::string& name);
  std::string ClusterOf(std::int64_t actor);
  // Within a transaction, short spans are collected first; FlushReads writes what was.
  void PutRead(const ReadKey& key, const ReadSpan& span);
  void FlushReads();
  // After a roll-back: numbers given out since may be gone, and what was collected is.
  void Forget();

  Database database;
  std::recursive_mutex mutex;
  int depth = 0;                             // of nested transactions
  bool doomed = false;                       // an inner one was rolled back
  std::unordered_set<std::int64_t> claimed;  // streams whose sender is known

 private:
  void WriteRead(const ReadKey& key, const ReadSpan& span, const std::string& parts);

  ReadPacker reads_;
  std::map<std::string, std::int64_t> actors_;
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> topics_;
  std::map<StreamId, std::int64_t> streams_;
  // Spans of one stream often come one after another.
  std::optional<std::pair<StreamId, std::int64_t>> last_stream_;
};

}  // namespace kproof

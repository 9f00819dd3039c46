// A member of a consumer group as applications have it: librdkafka's own group consumer, which
// subscribes to topics, is given partitions and commits when it is asked to or, where its settings
// say so, by itself.
//
// Not thread-safe: events come from Poll and Close alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/client_config.h"
#include "harness/kafka/incoming_record.h"

struct rd_kafka_s;

namespace kproof {

// What the member holds from now on.
struct GroupAssignment {
  std::vector<ReadPlace> places;           // all of them
  std::optional<std::int32_t> generation;  // of the group; nothing: the library does not tell
};

// Everything below `offset` is done.
struct DoneBelow {
  ReadPlace place;
  std::int64_t offset = 0;

  bool operator==(const DoneBelow&) const = default;
};

// What became of one commit of one partition.
struct CommitAnswer {
  ReadPlace place;
  std::int64_t offset = 0;
  std::int32_t error = 0;  // librdkafka's code; 0: the group's coordinator took it
};

class GroupClient {
 public:
  struct Events {
    // The client takes the record for handed over: what its settings commit by themselves covers it
    // from before this call.
    std::function<void(const IncomingRecord&)> on_record;
    // Before anything of a new partition is read, and before anything is given back, which is when
    // its offsets are committed. An eager rebalance is an empty assignment first.
    std::function<void(const GroupAssignment&)> on_assignment;
    // Of commits that the client makes by itself, and of CommitLater.
    std::function<void(const CommitAnswer&)> on_commit;
    // Something that concerns what is read: an offset out of range, a topic that nobody knows.
    std::function<void(const std::string& what)> on_trouble;
    OnClientError on_client_error = nullptr;
    // These are about to be taken away, which comes before on_assignment; `lost`: others may have
    // them already. Commit may be called.
    std::function<void(const std::vector<ReadPlace>& places, bool lost)> on_revoke = nullptr;
    // Where the member begins in a partition that it is given in this generation of its group;
    // nothing: where its group committed.
    std::function<std::optional<std::int64_t>(const ReadPlace&,
                                              std::optional<std::int32_t> generation)>
        begin_at = nullptr;
  };

  // Joins as soon as it is polled. `config` has group.id and bootstrap.servers. Throws
  // Error(kUsage) where librdkafka refuses the settings or a topic's name.
  GroupClient(ClientConfig config, const std::vector<std::string>& topics, Events events);
  // Leaves without a word where Close was not called: nothing is committed, no event comes.
  ~GroupClient();

  // Serves what has arrived, one record at the most; waits for it. True: there was a record.
  bool Poll(Duration timeout);
  // Commits and waits for the answers, `limit` at the most; what had none by then is answered with
  // an error.
  std::vector<CommitAnswer> Commit(const std::vector<DoneBelow>& done, Duration limit);
  // Commits without waiting: the answers come to on_commit.
  void CommitLater(const std::vector<DoneBelow>& done);
  // Gives everything back, commits as the settings say, leaves the group. Takes up to
  // session.timeout.ms where no coordinator answers.
  void Close();

  // Where the group's offsets of these stand, in their order, -1 where it has none. Nothing: no
  // coordinator answered in time, or (readers of committed records) a transaction that is not
  // decided holds offsets of one of them.
  std::optional<std::vector<std::int64_t>> Committed(const std::vector<ReadPlace>& places,
                                                     Duration limit);
  // Goes on there; what was fetched already is dropped. False: in at least one of them it did not.
  bool Seek(const std::vector<DoneBelow>& to, Duration limit);

  // What `IncomingRecord::place` counts in; grows as partitions are assigned.
  const std::vector<ReadPlace>& places() const;
  // Why the client can't go on, or "".
  std::string fatal_error() const;
  std::vector<ClientSetting> Settings() const;
  // For this room alone.
  rd_kafka_s* handle() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

// A member of a consumer group as applications have it: librdkafka's own group consumer, which
// subscribes to topics, is given partitions and, where its settings say so, commits by itself.
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

namespace kproof {

// What the member holds from now on.
struct GroupAssignment {
  std::vector<ReadPlace> places;           // all of them
  std::optional<std::int32_t> generation;  // of the group; nothing: the library does not tell
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
    std::function<void(const CommitAnswer&)> on_commit;
    // Something that concerns what is read: an offset out of range, a topic that nobody knows.
    std::function<void(const std::string& what)> on_trouble;
    OnClientError on_client_error = nullptr;
  };

  // Joins as soon as it is polled. `config` has group.id and bootstrap.servers. Throws
  // Error(kUsage) where librdkafka refuses the settings or a topic's name.
  GroupClient(ClientConfig config, const std::vector<std::string>& topics, Events events);
  // Leaves without a word where Close was not called: nothing is committed, no event comes.
  ~GroupClient();

  // Serves what has arrived, one record at the most; waits for it. True: there was a record.
  bool Poll(Duration timeout);
  // Gives everything back, commits as the settings say, leaves the group. Takes up to
  // session.timeout.ms where no coordinator answers.
  void Close();

  // What `IncomingRecord::place` counts in; grows as partitions are assigned.
  const std::vector<ReadPlace>& places() const;
  // Why the client can't go on, or "".
  std::string fatal_error() const;
  std::vector<ClientSetting> Settings() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

// A librdkafka consumer that reads partitions from offsets the caller chose: no group, no commits,
// and no silent jumps (an offset out of range is an event).
//
// Not thread-safe.
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

struct Watermarks {
  std::int64_t start = 0;  // log start offset
  std::int64_t end =
      0;  // high watermark; under isolation.level=read_committed the last stable offset
};

class ConsumerClient {
 public:
  struct Events {
    std::function<void(const IncomingRecord&)> on_record;
    // The end of the partition as it was when it was fetched: everything below `offset` has been
    // delivered.
    std::function<void(std::size_t place, std::int64_t offset)> on_end;
    // The log no longer holds the offset to read next; reading of this place stands still until
    // Read is called again.
    std::function<void(std::size_t place)> on_out_of_range;
    // Another error of a partition, for people; librdkafka goes on by itself.
    std::function<void(std::size_t place, const std::string& what)> on_error;
    OnClientError on_client_error = nullptr;
  };

  // check.crcs=false, enable.partition.eof=true and auto.offset.reset=error whatever `config` says;
  // isolation.level has to be in it. Throws Error(kUsage) where librdkafka refuses it.
  ConsumerClient(ClientConfig config, const std::vector<ReadPlace>& places, Events events);
  ~ConsumerClient();

  // One more place, whose number is that of places so far.
  void AddPlace(const ReadPlace& place);
  // Reads the place from `offset` on, from now; nothing: from the log's start. Throws Error when
  // librdkafka refuses.
  void Read(std::size_t place, std::optional<std::int64_t> offset);
  // Serves what has arrived; waits for the first of it.
  void Poll(Duration timeout);
  // As the leader has them now; nothing where nobody answered in time.
  std::optional<Watermarks> QueryWatermarks(std::size_t place, Duration timeout);
  // How many partitions the topic has; 0 when it does not exist; nothing where nobody answered in
  // time.
  std::optional<std::int32_t> Partitions(const std::string& topic, Duration timeout);
  std::vector<ClientSetting> Settings() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof

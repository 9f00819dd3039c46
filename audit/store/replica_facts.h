// What was found of each replica when it was read from its own node and compared with the leader's
// log, once the cluster was whole again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/clock.h"

namespace kproof {

struct ReplicaFact {
  struct Difference {
    enum class Kind : std::uint8_t {
      kLacks,    // the leader's log holds these, the replica does not
      kDiffers,  // both hold something, and not the same
      kExtra,    // the replica holds something where the leader's log holds nothing
      kDeleted,  // below the replica's log start and not below the leader's
    };
    Kind kind = Kind::kLacks;
    std::int64_t first_offset = 0;
    std::int64_t count = 0;
    std::string detail;
  };

  RunMicros at = 0;  // when all had been read
  std::string cluster = "main";
  std::string topic;
  std::int32_t partition = 0;
  std::int32_t node = 0;
  std::int32_t leader = -1;
  std::int32_t leader_epoch = -1;
  bool in_isr = false;        // before it was read and after
  std::int64_t start = 0;     // the leader's log start
  std::int64_t end = 0;       // the leader's high watermark
  std::int64_t position = 0;  // compared up to here
  std::string problem;        // why not to the end; "" when it was
  std::vector<Difference> differences;
  std::string topic_id = {};  // "": nobody said
};

struct ReplicaRow {
  std::int64_t topic = 0;  // id
  ReplicaFact fact;
};

}  // namespace kproof

// Why an acked record may be gone: retention, and compaction.
#pragma once

#include "tests/unit/audit/oracle_log.h"
#include "tests/unit/audit/oracle_topics.h"

namespace kproof {

enum class OracleGone { kLost, kExpired, kCompacted, kPending, kDoubt };

class OracleAbsence {
 public:
  OracleAbsence(const OracleTopics& topics, const OracleTxns& txns, const OracleLog& log);

  // What became of a record below the log's start.
  OracleGone BelowStart(std::int32_t partition) const;
  // What became of a record that is nowhere in the log of a compacted topic.
  OracleGone Compacted(const SettleEvent& ack) const;
  // Something explains that a compacted topic has this record at another place than that of its
  // ack.
  bool MovedByCompaction(const SettleEvent& ack) const;

 private:
  // A record that stands, or was acked, in one partition.
  struct Keyed {
    Identity record;
    bool foreign = false;
    std::int64_t offset = -1;  // -1: somewhere
    bool stands = false;
    OracleTxns::State state = OracleTxns::kNone;
    std::optional<RecordKey> key;
    Outcome outcome = Outcome::kAcked;
  };
  std::vector<Keyed> InPartition(std::int32_t partition) const;
  std::optional<RecordKey> KeyOf(const Identity& record) const;
  OracleGone ByKey(const SettleEvent& ack, const RecordKey& key) const;
  bool TombstoneMayBeGone(const SettleEvent& ack, const RecordKey& key) const;
  bool LogGoesOn(const OracleLog::Place& place) const;
  bool EndsBelow(const OracleLog::Place& place) const;
  bool SizeStaysBelow(std::int32_t partition, std::int64_t bytes) const;
  std::int64_t UnknownSends(std::int32_t partition) const;

  const OracleTopics& topics_;
  const EventList& events_;
  const OracleTxns& txns_;
  const OracleLog& log_;
  std::map<Identity, SettleEvent> last_word_;
};

}  // namespace kproof

// Which transactions came through in part: sections 6 and 7 of the contract.
#pragma once

#include "tests/unit/audit/oracle_log.h"
#include "tests/unit/audit/oracle_topics.h"

namespace kproof {

class OracleTorn {
 public:
  // `lost`: acked records; those that are missing from torn transactions are taken out.
  OracleTorn(const OracleTopics& topics, const OracleTxns& txns, const OracleLog& log,
             std::set<Identity>& lost);

  void Count(OracleSays& says);

 private:
  enum class Fate { kThere, kMissing, kMaybeMissing };
  Fate Of(const TxnEvents& txn, const Identity& record) const;
  bool PlaceGoneOver(const Identity& record) const;
  bool FoundNowhere(const TxnEvents& txn, const Identity& record) const;
  bool AfterTheEnd(const TxnEvents& txn, const BoundsEvent& pass) const;
  bool Ended(const TxnEvents& txn, RunMicros before) const;

  const OracleTopics& topics_;
  const EventList& events_;
  const OracleTxns& txns_;
  const OracleLog& log_;
  std::set<Identity>& lost_;
  std::map<Identity, SettleEvent> last_word_;
};

}  // namespace kproof

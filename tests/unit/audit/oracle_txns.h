// What section 6 says of transactions, one record at a time.
#pragma once

#include "tests/unit/audit/oracle.h"

namespace kproof {

class OracleTxns {
 public:
  enum State { kNone, kCommitted, kOpen, kUnknown, kAborted };

  explicit OracleTxns(const EventList& events);

  State Of(const TxnEvents& txn) const;
  State Of(const Identity& record) const;
  // Unknown where nobody told of it.
  State Of(const std::string& actor, const std::string& name) const;
  // Sent in several transactions, of which some did not commit.
  bool Resent(const Identity& record) const;
  bool ReadCommitted(const Identity& record) const { return read_committed_.contains(record); }
  // Seen as committed, the record can only have come by this transaction.
  bool OnlyLivingTxn(const TxnEvents& txn, const Identity& record) const;
  // Identities that a committed reader saw before the producer asked for their commit.
  std::set<Identity> Early() const;

 private:
  std::vector<const TxnEvents*> TxnsOf(const Identity& record) const;
  bool SeenEarly(const ReadEvent& read) const;

  const EventList& events_;
  std::set<Identity> read_committed_;
};

}  // namespace kproof

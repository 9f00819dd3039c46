// Transactions: their lives, and which records were sent in them.
//
// A record is in one transaction, and that is what its `send` says; a `settle` says the same or
// nothing. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "audit/events/import_actor.h"
#include "audit/events/import_sent.h"
#include "audit/events/names.h"
#include "audit/store/sinks.h"

namespace kproof {

class TxnImporter {
 public:
  explicit TxnImporter(RecordSink& store) : store_(store) {}

  void Take(const Event& event, const ActorState& actor, Complaints& complaints);
  // A `send` or `settle` of a record of `stream`, which has this number. `fresh`: no event had
  // named the record before.
  void TakeRecord(const Event& event, const ActorState& actor, std::uint32_t number,
                  const StreamId& stream, bool fresh, Complaints& complaints);
  // Writes which records are in transactions.
  void Flush();

 private:
  // Consecutive sequences of one transaction.
  struct Run {
    std::uint64_t end = 0;
    std::uint32_t actor = 0, txn = 0;
    std::uint64_t first_line = 0, last_line = 0;
  };
  using Runs = std::map<std::uint64_t, Run>;  // by first sequence
  struct Records {
    StreamId stream;
    Runs runs;
  };
  // The run that holds the sequence, or ends right before it. Null: there is none.
  static Run* RunAt(Runs& runs, std::uint64_t sequence);
  void Complain(const Event& event, const StreamId& stream, const Run* before,
                Complaints& complaints) const;

  RecordSink& store_;
  Names names_;  // of actors and transactions
  std::map<std::uint32_t, Records> records_;
};

}  // namespace kproof

// What became of transactions, and which records were sent in which.
//
// A transaction of unknown outcome counts as committed once a committed reader saw a record of it
// that no other transaction could explain. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "audit/judge/facts/ranges.h"
#include "audit/store/fact_reader.h"

namespace kproof {

class History;

enum class TxnState {
  kCommitted,  // told, or seen
  kAborted,
  kUnknown,  // its end came without an outcome, and no committed reader saw anything of it
  kOpen      // it has no end, and no committed reader saw anything of it
};

struct Transaction {
  TxnRow row;
  const ActorRow* actor = nullptr;
  TxnState state = TxnState::kOpen;
  std::map<std::size_t, RangeSet> records;  // index of the stream → sequences
};

// The transactional records of one stream. A record that was sent again in another transaction has
// the best of their states: committed before open before unknown before aborted.
struct TxnRecords {
  RangeSet committed, open, unknown, aborted;
  RangeSet resent;  // sent in several, of which some did not commit
  RangeSet shared;  // sent in several, none known to have aborted: evidence for none
  std::vector<std::pair<Range, std::size_t>> parts;  // with the transaction's index; by first
};

class Transactions {
 public:
  // `history` must have loaded its settles and reads.
  explicit Transactions(const History& history);

  const std::vector<Transaction>& all() const { return all_; }
  // Nothing where no record of the stream was sent in a transaction.
  const TxnRecords* Of(std::size_t stream) const;

 private:
  void Load(const History& history);
  void FindSeen(const History& history);
  void SortRecords();

  std::vector<Transaction> all_;
  std::map<std::size_t, TxnRecords> streams_;
};

// A transaction that counts as committed, of which the log holds some records and not others.
struct TornTransaction {
  std::size_t transaction = 0;                         // index
  std::vector<std::pair<std::size_t, Range>> missing;  // stream, sequences
};

struct TornFound {
  std::vector<TornTransaction> torn;
  std::vector<TornTransaction> doubtful;  // their `missing` are those sends that may be
};

}  // namespace kproof

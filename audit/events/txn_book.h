// Transactions: their lives, and which records were sent in them.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/events/actor_book.h"
#include "audit/events/sent_book.h"
#include "audit/store/writer.h"

namespace kproof {

class TxnBook {
 public:
  explicit TxnBook(StoreWriter& store) : store_(store) {}

  void Take(const Event& event, const ActorState& actor, Complaints& complaints);
  // A record of `stream` that was sent in the event's `txn`.
  void Sent(const Event& event, const ActorState& actor, std::uint32_t number,
            const StreamId& stream);
  void Flush();

 private:
  struct Open {
    std::string actor, txn;
    std::uint64_t first = 0, count = 0;
  };
  void Write(const StreamId& stream, const Open& open);

  StoreWriter& store_;
  std::map<std::uint32_t, std::pair<StreamId, Open>> open_;  // by stream
};

}  // namespace kproof

// What a transactional producer asks of its client beyond sending, and what an application has to
// do after each answer.
//
// Not thread-safe. Deliveries come in CommitTransaction and AbortTransaction too, on the caller's
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/client_config.h"
#include "harness/kafka/group_client.h"
#include "harness/kafka/producer_client.h"

namespace kproof {

enum class TxnThen : std::uint8_t {
  kGoOn,   // it is done
  kAgain,  // nothing is decided yet: the same call again
  kAbort,  // the transaction can't be committed any more
  kEnd     // this client can't go on: the next one takes over by its InitTransactions
};

struct TxnAnswer {
  TxnThen then = TxnThen::kGoOn;
  std::string why;  // "" for kGoOn
};

// Gives a producer's settings a transactional.id and what follows from it. librdkafka refuses a
// record that could outlive its transaction, so a delivery time-out that the scenario does not give
// (`given`: its settings) is shortened.
void MakeTransactional(ClientConfig& config, const std::map<std::string, std::string>& given,
                       const std::string& id, Duration timeout);

// Fences whoever had this transactional.id before, and ends its transaction.
TxnAnswer InitTransactions(ProducerClient& client, Duration limit);
TxnAnswer BeginTransaction(ProducerClient& client);
// Waits for what is outstanding; only where all of it was delivered does it ask the coordinator.
TxnAnswer CommitTransaction(ProducerClient& client, Duration limit);
// Makes these offsets of the reader's group part of the transaction; its generation counts, so that
// a member that lost its partitions is refused.
TxnAnswer SendOffsets(ProducerClient& client, const GroupClient& reader,
                      const std::vector<DoneBelow>& done, Duration limit);
// Gives up what is queued, waits for what is in flight.
TxnAnswer AbortTransaction(ProducerClient& client, Duration limit);

// Whether a fatal error says that another producer took the transactional.id over.
bool WasFenced(const std::string& fatal_error);

}  // namespace kproof

// Histories built by hand with transactions and one consumer, "worker-0" of group "billing".
#pragma once

#include <initializer_list>
#include <memory>
#include <utility>

#include "audit/facts/run_tracker.h"
#include "tests/unit/audit/history.h"

namespace kproof {

// Everything on partition 0, in the order of the calls.
class FlowHistory : public HistoryOf {
 public:
  using Records =
      std::initializer_list<std::pair<std::uint64_t, std::int64_t>>;  // sequence, offset

  FlowHistory();

  // As those of HistoryOf.
  template <typename... Arguments>
  FlowHistory& Acks(const Arguments&... arguments) {
    HistoryOf::Acks(arguments...);
    return *this;
  }
  FlowHistory& Settles(Outcome outcome, std::uint64_t first, std::uint64_t count) {
    HistoryOf::Settles(outcome, first, count);
    return *this;
  }

  // -- transactions of checkout-0; with an outcome they end half a second after the commit was
  // asked for, or after 2 s
  FlowHistory& InTxn(const std::string& name, std::uint64_t first, std::uint64_t count);
  FlowHistory& Txn(const std::string& name, std::optional<double> commit_asked,
                   std::optional<TxnOutcome> outcome);
  // A final pass that returned these sequences, each at the offset of its number.
  FlowHistory& Final(Isolation isolation, std::initializer_list<std::uint64_t> sequences,
                     std::int64_t start, std::int64_t end);
  FlowHistory& FinalAt(Isolation isolation, Records records, std::int64_t start, std::int64_t end);
  FlowHistory& FinalRead(Isolation isolation, std::uint64_t sequence, std::int64_t offset);
  FlowHistory& FinalBounds(Isolation isolation, std::int64_t start, std::int64_t end);
  FlowHistory& LiveCommitted(std::uint64_t first, std::uint64_t count, std::int64_t offset,
                             double from, std::optional<double> to = std::nullopt);

  // -- worker-0
  // `anew`: the partition was taken away in between.
  FlowHistory& Assigned(std::optional<std::int64_t> position, bool anew = false);
  FlowHistory& Seeks(std::int64_t offset);
  // Each offset holds the sequence of its number.
  FlowHistory& Consumes(std::initializer_list<std::int64_t> offsets);
  FlowHistory& ConsumesAt(Records records);
  FlowHistory& InGroup(const std::string& group);
  FlowHistory& Processes(std::initializer_list<std::int64_t> offsets);
  FlowHistory& Commits(std::int64_t offset, Outcome outcome = Outcome::kAcked);
  FlowHistory& Require(const std::string& guarantee);
  FlowHistory& NeverCloses(const std::string& actor);

  Result Judge();

 private:
  struct Worker;
  std::shared_ptr<Worker> worker_;
};

}  // namespace kproof

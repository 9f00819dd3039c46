// Histories for the oracle, told by hand: origin 0xa sends to partition 0 of payments, the final
// pass "final" reads it, members are "c-0" and "c-1" of group "g".
#pragma once

#include <initializer_list>

#include "tests/unit/audit/oracle.h"

namespace kproof {

struct Told : EventList {
  using Offsets = std::initializer_list<std::int64_t>;

  static Identity Record(std::int64_t sequence) {
    return {0xa, 0, 0, static_cast<std::uint64_t>(sequence)};
  }

  // -- the log; what is acked or stands at an offset is the sequence of its number
  Told& Settle(std::int64_t sequence, Outcome outcome, std::int64_t offset = -1) {
    settles.push_back({Record(sequence), outcome, offset, now += 1'000});
    auto& mark = sent[{0xa, 0, 0}];
    mark = std::max(mark, static_cast<std::uint64_t>(sequence) + 1);
    return *this;
  }
  Told& Acks(Offsets offsets) {
    for (const auto offset : offsets) Settle(offset, Outcome::kAcked, offset);
    return *this;
  }
  Told& AcksUpTo(std::int64_t end) {
    for (std::int64_t offset = 0; offset < end; ++offset) Acks({offset});
    return *this;
  }
  Told& FinalAt(std::int64_t offset, std::int64_t sequence,
                Isolation isolation = Isolation::kUncommitted) {
    reads.push_back({"final", Pass::kFinal, isolation, 0, offset, Record(sequence), now += 1'000});
    return *this;
  }
  Told& Pass_(std::int64_t start, std::int64_t end, Isolation isolation = Isolation::kUncommitted) {
    bounds.push_back({"final", isolation, {"payments", 0, start, end, std::nullopt}});
    return *this;
  }
  // A final pass that returned these and began at 0.
  Told& Final(Offsets offsets, std::int64_t end, Isolation isolation = Isolation::kUncommitted) {
    for (const auto offset : offsets) FinalAt(offset, offset, isolation);
    return Pass_(0, end, isolation);
  }
  // All of them are acked, and stand.
  Told& Whole(std::int64_t end) {
    AcksUpTo(end);
    for (std::int64_t offset = 0; offset < end; ++offset) FinalAt(offset, offset);
    return Pass_(0, end);
  }
  Told& Txn(std::optional<TxnOutcome> outcome, Offsets sequences) {
    TxnEvents txn{0xa, "t" + std::to_string(txns.size()), 500, now += 1'000, outcome};
    for (const auto sequence : sequences) txn.sends.insert(Record(sequence));
    txns.push_back(txn);
    return *this;
  }
  Told& Key(std::int64_t sequence, std::uint64_t hash, bool tombstone = false) {
    compacted = true;
    keys[Record(sequence)] = {hash, tombstone};
    return *this;
  }

  // -- members
  ConsumerStep& Step(const std::string& member, ConsumerStep::Kind kind, std::int64_t offset) {
    ConsumerStep step;
    step.consumer = member;
    step.group = "g";
    step.kind = kind;
    step.at = now += 1'000;
    step.offset = offset;
    return steps.emplace_back(std::move(step));
  }
  Told& Assign(const std::string& member,
               std::vector<std::pair<std::int32_t, std::optional<std::int64_t>>> places,
               std::optional<std::int32_t> generation = std::nullopt) {
    names_assignments = true;
    auto& step = Step(member, ConsumerStep::kAssign, 0);
    step.assigned = std::move(places);
    step.generation = generation;
    return *this;
  }
  Told& Reads(const std::string& member, std::int64_t offset, std::int64_t sequence) {
    const auto at = Step(member, ConsumerStep::kRead, offset).at;
    steps.back().record = Record(sequence);
    reads.push_back(
        {member, Pass::kLive, Isolation::kUncommitted, 0, offset, Record(sequence), at, true});
    return *this;
  }
  // Reads and processes from … to - 1.
  Told& Does(const std::string& member, std::int64_t from, std::int64_t to) {
    for (auto offset = from; offset < to; ++offset) {
      Reads(member, offset, offset);
      Step(member, ConsumerStep::kProcess, offset);
    }
    return *this;
  }
  Told& Commits(const std::string& member, std::int64_t offset, const std::string& txn = "") {
    Step(member, ConsumerStep::kCommit, offset).txn = txn;
    return *this;
  }
  Told& Seeks(const std::string& member, std::int64_t offset) {
    Step(member, ConsumerStep::kSeek, offset);
    return *this;
  }
  Told& Resets(std::int64_t offset) {
    Step("admin", ConsumerStep::kReset, offset);
    return *this;
  }
  Told& TxnOf(const std::string& member, const std::string& name,
              std::optional<TxnOutcome> outcome) {
    TxnEvents txn;
    txn.name = name;
    txn.actor = member;
    txn.outcome = outcome;
    txns.push_back(std::move(txn));
    return *this;
  }

  OracleSays Say() const { return AskOracle(*this); }

  RunMicros now = 1'000'000;
};

}  // namespace kproof

// The transactions of a producer: when one begins and ends, and the facts of each.
//
// A fact goes to the spool before what it is a fact of: a record's transaction before the record is
// handed over, the wish to commit before the coordinator can hear of it. So SIGKILL leaves no
// effect of a transaction that its spool does not know.
//
// What is told of an end is certain or "unknown". librdkafka asks the coordinator to commit only
// once every record was delivered (rd_kafka_commit_transaction flushes first, and
// rd_kafka_txn_op_commit_transaction refuses where a delivery failed), so a transaction with a
// record that was not acked has certainly not committed. Where all were acked, an abort that
// succeeds after a commit that failed proves nothing: "the EndTxn(commit) may have succeeded"
// (rd_kafka_txn_handle_EndTxn).
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "harness/agent/commit/crash_point.h"
#include "harness/agent/config.h"
#include "harness/agent/life.h"
#include "harness/agent/process.h"
#include "harness/kafka/transactional.h"

namespace kproof {

// Which of a row of transactions abort: of any n in a row, that share of n, rounded up or down.
bool AbortsOnPurpose(std::uint64_t number, double share);

class ProducerTransactions {
 public:
  // `urgent`: whether to give up what the coordinator has not answered yet.
  using Urgent = std::function<bool()>;
  // `crash`: where the agent is to kill itself.
  ProducerTransactions(AgentProcess& process, const TransactionConfig& config, Urgent urgent,
                       const CrashSpec& crash = {});

  // The client of a new life takes the transactional.id over, and whoever had it is fenced. False:
  // this life can't go on, or it is urgent.
  bool TakeOver(ProducerLife& life, std::uint32_t number);
  // Before a record is sent: begins a transaction where none is open. False: this life can't go on.
  bool Before();
  // After each record: ends the transaction once it is full or can't be committed any more.
  // Nothing: it goes on, or this life can't.
  std::optional<TxnOutcome> After();
  // Commits what is open, or aborts it where that is wanted or a commit can't be had. Nothing: this
  // life can't go on.
  std::optional<TxnOutcome> End(bool abort);
  // Done just before each commit, as part of it; its call is repeated while it says so.
  using BeforeCommit = std::function<TxnAnswer(Duration limit)>;
  void SetBeforeCommit(BeforeCommit before_commit) { before_commit_ = std::move(before_commit); }
  // Brings to the spool what others know, before the agent kills itself.
  void SetBeforeCrash(std::function<void()> flush) { before_crash_ = std::move(flush); }
  // The life is over, with what it had open.
  void Abandon();

  bool open() const { return open_; }
  const std::string& name() const { return name_; }   // of the open one, or the last
  std::uint64_t records() const { return records_; }  // likewise
  // Why it has not crashed, once its work is over; "": nobody asked for that.
  std::string MissedCrash() const { return crash_.Missed(); }
  // This life can't go on, whether or not its client calls that fatal.
  bool broken() const { return broken_; }
  // How long to wait before the next life takes the transactional.id back from another producer,
  // which `fatal_error` may say has it now.
  Duration Patience(const std::string& fatal_error) const;

 private:
  std::uint64_t NotAcked() const;  // records of the open transaction, those outstanding among them
  void AwaitDeliveries();
  // The work has come to this point: crashes there where it is to.
  void Come(CrashAt at);
  // What can be said of the open transaction where the coordinator says nothing.
  TxnOutcome OutcomeWithoutAnswer() const;
  // Calls until it is decided; nothing where it was urgent before.
  std::optional<TxnAnswer> Ask(const std::function<TxnAnswer(Duration limit)>& call);
  void Tell(const TxnFact& fact);
  void TellTrouble(const std::string& what, const TxnAnswer& answer);
  TxnOutcome TellEnd(TxnOutcome outcome, bool by_coordinator);

  AgentProcess& process_;
  const TransactionConfig& config_;
  const Urgent urgent_;
  CrashPoint crash_;
  BeforeCommit before_commit_;
  std::function<void()> before_crash_;
  ProducerLife* life_ = nullptr;
  std::uint32_t life_number_ = 0;
  std::uint64_t begun_ = 0;  // in all lives
  bool broken_ = false;
  // The open one:
  bool open_ = false;
  std::string name_;
  bool commit_asked_ = false;
  std::uint64_t records_ = 0;
  std::uint64_t sent_before_ = 0, acked_before_ = 0;  // by the agent, when it began
};

}  // namespace kproof

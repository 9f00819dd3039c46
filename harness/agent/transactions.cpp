#include "harness/agent/transactions.h"

#include <fmt/format.h>

#include <utility>

namespace kproof {
namespace {

constexpr Duration kSlice = std::chrono::milliseconds(200);  // between two looks at signals

}  // namespace

bool AbortsOnPurpose(std::uint64_t number, double share) {
  const auto up_to = [&](std::uint64_t count) {
    return static_cast<std::uint64_t>(static_cast<double>(count) * share + 1e-9);
  };
  return up_to(number + 1) > up_to(number);
}

Transactions::Transactions(AgentProcess& process, const TransactionConfig& config, Urgent urgent)
    : process_(process), config_(config), urgent_(std::move(urgent)) {}

bool Transactions::TakeOver(ProducerLife& life, std::uint32_t number) {
  life_ = &life;
  life_number_ = number;
  broken_ = false;
  const auto answer = Ask(InitTransactions);
  broken_ = !answer || answer->then != TxnThen::kGoOn;
  if (broken_ && answer) TellTrouble("the transactional.id was not taken over", *answer);
  return !broken_;
}

bool Transactions::Before() {
  if (open_ || broken_) return !broken_;
  const auto answer = BeginTransaction(life_->client());
  if (answer.then != TxnThen::kGoOn) {
    TellTrouble("no transaction was begun", answer);
    broken_ = true;
    return false;
  }
  name_ = fmt::format("{}-{}", life_number_, begun_++);
  open_ = true;
  commit_asked_ = false;
  records_ = 0;
  sent_before_ = process_.state.sent;
  acked_before_ = process_.state.acked;
  Tell({.name = name_, .began = process_.clock.Now()});
  life_->SetTransaction(name_);
  return true;
}

void Transactions::After() {
  ++records_;
  if (NotAcked() > life_->outstanding()) return End(true);  // the application was told of a failure
  if (records_ >= config_.records) End(AbortsOnPurpose(begun_ - 1, config_.abort));
}

void Transactions::Finish() {
  if (open_ && !broken_) End(false);
}

std::uint64_t Transactions::NotAcked() const {
  return (process_.state.sent - sent_before_) - (process_.state.acked - acked_before_);
}

void Transactions::End(bool abort) {
  std::optional<TxnAnswer> answer;
  if (!abort) {
    commit_asked_ = true;
    Tell({.name = name_, .commit_asked = process_.clock.Now()});
    answer = Ask(CommitTransaction);
    if (answer && answer->then == TxnThen::kGoOn) return TellEnd(TxnOutcome::kCommitted, true);
    if (answer) TellTrouble(fmt::format("transaction {} was not committed", name_), *answer);
  }
  if (abort || (answer && answer->then == TxnThen::kAbort)) {
    const auto outcome = OutcomeWithoutAnswer();  // before the rest of it is given up
    Tell({.name = name_, .abort_asked = process_.clock.Now()});
    answer = Ask(AbortTransaction);
    if (answer && answer->then == TxnThen::kGoOn) return TellEnd(outcome, true);
    if (answer) TellTrouble(fmt::format("transaction {} was not aborted", name_), *answer);
  }
  broken_ = true;
}

TxnOutcome Transactions::OutcomeWithoutAnswer() const {
  return commit_asked_ && NotAcked() == 0 ? TxnOutcome::kUnknown : TxnOutcome::kAborted;
}

void Transactions::Abandon() {
  if (open_) TellEnd(OutcomeWithoutAnswer(), false);
  life_ = nullptr;
}

std::optional<TxnAnswer> Transactions::Ask(TxnAnswer (*call)(ProducerClient&, Duration)) {
  for (;;) {
    auto answer = call(life_->client(), kSlice);
    life_->Poll(Duration(0));
    if (answer.then != TxnThen::kAgain) return answer;
    if (urgent_()) return std::nullopt;
  }
}

void Transactions::Tell(const TxnFact& fact) {
  process_.spool.Add(SpoolTxn{fact});
  process_.spool.Flush();
}

void Transactions::TellTrouble(const std::string& what, const TxnAnswer& answer) {
  process_.spool.Add(SpoolEvent{process_.clock.Now(), fmt::format("{}: {}", what, answer.why)});
}

// `by_coordinator`: it said so; else it may take its time.
void Transactions::TellEnd(TxnOutcome outcome, bool by_coordinator) {
  const bool ended = by_coordinator || outcome == TxnOutcome::kUnknown;
  Tell({.name = name_,
        .ended = ended ? std::optional(process_.clock.Now()) : std::nullopt,
        .outcome = outcome});
  open_ = false;
  if (life_ != nullptr) life_->SetTransaction("");
}

Duration Transactions::Patience(const std::string& fatal_error) const {
  return config_.shared && WasFenced(fatal_error) ? config_.timeout : Duration(0);
}

}  // namespace kproof

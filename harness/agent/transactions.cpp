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

ProducerTransactions::ProducerTransactions(AgentProcess& process, const TransactionConfig& config,
                                           Urgent urgent, const CrashSpec& crash)
    : process_(process), config_(config), urgent_(std::move(urgent)), crash_(crash) {}

bool ProducerTransactions::TakeOver(ProducerLife& life, std::uint32_t number) {
  life_ = &life;
  life_number_ = number;
  broken_ = false;
  const auto answer = Ask([&](Duration limit) { return InitTransactions(life.client(), limit); });
  broken_ = !answer || answer->then != TxnThen::kGoOn;
  if (broken_ && answer) TellTrouble("the transactional.id was not taken over", *answer);
  return !broken_;
}

bool ProducerTransactions::Before() {
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
  Come(CrashAt::kBeforeSend);
  return true;
}

std::optional<TxnOutcome> ProducerTransactions::After() {
  if (++records_ == (config_.records + 1) / 2) Come(CrashAt::kBetweenSends);
  if (NotAcked() > life_->outstanding()) return End(true);  // the application was told of a failure
  if (records_ < config_.records) return std::nullopt;
  const bool abort = AbortsOnPurpose(begun_ - 1, config_.abort);
  if (abort) AwaitDeliveries();
  return End(abort);
}

void ProducerTransactions::Come(CrashAt at) {
  if (!crash_.Reached(at)) return;
  AwaitDeliveries();
  life_->FlushFacts();
  if (before_crash_) before_crash_();
  if (life_->outstanding() == 0) process_.spool.Close(process_.clock.Now());  // nothing is missing
  process_.Crash(crash_.Text());
}

// So that what is aborted on purpose stands in the log: an abort gives up what is queued.
void ProducerTransactions::AwaitDeliveries() {
  while (life_->outstanding() > 0 && life_->fatal_error().empty() && !urgent_()) {
    life_->FlushClient(kSlice);
    life_->Poll(Duration(0));
  }
}

std::uint64_t ProducerTransactions::NotAcked() const {
  return (process_.state.sent - sent_before_) - (process_.state.acked - acked_before_);
}

std::optional<TxnOutcome> ProducerTransactions::End(bool abort) {
  if (!open_ || broken_) return std::nullopt;
  const auto gone_wrong = [&](const char* what, const std::optional<TxnAnswer>& answer) {
    if (answer) TellTrouble(fmt::format("transaction {} was not {}", name_, what), *answer);
    abort = answer && answer->then == TxnThen::kAbort;
    broken_ = !abort;
  };
  if (!abort && before_commit_) {
    Come(CrashAt::kBeforeOffsets);
    const auto answer = Ask(before_commit_);
    if (!answer || answer->then != TxnThen::kGoOn) gone_wrong("given its offsets", answer);
  }
  if (!abort && !broken_) {
    if (before_commit_) Come(CrashAt::kAfterOffsets);
    Come(CrashAt::kBeforeEnd);
    commit_asked_ = true;
    Tell({.name = name_, .commit_asked = process_.clock.Now()});
    const auto answer =
        Ask([&](Duration limit) { return CommitTransaction(life_->client(), limit); });
    if (answer && answer->then == TxnThen::kGoOn) {
      Come(CrashAt::kAfterEnd);
      return TellEnd(TxnOutcome::kCommitted, true);
    }
    gone_wrong("committed", answer);
  }
  if (abort) {
    const auto outcome = OutcomeWithoutAnswer();  // before the rest of it is given up
    Tell({.name = name_, .abort_asked = process_.clock.Now()});
    const auto answer =
        Ask([&](Duration limit) { return AbortTransaction(life_->client(), limit); });
    if (answer && answer->then == TxnThen::kGoOn) return TellEnd(outcome, true);
    gone_wrong("aborted", answer);
    broken_ = true;
  }
  return std::nullopt;
}

TxnOutcome ProducerTransactions::OutcomeWithoutAnswer() const {
  return commit_asked_ && NotAcked() == 0 ? TxnOutcome::kUnknown : TxnOutcome::kAborted;
}

void ProducerTransactions::Abandon() {
  if (open_) TellEnd(OutcomeWithoutAnswer(), false);
  life_ = nullptr;
}

std::optional<TxnAnswer> ProducerTransactions::Ask(
    const std::function<TxnAnswer(Duration limit)>& call) {
  for (;;) {
    auto answer = call(kSlice);
    life_->Poll(Duration(0));
    if (answer.then != TxnThen::kAgain) return answer;
    if (urgent_()) return std::nullopt;
  }
}

void ProducerTransactions::Tell(const TxnFact& fact) {
  process_.spool.Add(SpoolTxn{fact});
  process_.spool.Flush();
}

void ProducerTransactions::TellTrouble(const std::string& what, const TxnAnswer& answer) {
  process_.spool.Add(SpoolEvent{process_.clock.Now(), fmt::format("{}: {}", what, answer.why)});
}

// `by_coordinator`: it said so; else it may take its time.
TxnOutcome ProducerTransactions::TellEnd(TxnOutcome outcome, bool by_coordinator) {
  const bool ended = by_coordinator || outcome == TxnOutcome::kUnknown;
  Tell({.name = name_,
        .ended = ended ? std::optional(process_.clock.Now()) : std::nullopt,
        .outcome = outcome});
  open_ = false;
  if (life_ != nullptr) life_->SetTransaction("");
  return outcome;
}

Duration ProducerTransactions::Patience(const std::string& fatal_error) const {
  return config_.shared && WasFenced(fatal_error) ? config_.timeout : Duration(0);
}

}  // namespace kproof

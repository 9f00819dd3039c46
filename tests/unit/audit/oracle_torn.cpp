#include "tests/unit/audit/oracle_torn.h"

#include <algorithm>

namespace kproof {

OracleTorn::OracleTorn(const OracleTopics& topics, const OracleTxns& txns, const OracleLog& log,
                       std::set<Identity>& lost)
    : topics_(topics), events_(topics.events()), txns_(txns), log_(log), lost_(lost) {
  for (const auto& settle : events_.settles) last_word_[settle.record] = settle;
}

// Doubts are transactions that are not surely torn.
void OracleTorn::Count(OracleSays& says) {
  std::set<Identity> of_torn;
  for (const auto& txn : events_.txns) {
    if (txns_.Of(txn) != OracleTxns::kCommitted) continue;
    bool some = false, maybe = false;
    std::set<Identity> missing;
    for (const auto& record : txn.sends) {
      some = some || (log_.Has(record) && log_.Visible(record));
      const auto fate = Of(txn, record);
      if (fate == Fate::kMissing) missing.insert(record);
      maybe = maybe || fate == Fate::kMaybeMissing;
    }
    if (some && !missing.empty()) {
      ++says.counts["torn"];
      of_torn.insert(missing.begin(), missing.end());
    } else if (some && maybe) {
      ++says.doubts["torn"];
    }
  }
  for (const auto& record : of_torn) lost_.erase(record);
}

// Reading: of unknown sends to an incarnation that was deleted on request nobody knows whether they
// were there.
OracleTorn::Fate OracleTorn::Of(const TxnEvents& txn, const Identity& record) const {
  const auto told = last_word_.find(record);
  const auto word =
      told == last_word_.end() ? SettleEvent{record, Outcome::kUnknown} : told->second;
  if (word.outcome == Outcome::kAcked)
    return lost_.contains(record) ? Fate::kMissing : Fate::kThere;
  if (word.outcome == Outcome::kFailed) return Fate::kThere;
  if (log_.Has(record)) {
    if (txns_.Of(record) != OracleTxns::kCommitted || !log_.Hidden(record)) return Fate::kThere;
    return PlaceGoneOver(record) ? Fate::kMissing : Fate::kMaybeMissing;
  }
  // What was never settled may have failed where facts of its producer are missing.
  if (told == last_word_.end() && events_.hidden_origins.contains(record.origin))
    return Fate::kMaybeMissing;
  const bool missing = !events_.compacted && !topics_.Deleted(record.partition) &&
                       (PlaceGoneOver(record) || FoundNowhere(txn, record));
  return missing ? Fate::kMissing : Fate::kMaybeMissing;
}

// Readings: an offset was told by any word on the record, and by whoever read it; a committed pass
// has to have gone over all of them. Of a record that was sent in several transactions nobody knows
// which of them stood there.
bool OracleTorn::PlaceGoneOver(const Identity& record) const {
  if (txns_.Resent(record)) return false;
  std::set<std::int64_t> told;
  for (const auto& settle : events_.settles) {
    if (settle.record == record && settle.offset >= 0) told.insert(settle.offset);
  }
  for (const auto& read : events_.reads) {
    if (read.record == record && !read.in_refunds && read.partition == record.partition)
      told.insert(read.offset);
  }
  return !told.empty() && std::all_of(told.begin(), told.end(), [&](std::int64_t offset) {
    return std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
      return b.bounds.partition == record.partition && b.isolation == Isolation::kCommitted &&
             !events_.never_closed.contains(b.reader) && b.bounds.start <= offset &&
             offset < std::min(b.bounds.end, b.bounds.position.value_or(b.bounds.end));
    });
  });
}

// Reading: where the log started when the record was sent is told by nothing in a history, so the
// pass has to begin at offset 0.
bool OracleTorn::FoundNowhere(const TxnEvents& txn, const Identity& record) const {
  return std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
    return b.bounds.partition == record.partition && b.isolation == Isolation::kUncommitted &&
           !events_.never_closed.contains(b.reader) && b.bounds.start <= 0 &&
           OracleLog::ToTheEnd(b.bounds) && AfterTheEnd(txn, b);
  });
}

// Reading: a reader's passes began when it read the first record in any of them; where it returned
// none, or others than those whose times are kept, nobody knows when.
bool OracleTorn::AfterTheEnd(const TxnEvents& txn, const BoundsEvent& pass) const {
  std::optional<RunMicros> began;
  for (const auto& read : events_.reads) {
    if (read.reader == pass.reader && read.pass == Pass::kFinal && read.isolation == pass.isolation)
      began = std::min(began.value_or(read.at), read.at);
  }
  const bool vague =
      std::any_of(events_.foreign.begin(), events_.foreign.end(), [&](const auto& f) {
        return f.reader == pass.reader && f.pass == Pass::kFinal && f.isolation == pass.isolation;
      });
  return began && !vague && !events_.untimed.contains(pass.reader) && Ended(txn, *began);
}

// Reading: besides its own `end`, a committed reader that had got one of its records says that it
// had ended.
bool OracleTorn::Ended(const TxnEvents& txn, RunMicros before) const {
  if (txn.outcome == TxnOutcome::kCommitted && txn.ended && *txn.ended < before &&
      !events_.untimed_origins.contains(txn.origin))
    return true;
  return std::any_of(events_.reads.begin(), events_.reads.end(), [&](const ReadEvent& read) {
    return read.isolation == Isolation::kCommitted && txn.sends.contains(read.record) &&
           txns_.OnlyLivingTxn(txn, read.record) && read.at < before &&
           !events_.untimed.contains(read.reader);
  });
}

}  // namespace kproof

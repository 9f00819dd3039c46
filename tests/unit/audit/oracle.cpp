#include "tests/unit/audit/oracle.h"

#include <algorithm>

#include "tests/unit/audit/oracle_gone.h"
#include "tests/unit/audit/oracle_log.h"
#include "tests/unit/audit/oracle_topics.h"
#include "tests/unit/audit/oracle_torn.h"

namespace kproof {
namespace {

using Place = OracleLog::Place;

class Oracle {
 public:
  explicit Oracle(const EventList& told)
      : topics_(told),
        events_(topics_.events()),
        txns_(events_),
        log_(events_),
        absence_(topics_, txns_, log_) {
    for (const auto& settle : events_.settles) last_word_[settle.record] = settle;
    for (const auto& read : events_.reads) read_.insert(read.record);
  }

  OracleSays Say() {
    for (const auto& [record, word] : last_word_) {
      if (word.outcome == Outcome::kFailed && read_.contains(record)) ++counts_["ghost"];
      if (word.outcome == Outcome::kAcked) Acked(word);
    }
    for (const auto& record : read_) {
      const bool failed =
          last_word_.contains(record) && last_word_.at(record).outcome == Outcome::kFailed;
      if (!failed && txns_.Of(record) == OracleTxns::kAborted && txns_.ReadCommitted(record))
        ++counts_["ghost"];
    }
    OracleTorn(topics_, txns_, log_, lost_).Count(says_);
    if (!lost_.empty()) counts_["lost"] += lost_.size();
    if (const auto early = txns_.Early(); !early.empty()) counts_["early"] = early.size();
    for (const auto& record : read_) {
      const auto mark = events_.sent.find({record.origin, record.life, record.partition});
      const auto sent = mark == events_.sent.end() ? 0 : mark->second;
      if (record.sequence >= sent && !events_.hidden_origins.contains(record.origin))
        ++counts_["phantom"];
    }
    for (const auto& [record, places] : log_.records()) {
      const auto copies = txns_.Resent(record) ? CommittedCopies(record) : places.size();
      if (copies > 1) counts_["duplicated"] += copies - 1;
      if (Misplaced(record, places)) ++counts_["misplaced"];
      if (Reordered(record)) ++counts_["reordered"];
    }
    CountConsumers(topics_, txns_, log_, says_);
    return std::move(says_);
  }

 private:
  // Reading: acked records of an incarnation that was deleted on request are all expired, also
  // those that somebody had read.
  void Acked(const SettleEvent& ack) {
    const auto state = txns_.Of(ack.record);
    if (topics_.Deleted(ack.record.partition)) {
      if (state == OracleTxns::kNone || state == OracleTxns::kCommitted) ++counts_["expired"];
    } else if (!log_.Has(ack.record)) {
      Absent(ack, state);
    } else if (state == OracleTxns::kCommitted && log_.Hidden(ack.record)) {
      lost_.insert(ack.record);
    }
  }

  // Reading: what went to nobody knows which incarnation is pending, like all of which nobody knows
  // what became of it.
  void Absent(const SettleEvent& ack, OracleTxns::State state) {
    if (state == OracleTxns::kOpen && !read_.contains(ack.record)) ++counts_["pending"];
    if (state != OracleTxns::kNone && state != OracleTxns::kCommitted) return;
    if (OracleTopicOf(ack.record.partition) == kOracleUnknownRecord) {
      if (!read_.contains(ack.record)) ++counts_["pending"];
      return;
    }
    const auto gone = WhyGone(ack);
    if (gone == OracleGone::kLost) lost_.insert(ack.record);
    if (gone == OracleGone::kExpired) ++counts_["expired"];
    if (gone == OracleGone::kCompacted) ++counts_["compacted"];
    if (gone == OracleGone::kDoubt) ++says_.doubts["lost"];
    // Reading: what is in doubt on a compacted topic is pending, as everything absent there was.
    const bool pending = gone == OracleGone::kPending || gone == OracleGone::kDoubt;
    if (pending && (events_.compacted || !read_.contains(ack.record))) ++counts_["pending"];
  }

  OracleGone WhyGone(const SettleEvent& ack) const {
    if (events_.compacted) return absence_.Compacted(ack);
    const auto partition = ack.record.partition;
    const bool whole = log_.GoneOverWhole(partition);
    const auto start = log_.Start(partition);
    if (ack.offset >= 0 ? ack.offset < start : whole && start > 0)
      return absence_.BelowStart(partition);
    const bool over = ack.offset >= 0 ? log_.GoneOver({partition, ack.offset}) : whole;
    return over ? OracleGone::kLost : OracleGone::kPending;
  }

  std::size_t CommittedCopies(const Identity& record) const {
    std::set<Place> places;
    for (const auto& read : events_.reads) {
      if (read.record == record && read.isolation == Isolation::kCommitted && log_.Stands(read) &&
          !OracleLog::InAnotherIncarnation(read))
        places.insert({read.partition, read.offset});
    }
    return places.size();
  }

  bool Misplaced(const Identity& record, const std::set<Place>& places) const {
    if (std::any_of(places.begin(), places.end(), [&](const Place& place) {
          return OracleTopicOf(place.first) == kOracleRefunds ||
                 OracleNumberOf(place.first) != OracleNumberOf(record.partition);
        }))
      return true;
    const auto word = last_word_.find(record);
    if (word == last_word_.end() || word->second.outcome != Outcome::kAcked) return false;
    return word->second.offset >= 0 && !txns_.Resent(record) &&
           !places.contains({record.partition, word->second.offset}) &&
           !absence_.MovedByCompaction(word->second);
  }

  // The first place in the partition that it was sent to; nothing when it stands only elsewhere.
  std::optional<std::int64_t> FirstCopy(const Identity& record) const {
    for (const auto& [partition, offset] : log_.records().at(record)) {
      if (partition == record.partition) return offset;
    }
    return std::nullopt;
  }

  bool Reordered(const Identity& record) const {
    const auto first = FirstCopy(record);
    if (!first || txns_.Resent(record)) return false;
    bool after_a_higher_one = false;
    std::set<std::int64_t> taken;
    for (const auto& [other, places] : log_.records()) {
      if (std::tie(other.origin, other.life, other.partition) !=
          std::tie(record.origin, record.life, record.partition))
        continue;
      for (const auto& [partition, offset] : places) {
        if (partition != record.partition) continue;
        if (!taken.insert(offset).second) return false;  // cut between two reads: no one order
        after_a_higher_one |= other.sequence > record.sequence && offset < *first;
      }
    }
    return after_a_higher_one && !MovedUp(record);
  }

  // Reading: on a compacted topic a copy that stood below, as its ack says, may have been the
  // first.
  bool MovedUp(const Identity& record) const {
    const auto word = last_word_.find(record);
    return word != last_word_.end() && word->second.outcome == Outcome::kAcked &&
           word->second.offset >= 0 && word->second.offset < *FirstCopy(record) &&
           absence_.MovedByCompaction(word->second);
  }

  OracleTopics topics_;
  const EventList& events_;
  OracleTxns txns_;
  OracleLog log_;
  OracleAbsence absence_;
  std::set<Identity> lost_;
  std::map<Identity, SettleEvent> last_word_;
  std::set<Identity> read_;  // by anybody
  OracleSays says_;
  OracleNumbers& counts_ = says_.counts;
};

}  // namespace

OracleSays AskOracle(const EventList& events) { return Oracle(events).Say(); }

}  // namespace kproof

#include "tests/unit/audit/oracle.h"

#include <algorithm>

#include "tests/unit/audit/oracle_consumers.h"

namespace kproof {
namespace {

using Place = std::pair<std::int32_t, std::int64_t>;  // partition, offset

class Oracle {
 public:
  explicit Oracle(const EventList& events) : events_(events), txns_(events) {
    for (const auto& settle : events.settles) last_word_[settle.record] = settle;
    for (const auto& read : events.reads) {
      read_.insert(read.record);
      if (StandsInLog(read)) log_[read.record].insert({read.partition, read.offset});
    }
  }

  std::map<std::string, std::uint64_t> Count() {
    for (const auto& [record, word] : last_word_) {
      if (word.outcome == Outcome::kFailed && read_.contains(record)) ++counts_["ghost"];
      if (word.outcome == Outcome::kAcked && !log_.contains(record)) Absent(word);
      if (word.outcome == Outcome::kAcked && Hidden(record)) lost_.insert(record);
    }
    for (const auto& record : read_) {
      const bool failed =
          last_word_.contains(record) && last_word_.at(record).outcome == Outcome::kFailed;
      if (!failed && txns_.Of(record) == OracleTxns::kAborted && txns_.ReadCommitted(record))
        ++counts_["ghost"];
    }
    Torn();
    if (!lost_.empty()) counts_["lost"] += lost_.size();
    if (const auto early = txns_.Early(); !early.empty()) counts_["early"] = early.size();
    for (const auto& record : read_) {
      if (record.sequence >= Sent(record) && !events_.hidden_origins.contains(record.origin))
        ++counts_["phantom"];
    }
    for (const auto& [record, places] : log_) {
      const auto copies = txns_.Resent(record) ? CommittedCopies(record) : places.size();
      if (copies > 1) counts_["duplicated"] += copies - 1;
      if (Misplaced(record, places)) ++counts_["misplaced"];
      if (Reordered(record)) ++counts_["reordered"];
    }
    CountConsumers(events_, txns_, log_, counts_);
    return counts_;
  }

 private:
  bool HasCommittedPass(std::int32_t partition) const {
    return std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
      return b.bounds.partition == partition && b.isolation == Isolation::kCommitted;
    });
  }

  std::size_t CommittedCopies(const Identity& record) const {
    std::set<Place> places;
    for (const auto& read : events_.reads) {
      if (read.record == record && read.isolation == Isolation::kCommitted && StandsInLog(read))
        places.insert({read.partition, read.offset});
    }
    return places.size();
  }

  // In the log, and committed readers have it or can get it.
  bool Visible(const Identity& record) const {
    return std::any_of(events_.reads.begin(), events_.reads.end(), [&](const ReadEvent& read) {
      if (!(read.record == record) || !StandsInLog(read)) return false;
      if (read.isolation == Isolation::kCommitted || !HasCommittedPass(read.partition)) return true;
      return events_.compacted ||
             std::none_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
               return b.bounds.partition == read.partition &&
                      b.isolation == Isolation::kCommitted &&
                      !events_.never_closed.contains(b.reader) && b.bounds.start <= read.offset &&
                      read.offset < b.bounds.position.value_or(b.bounds.end);
             });
    });
  }

  // Of a committed transaction, and committed passes went over all of its places without it.
  bool Hidden(const Identity& record) const {
    return txns_.Of(record) == OracleTxns::kCommitted && log_.contains(record) && !Visible(record);
  }

  void Torn() {
    std::set<Identity> of_torn;
    for (const auto& txn : events_.txns) {
      if (txns_.Of(txn) != OracleTxns::kCommitted) continue;
      bool some = false;
      std::set<Identity> missing;
      for (const auto& record : txn.sends) {
        some = some || (log_.contains(record) && Visible(record));
        const auto word = last_word_.find(record);
        const auto outcome = word == last_word_.end() ? Outcome::kUnknown : word->second.outcome;
        const bool unplaced_and_gone = !log_.contains(record) && !events_.compacted &&
                                       GoneOverWhole(record.partition) &&
                                       Start(record.partition) <= 0;
        if (outcome == Outcome::kAcked
                ? lost_.contains(record)
                : outcome == Outcome::kUnknown && (Hidden(record) || unplaced_and_gone))
          missing.insert(record);
      }
      if (!some || missing.empty()) continue;
      ++counts_["torn"];
      of_torn.insert(missing.begin(), missing.end());
    }
    for (const auto& record : of_torn) lost_.erase(record);
  }

  bool HasFinalPass(std::int32_t partition) const {
    return std::any_of(events_.bounds.begin(), events_.bounds.end(),
                       [&](const auto& b) { return b.bounds.partition == partition; });
  }

  bool StandsInLog(const ReadEvent& read) const {
    if (!HasFinalPass(read.partition)) return true;
    return read.pass == Pass::kFinal &&
           std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
             return b.bounds.partition == read.partition && b.isolation == read.isolation &&
                    b.bounds.start <= read.offset && read.offset < b.bounds.end;
           });
  }

  std::uint64_t Sent(const Identity& record) const {
    std::uint64_t sent = 0;
    const auto mark = events_.sent.find({record.origin, record.life, record.partition});
    if (mark != events_.sent.end()) sent = mark->second;
    for (const auto& [settled, word] : last_word_) {
      if (settled.origin == record.origin && settled.life == record.life &&
          settled.partition == record.partition)
        sent = std::max(sent, settled.sequence + 1);
    }
    return sent;
  }

  std::int64_t Start(std::int32_t partition) const {
    std::optional<std::int64_t> start;
    for (const auto& b : events_.bounds) {
      if (b.bounds.partition == partition)
        start = std::min(start.value_or(b.bounds.start), b.bounds.start);
    }
    return start.value_or(0);
  }

  static bool ToTheEnd(const Bounds& bounds) {
    return !bounds.position || *bounds.position >= bounds.end;
  }

  // Every place from the lowest start on: those below the end of the last pass, and what is above
  // it.
  bool GoneOverWhole(std::int32_t partition) const {
    if (!HasFinalPass(partition)) return false;
    std::int64_t last = 0;
    for (const auto& b : events_.bounds) last = std::max({last, b.bounds.start, b.bounds.end});
    for (auto offset = std::max<std::int64_t>(Start(partition), 0); offset <= last; ++offset) {
      if (!GoneOver({partition, offset})) return false;
    }
    return true;
  }

  bool GoneOver(const Place& place) const {
    if (!HasFinalPass(place.first)) return ReaderWentOver(place);
    return std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
      if (b.bounds.partition != place.first || events_.never_closed.contains(b.reader))
        return false;
      if (place.second < b.bounds.start) return false;
      if (!ToTheEnd(b.bounds)) return place.second < *b.bounds.position;
      return b.isolation == Isolation::kUncommitted || place.second < b.bounds.end;
    });
  }

  // Somebody stood at or below the place and then returned a higher offset.
  bool ReaderWentOver(const Place& place) const {
    std::set<std::pair<std::string, Isolation>> stood;
    for (const auto& read : events_.reads) {
      if (read.consumer || read.partition != place.first ||
          events_.never_closed.contains(read.reader))
        continue;
      const std::pair who(read.reader, read.isolation);
      if (read.offset > place.second && stood.contains(who)) return true;
      if (read.offset <= place.second) stood.insert(who);
    }
    for (const auto& run : OracleRuns(events_)) {
      if (run.assignment && run.partition == place.first && !run.returned.empty() &&
          !events_.never_closed.contains(run.consumer) && *run.From() <= place.second &&
          place.second < run.returned.rbegin()->first)
        return true;
    }
    return false;
  }

  void Absent(const SettleEvent& ack) {
    const auto partition = ack.record.partition;
    const auto state = txns_.Of(ack.record);
    if (state == OracleTxns::kOpen && !read_.contains(ack.record)) ++counts_["pending"];
    if (state != OracleTxns::kNone && state != OracleTxns::kCommitted) return;
    const bool below = ack.offset >= 0 ? ack.offset < Start(partition)
                                       : GoneOverWhole(partition) && Start(partition) > 0;
    const bool over =
        ack.offset >= 0 ? GoneOver({partition, ack.offset}) : GoneOverWhole(partition);
    if (events_.compacted) {
      ++counts_["pending"];
    } else if (below) {
      const bool known_when = events_.untimed.empty() && events_.untimed_origins.empty();
      if (events_.retention_explains || !known_when) {
        ++counts_["expired"];
      } else {
        lost_.insert(ack.record);
      }
    } else if (over) {
      lost_.insert(ack.record);
    } else if (!read_.contains(ack.record)) {
      ++counts_["pending"];
    }
  }

  bool Misplaced(const Identity& record, const std::set<Place>& places) const {
    if (std::any_of(places.begin(), places.end(),
                    [&](const Place& place) { return place.first != record.partition; }))
      return true;
    const auto word = last_word_.find(record);
    if (word == last_word_.end() || word->second.outcome != Outcome::kAcked) return false;
    return word->second.offset >= 0 && !txns_.Resent(record) &&
           !places.contains({record.partition, word->second.offset});
  }

  // The first place in the partition that it was sent to; nothing when it stands only elsewhere.
  std::optional<std::int64_t> FirstCopy(const Identity& record) const {
    for (const auto& [partition, offset] : log_.at(record)) {
      if (partition == record.partition) return offset;
    }
    return std::nullopt;
  }

  bool Reordered(const Identity& record) const {
    const auto first = FirstCopy(record);
    if (!first || txns_.Resent(record)) return false;
    bool after_a_higher_one = false;
    std::set<std::int64_t> taken;
    for (const auto& [other, places] : log_) {
      if (std::tie(other.origin, other.life, other.partition) !=
          std::tie(record.origin, record.life, record.partition))
        continue;
      for (const auto& [partition, offset] : places) {
        if (partition != record.partition) continue;
        if (!taken.insert(offset).second) return false;  // cut between two reads: no one order
        after_a_higher_one |= other.sequence > record.sequence && offset < *first;
      }
    }
    return after_a_higher_one;
  }

  const EventList& events_;
  OracleTxns txns_;
  std::set<Identity> lost_;
  std::map<Identity, SettleEvent> last_word_;
  std::set<Identity> read_;                  // by anybody
  std::map<Identity, std::set<Place>> log_;  // what stands in the log, and where
  std::map<std::string, std::uint64_t> counts_;
};

}  // namespace

std::map<std::string, std::uint64_t> OracleCounts(const EventList& events) {
  return Oracle(events).Count();
}

}  // namespace kproof

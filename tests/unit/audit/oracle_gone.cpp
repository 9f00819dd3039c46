#include "tests/unit/audit/oracle_gone.h"

#include <algorithm>

namespace kproof {

OracleAbsence::OracleAbsence(const OracleTopics& topics, const OracleTxns& txns,
                             const OracleLog& log)
    : topics_(topics), events_(topics.events()), txns_(txns), log_(log) {
  for (const auto& settle : events_.settles) last_word_[settle.record] = settle;
}

// Reading: the deletion of a topic explains nothing about the one that came after it.
OracleGone OracleAbsence::BelowStart(std::int32_t partition) const {
  const bool known_when = events_.untimed.empty() && events_.untimed_origins.empty();
  if (events_.retention_explains || !known_when || events_.records_deleted ||
      topics_.Survived(partition))
    return OracleGone::kExpired;
  return events_.retention_bytes && !SizeStaysBelow(partition, *events_.retention_bytes)
             ? OracleGone::kExpired
             : OracleGone::kLost;
}

// Reading: "the highest end anybody was told" is that of bounds, acks and reads. Reading: a
// producer that may have facts that were not written is one without a known largest record.
bool OracleAbsence::SizeStaysBelow(std::int32_t partition, std::int64_t bytes) const {
  if (!events_.hidden_origins.empty() || topics_.Vague(partition)) return false;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>> streams;
  for (const auto& [stream, mark] : events_.sent) {
    const auto& [origin, life, of] = stream;
    for (std::uint64_t sequence = 0; of == partition && sequence < mark; ++sequence) {
      if (topics_.Holds({origin, life, of, sequence})) streams.insert(stream);
    }
  }
  std::int64_t end = log_.End(partition).value_or(0);
  for (const auto& settle : events_.settles) {
    if (settle.record.partition == partition) end = std::max(end, settle.offset + 1);
  }
  for (const auto& read : events_.reads) {
    if (read.partition != partition) continue;
    end = std::max(end, read.offset + 1);
    streams.insert({read.record.origin, read.record.life, read.record.partition});
  }
  for (const auto& read : events_.foreign) {
    if (read.partition == partition) return false;
  }
  std::int64_t largest = 0;
  for (const auto& stream : streams) {
    const auto known = events_.largest.find(stream);
    if (known == events_.largest.end()) return false;
    largest = std::max(largest, known->second.bytes + 61 + 46 + 10 * known->second.headers);
  }
  const auto offsets = end - log_.Start(partition) + UnknownSends(partition);
  const auto hundredths = events_.compressed ? largest * 101 + 6'400 : largest * 100;
  return offsets * hundredths < bytes * 100;
}

std::int64_t OracleAbsence::UnknownSends(std::int32_t partition) const {
  std::int64_t unknown = 0;
  for (const auto& [stream, mark] : events_.sent) {
    const auto& [origin, life, of] = stream;
    if (of != partition) continue;
    for (std::uint64_t sequence = 0; sequence < mark; ++sequence) {
      if (!topics_.Holds({origin, life, partition, sequence})) continue;
      const auto word = last_word_.find({origin, life, partition, sequence});
      unknown += word == last_word_.end() || word->second.outcome == Outcome::kUnknown ? 1 : 0;
    }
  }
  return unknown;
}

std::optional<RecordKey> OracleAbsence::KeyOf(const Identity& record) const {
  const auto key = events_.keys.find(record);
  return key == events_.keys.end() ? std::nullopt : std::optional(key->second);
}

std::vector<OracleAbsence::Keyed> OracleAbsence::InPartition(std::int32_t partition) const {
  std::vector<Keyed> all;
  for (const auto& [record, places] : log_.records()) {
    for (const auto& [found_in, offset] : places) {
      if (found_in == partition)
        all.push_back({record, false, offset, true, txns_.Of(record), KeyOf(record)});
    }
  }
  for (const auto& [record, word] : last_word_) {
    if (record.partition == partition && word.outcome != Outcome::kFailed)
      all.push_back(
          {record, false, word.offset, false, txns_.Of(record), KeyOf(record), word.outcome});
  }
  for (const auto& [stream, mark] : events_.sent) {
    const auto& [origin, life, of] = stream;
    for (std::uint64_t sequence = 0; of == partition && sequence < mark; ++sequence) {
      const Identity record{origin, life, partition, sequence};
      if (!last_word_.contains(record) && topics_.Holds(record))
        all.push_back(
            {record, false, -1, false, txns_.Of(record), KeyOf(record), Outcome::kUnknown});
    }
  }
  for (const auto& read : events_.foreign) {
    if (read.partition == partition && log_.Stands(read))
      all.push_back({{}, true, read.offset, true, OracleTxns::kNone, read.key});
  }
  return all;
}

// Reading: what has no order with any pass's end is no evidence: the log ends below a place when
// each pass that went to its end, and all that stands, is below it.
bool OracleAbsence::EndsBelow(const OracleLog::Place& place) const {
  const auto end = log_.End(place.first);
  return end && *end <= place.second &&
         std::any_of(events_.bounds.begin(), events_.bounds.end(), [&](const auto& b) {
           return b.bounds.partition == place.first && b.isolation == Isolation::kUncommitted &&
                  OracleLog::ToTheEnd(b.bounds) && !events_.never_closed.contains(b.reader) &&
                  b.bounds.start <= place.second;
         });
}

bool OracleAbsence::LogGoesOn(const OracleLog::Place& place) const {
  if (log_.End(place.first).value_or(0) > place.second + 1) return true;
  const auto all = InPartition(place.first);
  return std::any_of(all.begin(), all.end(), [&](const Keyed& other) {
    return other.stands && other.offset > place.second;
  });
}

// Readings: the place that another record has taken, and the log's end, are evidence with keys or
// without. What is below the log's start is first asked whether it was compacted. What a later
// record of its key supersedes is compacted, whether or not somebody went over its place.
OracleGone OracleAbsence::Compacted(const SettleEvent& ack) const {
  if (ack.offset < 0) return OracleGone::kPending;
  const OracleLog::Place place(ack.record.partition, ack.offset);
  const bool below = log_.HasFinalPass(place.first) && ack.offset < log_.Start(place.first);
  const bool over = !below && log_.GoneOver(place);
  if (over && (log_.TakenByAnother(ack.record, place) || EndsBelow(place)))
    return OracleGone::kLost;
  const auto key = KeyOf(ack.record);
  if (!key || key->hash == 0 || topics_.Vague(place.first)) return OracleGone::kPending;
  for (const auto& other : InPartition(place.first)) {
    const bool above =
        other.offset > ack.offset || (other.offset < 0 && other.outcome == Outcome::kAcked);
    if (above && !other.key) return OracleGone::kPending;
  }
  const auto gone = ByKey(ack, *key);
  if (below) return gone == OracleGone::kLost ? BelowStart(place.first) : gone;
  return over || gone == OracleGone::kCompacted ? gone : OracleGone::kPending;
}

// Reading: a tombstone of its key that is not in the log of its partition (a copy elsewhere says
// nothing of it), and was acked without an offset or is of
// unknown outcome, may have been above it and be gone again: a doubt. Any other record of unknown
// outcome would have to stand itself, if passes have gone over the whole partition.
OracleGone OracleAbsence::ByKey(const SettleEvent& ack, const RecordKey& key) const {
  bool maybe = false;
  for (const auto& other : InPartition(ack.record.partition)) {
    if (!other.key || other.key->hash != key.hash || other.state == OracleTxns::kAborted) continue;
    if (!other.foreign && other.record == ack.record) continue;
    const bool decided = other.state == OracleTxns::kNone || other.state == OracleTxns::kCommitted;
    const bool told = other.stands || other.outcome == Outcome::kAcked;
    const bool above = other.offset > ack.offset;
    if (above && told && decided) return OracleGone::kCompacted;
    const bool gone_too = (other.offset < 0 || above) && !other.foreign &&
                          !log_.StandsIn(other.record, ack.record.partition);
    const bool unseen =
        other.outcome == Outcome::kUnknown && !log_.GoneOverWhole(ack.record.partition);
    maybe = maybe || (above && told) || (gone_too && (other.key->tombstone || unseen));
  }
  const bool went_over = log_.GoneOver({ack.record.partition, ack.offset});
  if (went_over && TombstoneMayBeGone(ack, key)) return OracleGone::kCompacted;
  return maybe ? OracleGone::kDoubt : OracleGone::kLost;
}

// Reading: without one clock of all actors it may have passed.
bool OracleAbsence::TombstoneMayBeGone(const SettleEvent& ack, const RecordKey& key) const {
  const bool known_when = events_.untimed.empty() && events_.untimed_origins.empty();
  if (!key.tombstone || (known_when && !events_.tombstones_may_be_gone)) return false;
  if (!LogGoesOn({ack.record.partition, ack.offset})) return false;
  const auto all = InPartition(ack.record.partition);
  return std::none_of(all.begin(), all.end(), [&](const Keyed& other) {
    return other.stands && other.offset < ack.offset && other.key && other.key->hash == key.hash &&
           (other.state != OracleTxns::kAborted || other.record == ack.record);
  });
}

// Reading: its own copy above that place supersedes it too, whatever its key.
bool OracleAbsence::MovedByCompaction(const SettleEvent& ack) const {
  if (!events_.compacted || ack.offset < 0) return false;
  const OracleLog::Place place(ack.record.partition, ack.offset);
  if (log_.TakenByAnother(ack.record, place) || EndsBelow(place)) return false;
  const auto& places = log_.records().at(ack.record);
  if (std::any_of(places.begin(), places.end(), [&](const auto& at) {
        return at.first == place.first && at.second > ack.offset;
      }))
    return true;
  return Compacted(ack) == OracleGone::kCompacted;
}

}  // namespace kproof

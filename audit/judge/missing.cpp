// Retention in Kafka goes by segment and by the time stamps in it, so a record may live longer than
// retention.ms but never shorter: a record that is gone sooner was deleted early. How many bytes a
// partition held is not known, so any retention.bytes explains an expiry.
#include "audit/judge/missing.h"

#include <algorithm>

#include "audit/promise/settings.h"
#include "harness/base/units.h"

namespace kproof {
namespace {

struct Retention {
  bool compacted = false;
  bool deletes_asked = false;             // a fault of class "operator" may have deleted records
  std::optional<std::int64_t> ms, bytes;  // -1: for ever

  // Whether a record acked at `at` may be gone at `now`. `latency`: it may have been created that
  // much before its ack.
  bool Explains(RunMicros at, Duration latency, RunMicros now) const {
    if (deletes_asked || !ms || !bytes || *bytes >= 0) return true;
    return *ms >= 0 && (now - at + latency.count()) / 1000 >= *ms;
  }
};

Retention RetentionOf(const History& history, const Effective& effective, const TopicRow& topic) {
  Retention retention;
  const auto number = [&](const char* key) -> std::optional<std::int64_t> {
    const auto text = effective.Topic(topic.cluster, topic.name, key);
    return text ? ParseInt(*text) : std::nullopt;
  };
  const auto policy = effective.Topic(topic.cluster, topic.name, "cleanup.policy");
  retention.compacted = policy && policy->find("compact") != std::string::npos;
  retention.ms = number("retention.ms");
  retention.bytes = number("retention.bytes");
  for (const auto& fault : history.store().Faults()) {
    if (fault.failure_class == "operator" && fault.from && fault.cluster == topic.cluster)
      retention.deletes_asked = true;
  }
  return retention;
}

// The part of `piece` that holds these sequences.
Piece PartOf(const Piece& piece, Range sequences) {
  Piece part = piece;
  if (part.offset >= 0) part.offset += static_cast<std::int64_t>(sequences.first - piece.sequence);
  part.sequence = sequences.first;
  part.count = sequences.size();
  return part;
}

class Sorter {
 public:
  Sorter(const History& history, std::size_t stream, const Retention& retention,
         std::vector<Missing>& out)
      : history_(history),
        stream_(stream),
        retention_(retention),
        partition_(history.Partition(
            {history.streams()[stream].row.topic, history.streams()[stream].row.key.partition})),
        out_(out) {}

  void Take(const Piece& piece) {
    if (retention_.compacted) return Put(piece, Fate::kPending);
    if (piece.offset < 0) return TakeWithoutOffset(piece);
    const auto first = static_cast<std::uint64_t>(piece.offset);
    const Range all{first, first + piece.count};
    const auto start =
        static_cast<std::uint64_t>(std::max<std::int64_t>(partition_.start.value_or(0), 0));
    if (all.first < start) TakeBelowStart(Cut(piece, {all.first, std::min(all.end, start)}));
    if (all.end <= start) return;
    const Range above{std::max(all.first, start), all.end};
    for (const auto& part : partition_.covered.Inside(above)) Put(Cut(piece, part), Fate::kLost);
    for (const auto& part : partition_.covered.Outside(above)) TakeUnreached(Cut(piece, part));
  }

  // Of what was sent in transactions only committed records are expected; open ones that nobody saw
  // are pending.
  void TakeTransactional(const Piece& piece, Range sequences, const TxnRecords& txns) {
    const auto& read = history_.streams()[stream_].read;
    RangeSet expected({sequences});
    for (const auto* not_yet : {&txns.open, &txns.unknown, &txns.aborted})
      expected = expected.Minus(*not_yet);
    for (const auto& part : expected.ranges()) Take(PartOf(piece, part));
    for (const auto& part : txns.open.Inside(sequences)) {
      for (const auto& unread : read.Outside(part)) Put(PartOf(piece, unread), Fate::kPending);
    }
  }

 private:
  static Piece Cut(const Piece& piece, Range offsets) {
    Piece cut = piece;
    cut.sequence += offsets.first - static_cast<std::uint64_t>(piece.offset);
    cut.offset = static_cast<std::int64_t>(offsets.first);
    cut.count = offsets.size();
    return cut;
  }

  // Else nobody knows how long ago it was acked.
  bool OneClock() const {
    return std::all_of(history_.actors().begin(), history_.actors().end(),
                       [](const ActorRow& actor) { return actor.timed; });
  }

  // It may have stood anywhere in the partition: below its start too.
  void TakeWithoutOffset(const Piece& piece) {
    if (!partition_.covered_whole) return TakeUnreached(piece);
    if (partition_.start.value_or(0) > 0) return TakeBelowStart(piece);
    Put(piece, Fate::kLost);
  }

  void TakeBelowStart(const Piece& piece) {
    const bool explained = retention_.Explains(piece.at, piece.latency, history_.last_at()) ||
                           (retention_.ms.value_or(-1) >= 0 && !OneClock());
    Put(piece, explained ? Fate::kExpired : Fate::kDeletedEarly);
  }

  void TakeUnreached(const Piece& piece) {
    const auto& read = history_.streams()[stream_].read;
    const Range all{piece.sequence, piece.sequence + piece.count};
    for (const auto& part : read.Outside(all)) Put(PartOf(piece, part), Fate::kPending);
    for (const auto& part : read.Inside(all)) Put(PartOf(piece, part), Fate::kOnlyLive);
  }

  void Put(const Piece& piece, Fate fate) { out_.push_back({stream_, piece, fate}); }

  const History& history_;
  std::size_t stream_;
  const Retention& retention_;
  const PartitionHistory& partition_;
  std::vector<Missing>& out_;
};

}  // namespace

std::vector<Missing> MissingRecords(const History& history, const CommittedLog& committed) {
  std::vector<Missing> missing;
  const Effective effective(history.store().Settings());
  std::map<std::int64_t, Retention> retention;
  for (const auto& topic : history.topics())
    retention[topic.id] = RetentionOf(history, effective, topic);
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    const auto& stream = history.streams()[i];
    if (stream.clean) continue;
    RangeSet in_log;
    for (const auto& piece : stream.log_pieces)
      in_log.Add({piece.sequence, piece.sequence + piece.count});
    Sorter sorter(history, i, retention[stream.row.topic], missing);
    const auto* txns = history.transactions().Of(i);
    for (const auto& piece : stream.acked_pieces) {
      const Range all{piece.sequence, piece.sequence + piece.count};
      for (const auto& part : in_log.Outside(all)) {
        if (txns == nullptr) {
          sorter.Take(PartOf(piece, part));
        } else {
          sorter.TakeTransactional(piece, part, *txns);
        }
      }
      if (txns == nullptr) continue;
      for (const auto& part : committed.Hidden(i).And(txns->committed).Inside(all))
        missing.push_back({i, PartOf(piece, part), Fate::kHidden});
    }
  }
  return missing;
}

bool RetentionUnknown(const History& history, const TopicRow& topic) {
  const auto retention = RetentionOf(history, Effective(history.store().Settings()), topic);
  return !retention.ms || !retention.bytes;
}

}  // namespace kproof

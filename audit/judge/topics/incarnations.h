// A layer between a store and the judge that gives each incarnation of a topic a topic of its own:
// to the judge, a topic that was deleted and created again is two topics. Topics with only one
// incarnation keep their numbers.
//
// A stream becomes one stream in each incarnation, with the sequences that went there
// (stream_parts.h); a span with records of several is split. Where the incarnation is not known,
// places and records go to two more topics of that name: one for such places, one for such records.
// Bounds of a pass over an unknown incarnation are left out. Not thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/judge/records/stream_parts.h"
#include "audit/judge/topics/topic_eras.h"
#include "audit/store/fact_reader.h"

namespace kproof {

class Incarnations : public FactReader {
 public:
  // Whether `told` has topics to be split or joined.
  static bool Needed(const FactReader& told);
  // `told` has to outlive it.
  explicit Incarnations(const FactReader& told);

  std::vector<TopicRow> Topics() const override;
  std::vector<StreamRow> Streams() const override;
  void EachSettled(const std::function<void(const SettledRow&)>& take,
                   const RowRanges& rows = {RowRange{}}) const override;
  void EachRead(const std::function<void(const ReadRow&)>& take,
                const RowRanges& rows = {RowRange{}},
                ReadColumns columns = ReadColumns::kAll) const override;
  void EachRow(SpanTable table, const std::function<void(const SpanRow&)>& take) const override;
  void EachCorrupt(const std::function<void(const CorruptRow&)>& take) const override;
  std::vector<UnstampedRow> Unstamped() const override;
  std::vector<BoundsRow> AllBounds() const override;
  std::vector<ReplicaRow> Replicas() const override;
  std::vector<RunRow> Runs() const override;
  std::vector<TxnRecordsRow> TxnRecords() const override;
  void EachProcessed(const std::function<void(const ProcessedRow&)>& take) const override;
  std::vector<CommitRow> Commits() const override;
  std::vector<ResetRow> Resets() const override;
  std::vector<AssignmentRow> Assignments() const override;
  void EachKey(const std::function<void(const KeyRow&)>& take) const override;
  void EachFoundKey(const std::function<void(const FoundKeyRow&)>& take) const override;
  std::vector<MadeFromRow> MadeFrom() const override;
  // -- as they were told
  std::map<std::string, std::string> Run() const override { return told_.Run(); }
  std::vector<ActorRow> Actors() const override { return told_.Actors(); }
  std::vector<FaultFact> Faults() const override { return told_.Faults(); }
  std::vector<PartitionState> PartitionStates() const override { return told_.PartitionStates(); }
  std::vector<QuorumState> QuorumStates() const override { return told_.QuorumStates(); }
  std::vector<EventFact> Events() const override { return told_.Events(); }
  std::vector<LogLine> LogLines() const override { return told_.LogLines(); }
  std::vector<SettingFact> Settings() const override { return told_.Settings(); }
  std::vector<TxnRow> Txns() const override { return told_.Txns(); }

 private:
  // All topics of one name: in the store, and here.
  struct Name {
    std::int64_t first = 0;  // number of the first of them
    TopicEras eras;
    bool remade = false;
    std::vector<std::int64_t> topics;                    // of the incarnations
    std::int64_t unknown_place = 0, unknown_record = 0;  // likewise
    std::int64_t OfPlace(int incarnation) const;
    std::int64_t OfRecord(int incarnation) const;
  };
  struct Topic {
    std::shared_ptr<Name> name;
    std::string id;
  };
  struct Stream {
    std::shared_ptr<Name> name;
    StreamParts parts;
    std::map<int, std::int64_t> numbers;  // of the streams here, by incarnation
  };
  using PassKey = std::tuple<std::int64_t, Isolation, const Name*, std::int32_t>;

  void LoadNames();
  void SeeIds();
  void NumberTopics();
  void LoadParts();
  void NumberStreams(const std::vector<StreamRow>& streams);
  void LoadPlaces();
  void LoadEffects();
  void NumberRuns();
  When At(std::int64_t actor, RunMicros from, RunMicros to) const;
  When At(std::int64_t actor, RunMicros at) const { return At(actor, at, at); }
  // The incarnation that a fact about topic `told` belongs to, or TopicEras::kUnknown.
  int IncarnationOf(std::int64_t told, const When& when) const;
  // The same of a span of reads, where that does not depend on what was read: it names an id, is of
  // a final pass, or from before any deletion.
  int CertainOf(const ReadRow& row) const;
  // Of one record of the span, in the topic that it was sent to.
  int IncarnationOf(const ReadRow& row, std::uint64_t sequence) const;
  When SentAndSettled(const SettledRow& row) const;
  int IncarnationOf(const RunRow& row) const;
  int AtTheEnd(std::int64_t told) const;
  // The topic of a place here.
  std::int64_t PlaceOf(std::int64_t told, int incarnation) const;
  std::int64_t PlaceOf(std::int64_t told, const When& when) const;
  std::int64_t ToldTopicOf(const ReadRow& row) const;
  // Calls take(stream, sequences) for the streams here that the sequences of one are in.
  template <typename Take>
  void EachStream(std::int64_t told, Range sequences, const Take& take) const;
  // Calls take(stream, sequences, place's topic) for the parts of a span of reads.
  template <typename Take>
  void EachPart(const ReadRow& row, const Take& take) const;

  const FactReader& told_;
  std::map<std::int64_t, bool> timed_;             // actors
  std::map<std::int64_t, Topic> topics_;           // by number, as they were told
  std::map<std::int64_t, std::int64_t> topic_of_;  // streams as they were told
  std::map<std::int64_t, std::int64_t> actor_of_;  // likewise; -1: nobody
  std::map<std::int64_t, Stream> streams_;         // of topics with several incarnations
  // Offsets of each row of effects, by their incarnations.
  std::map<std::size_t, std::map<int, OffsetRun>> effects_;
  std::map<PassKey, std::set<int>> passes_;  // that final passes returned something of
  // The part of a run in one place: its number here, and what it returned there.
  struct RunPart {
    std::int64_t number = 0;
    RunMicros from = 0;
    std::int64_t first = 0, last = 0;  // offsets: the first one in time, and the highest
  };
  std::map<std::pair<std::int64_t, std::int64_t>, RunPart> run_parts_;  // by run and topic here
};

template <typename Take>
void Incarnations::EachStream(std::int64_t told, Range sequences, const Take& take) const {
  const auto stream = streams_.find(told);
  if (stream == streams_.end()) return take(told, sequences);
  const auto& numbers = stream->second.numbers;
  stream->second.parts.EachPart(
      sequences, [&](int incarnation, Range part) { take(numbers.at(incarnation), part); });
}

template <typename Take>
void Incarnations::EachPart(const ReadRow& row, const Take& take) const {
  const auto told = ToldTopicOf(row);
  const auto stream = streams_.find(row.stream);
  const bool home = stream != streams_.end() && stream->second.name == topics_.at(told).name;
  EachStream(row.stream, {row.first_sequence, row.first_sequence + row.count},
             [&](std::int64_t of, Range sequences) {
               const auto incarnation = home ? IncarnationOf(row, sequences.first) : CertainOf(row);
               take(of, sequences, PlaceOf(told, incarnation));
             });
}

}  // namespace kproof

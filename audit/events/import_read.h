// What readers read, and their positions: from `read`, `assign`, `seek`, `process` and `commit` to
// spans, runs and rows of the store, and final passes from `bounds`.
//
// An actor that reads from two clusters is two readers: `mirror`, and `mirror@east`. Not
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "audit/events/import_actor.h"
#include "audit/events/import_sent.h"
#include "audit/events/places.h"
#include "audit/facts/run_tracker.h"
#include "audit/facts/tracker.h"
#include "audit/store/sinks.h"

namespace kproof {

class ReadImporter {
 public:
  ReadImporter(Places& places, SentImporter& sent, RecordSink& store)
      : places_(places), sent_(sent), store_(store) {}

  void Read(const Event& event, ActorState& actor);
  void Assign(const Event& event, ActorState& actor);
  void Seek(const Event& event, ActorState& actor);
  void Process(const Event& event, ActorState& actor);
  void Commit(const Event& event, ActorState& actor, std::optional<RunMicros> asked);
  void Reset(const Event& event, ActorState& actor);
  // `actor`: whose pass it was; nothing: the actor whose final pass read the partition.
  void Bounds(const Event& event, const ActorState* actor, Complaints& complaints);
  // The actor uses transactions: from now on the times of its reads matter to the microsecond.
  void HasTransactions(const ActorState& actor) { transactional_.insert(actor.name); }
  // The actor closed, or began a new life: nothing is assigned to it any more.
  void End(const ActorState& actor);
  // Writes all open spans.
  void Flush();
  // Writes what had to wait until the readers' clusters were known.
  void WriteLate(ActorImporter& actors, Complaints& complaints);

  struct Alias {
    std::string actor, cluster;
  };
  // Readers of a second cluster: name in the store → who it is.
  const std::map<std::string, Alias>& aliases() const { return aliases_; }

 private:
  // A tracker and what it needs to know of the places that it numbers.
  struct Spans {
    struct Here {
      std::uint32_t place = 0;
      std::int64_t last_offset = -1;
      RunMicros last_at = std::numeric_limits<RunMicros>::min();
      bool read_finally = false;
      std::optional<std::uint64_t> run;    // number of the run that its spans are of
      std::optional<std::int64_t> run_id;  // and its id in the store
      OffsetRun foreign;
    };
    std::unique_ptr<ReadTracker> tracker;
    std::vector<Here> places;
    std::unordered_map<std::uint32_t, std::uint32_t> numbers;
    std::uint32_t last = 0;
  };
  struct Reader {
    std::string name;  // in the store
    std::string cluster;
    std::array<Spans, 8> spans;  // by pass, isolation and whether the instant matters
    std::unique_ptr<RunTracker> runs;
    bool stands_somewhere = false;  // it was assigned something, or reads in a group
    bool has_places = false;        // its newest assignment has some
    std::optional<RunMicros> left;  // it closed with them
    std::unordered_map<std::uint64_t, std::int64_t> run_ids;  // of the newest runs
    std::unique_ptr<ProcessedTracker> processed;
  };
  struct PendingForeign {
    std::string reader;
    Pass pass;
    Isolation isolation;
    ForeignRead read;
  };
  struct PendingBounds {
    std::string reader;                  // "": those of the final reads
    std::optional<Isolation> isolation;  // nothing: that of the final reads
    std::uint32_t place = 0;
    std::int64_t start = 0, end = 0;
    std::optional<std::int64_t> position;
    bool timed = false;  // they say when they were asked for
    std::uint64_t line = 0;
  };
  struct PendingKey {
    std::string reader;
    FoundKey key;
  };

  Reader& ReaderOf(const ActorState& actor, std::string_view cluster);
  std::string NameOf(const ActorState& actor, std::string_view cluster);
  void FollowRun(const Event& event, Reader& reader, Spans& spans, std::uint32_t number,
                 Isolation isolation, RunMicros at);
  std::string NobodyAt(std::uint32_t place);
  std::set<std::string> FinalReaders(std::uint32_t place, Isolation isolation) const;
  Spans& SpansOf(Reader& reader, Pass pass, Isolation isolation, bool instant);
  static Spans::Here& HereOf(Spans& spans, std::uint32_t place, std::uint32_t& number);
  void TakeForeign(Reader& reader, Pass pass, Isolation isolation, Spans::Here& here,
                   std::int64_t offset);
  void FlushForeign(Reader& reader, Pass pass, Isolation isolation, Spans::Here& here);
  PlaceId IdOf(const Event& event) const;
  void TakeKey(const Event& event, const Reader& reader, std::uint32_t place);
  StreamId StreamOf(const ReadSource& source, std::uint32_t place) const;
  // Where it was found, as far as that is not its stream's.
  template <typename Found>
  void FoundIn(Found& found, const StreamId& stream, std::uint32_t place) const;

  Places& places_;
  SentImporter& sent_;
  RecordSink& store_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Reader>>
      readers_;  // actor, cluster
  std::pair<const ActorState*, Reader*> last_{nullptr, nullptr};
  std::map<std::string, Alias> aliases_;
  std::set<std::string> transactional_;
  std::map<std::pair<std::uint32_t, Isolation>, std::set<std::string>> final_readers_;  // by place
  std::vector<PendingForeign> foreign_;
  std::vector<PendingKey> keys_;  // of readers of other clusters than main
  std::vector<PendingBounds> bounds_;
};

}  // namespace kproof

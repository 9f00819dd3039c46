// The parts of an export: each turns one kind of rows into lines, which are sorted by time.
//
// Private to export*.cpp. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/events/event_line.h"
#include "audit/events/line_sorter.h"
#include "audit/store/reader.h"

namespace kproof {

class Exporter {
 public:
  Exporter(const std::string& path, LineSorter& sorter);

  // -- about the run and its actors (export_about.cpp)
  void AddRun();
  void AddRequirements();
  void AddSettings();
  void AddOpenings();
  void AddClosings();
  void AddEnded();
  // -- about the cluster (export_cluster.cpp)
  void AddFaults();
  void AddNotes();
  void AddStates();
  void AddLog();
  void AddReplicas();
  // -- about records (export_records.cpp)
  void AddSends();
  void AddSettles();
  void AddReads();
  void AddForeign();
  void AddBounds();
  // -- about readers, groups and transactions (export_flow.cpp)
  void AddRuns();  // with the reads that belong to them
  void AddTxns();
  void AddProcessed();
  void AddCommits();
  void AddResets();
  // The line that counts all others.
  std::string End() const;

 private:
  struct TxnOfRecords {
    std::uint64_t end = 0;  // the sequence after its last one
    std::string actor, name;
  };
  using TxnsOfStream = std::map<std::uint64_t, TxnOfRecords>;  // by first sequence, apart
  // A span of reads with what it points to.
  struct OwnedRead {
    ReadRow row;
    std::string packed;
  };
  struct Cursor;
  struct MixedSecond;
  static std::map<std::int64_t, MixedSecond> MixedSeconds(const std::vector<OwnedRead>& reads);
  using PlaceKey = std::pair<std::string, std::int32_t>;  // topic, partition

  // A line whose time is `at`; without it where the actor's times only order its own events.
  void Put(std::optional<RunMicros> at, const ActorRow* actor, EventLine line);
  // Before and behind those with a time, in the order of the calls.
  void PutFirst(const EventLine& line) { Add(LineSorter::kNoTime, line); }
  void PutLast(const EventLine& line) { Add(std::numeric_limits<std::int64_t>::max(), line); }
  void Add(std::int64_t at, const EventLine& line);
  static EventLine LineOf(const ActorRow& actor, const char* op);
  const ActorRow& Actor(std::int64_t id) const;
  const TopicRow& Topic(std::int64_t id) const;
  const StreamRow& Stream(std::int64_t id) const;
  std::string OriginOf(const StreamRow& stream) const;
  void PutRead(const ReadRow& row, std::int64_t offset, std::uint64_t sequence, RunMicros at,
               const std::string& group);
  // The reads of one run, in the order of their offsets.
  void PutRun(const RunRow& run, std::vector<OwnedRead> reads);
  // The assignment or seek that began it; `held`: what its actor was assigned by the runs so far.
  void PutBeginning(const RunRow& run, std::map<PlaceKey, std::uint64_t>& held);
  // The assignments of an actor that were told up to `until`.
  void PutAssignments(std::int64_t actor, RunMicros until);
  void LoadAssignments();
  void LoadContents();
  void PutContents(EventLine& line, const StreamRow& stream, std::uint64_t sequence) const;
  void PutFoundKey(EventLine& line, std::int64_t topic, std::int32_t partition,
                   std::int64_t offset) const;
  std::string TopicIdOf(std::optional<std::int64_t> topic) const;
  void LoadTxns();
  void LoadCorrupt(const std::string& path);

  std::unique_ptr<StoreReader> store_;
  LineSorter& sorter_;
  std::map<std::int64_t, ActorRow> actors_;
  std::map<std::int64_t, TopicRow> topics_;
  std::map<std::int64_t, StreamRow> streams_;
  std::map<std::uint32_t, std::string> origins_;  // names, of those whose actor is known
  std::map<std::int64_t, TxnsOfStream> txns_;     // of streams
  // stream, actor, pass, isolation, partition, offset
  std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                      std::int64_t>>
      corrupt_;
  std::map<std::int64_t, std::vector<OwnedRead>> run_reads_;       // by run
  std::map<std::int64_t, std::deque<AssignmentRow>> assignments_;  // by actor, of those that told
  struct KeyOf {
    std::uint64_t hash = 0;
    bool tombstone = false;
  };
  std::map<std::int64_t, std::map<std::uint64_t, KeyOf>> keys_;  // stream, sequence
  std::map<std::int64_t, std::vector<MadeFromRow>> made_from_;   // by stream
  std::map<std::tuple<std::int64_t, std::int32_t, std::int64_t>, KeyOf> found_keys_;
  std::map<std::string, std::uint64_t> counts_;  // of events
  std::uint64_t lines_ = 0;
};

// When each of a span's records was settled or read: the first at `from`, the last at `to`, and in
// between spread over the hundredths in which something happened, so that gaps stay what they were.
std::vector<RunMicros> TimesWithin(std::uint64_t count, RunMicros from, RunMicros to,
                                   const Pulse& pulse);

}  // namespace kproof

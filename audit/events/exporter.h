// The parts of an export: each turns one kind of rows into lines, which are sorted by time.
//
// Private to export.cpp. Not thread-safe.
#pragma once

#include <cstdint>
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

  // -- about the run (export.cpp)
  void AddRun();
  void AddSettings();
  void AddActors();
  void AddFaultsAndNotes();
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

 private:
  struct TxnOfRecords {
    std::uint64_t first = 0, end = 0;
    std::string actor, name;
  };
  // A span of reads with what it points to.
  struct OwnedRead {
    ReadRow row;
    std::string packed;
  };
  struct Cursor;
  using PlaceKey = std::pair<std::string, std::int32_t>;  // topic, partition

  // A line whose time is `at`; without it where the actor's times only order its own events.
  void Put(std::optional<RunMicros> at, const ActorRow* actor, EventLine line);
  void PutFirst(const EventLine& line) { sorter_.Add(LineSorter::kNoTime, ++lines_, line.str()); }
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
  void LoadTxns();
  void LoadCorrupt(const std::string& path);

  std::unique_ptr<StoreReader> store_;
  LineSorter& sorter_;
  std::map<std::int64_t, ActorRow> actors_;
  std::map<std::int64_t, TopicRow> topics_;
  std::map<std::int64_t, StreamRow> streams_;
  std::map<std::uint32_t, std::string> origins_;            // names, of those whose actor is known
  std::map<std::int64_t, std::vector<TxnOfRecords>> txns_;  // of streams
  // stream, actor, pass, isolation, partition, offset
  std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                      std::int64_t>>
      corrupt_;
  std::map<std::int64_t, std::vector<OwnedRead>> run_reads_;  // by run
  std::uint64_t lines_ = 0;
};

// When each of a span's records was settled or read: the first at `from`, the last at `to`, and in
// between spread over the hundredths in which something happened, so that gaps stay what they were.
std::vector<RunMicros> TimesWithin(std::uint64_t count, RunMicros from, RunMicros to,
                                   const Pulse& pulse);

}  // namespace kproof

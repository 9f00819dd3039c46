// Compares what was produced with what was consumed, processed and committed, per stream and window
// of event time, while facts come in: counts, ends and digests first, single records where those
// differ.
//
// A window is [start, start + width) of the producers' clocks. Windows close in order. A window
// closes when every producer has reported all records that it created before the window's end, and
// every reader has passed the last acked record of each stream in it, and where it processes or
// commits is done with it; so no record that is still on its way counts as missing. A silent actor
// holds windows open until the others are `patience` ahead. Facts for a closed window are late: its
// rows are computed again and say how much was late.
//
// Not thread-safe; it keeps the spans of open windows and of the last ten that closed in memory.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/facts/flow.h"
#include "audit/store/window_row.h"
#include "audit/windows/stream_window.h"

namespace kproof {

struct WindowSettings {
  std::int64_t width_s = 60;
  std::int64_t patience_s = 300;  // of event time
};

struct WindowReport {
  std::int64_t start_s = 0;
  std::int64_t width_s = 0;
  bool again = false;   // it had closed before: only rows that late facts changed
  bool forced = false;  // closed because patience was over
  std::vector<WindowRow> rows;
  std::vector<Shortfall> shortfalls;
};

class Reconciler {
 public:
  explicit Reconciler(WindowSettings settings) : settings_(settings) {}

  // -- facts, in any order
  void Opened(const std::string& actor, ActorKind kind);
  // This actor reads as a member of a consumer group, and says so before its first read: what the
  // members read counts together, under the name of the first known member.
  void Joined(const std::string& actor, const std::string& group);
  void Closed(const std::string& actor);
  void Sent(const StreamId& stream, std::uint64_t sent);
  void Settled(const StreamId& stream, const SettledSpan& span);
  void Read(const std::string& actor, const StreamId& stream, const ReadSpan& span);
  // Effects of this actor; of a member, of its group.
  void Processed(const std::string& actor, const kproof::Processed& processed);
  // Acked ones count, whatever becomes of their transaction.
  void Committed(const std::string& actor, const GroupCommit& commit);
  void EventTime(const StreamId& stream, std::uint64_t sequence, std::int64_t second);
  void Progress(const std::string& producer, std::int64_t created_us);
  // Facts of this reader are missing, or it did not continue where it was. What it (or its group)
  // did not read of the windows known now, and of the next one, is unseen, not missing.
  void Doubt(const std::string& actor);
  // A row of a window that closed in an earlier life of this audit.
  void Restore(const WindowRow& row);

  // Windows that close now, in order, and those that late facts changed.
  std::vector<WindowReport> Close();
  // The open windows as they are now; what they lack may still come.
  std::vector<WindowReport> StillOpen() const;
  // Streams that were read and of which no producer reported anything.
  std::size_t UnauditedStreams() const;
  // Late facts for windows that are no longer kept: their records are in the store, but in no row.
  std::uint64_t too_late() const { return too_late_; }

 private:
  using PlaceKey = std::tuple<std::string, std::string, std::int32_t>;  // cluster, topic, partition
  struct Producer {
    bool closed = false;
    std::int64_t progress_us = -1;
  };

  std::int64_t WindowOf(std::int64_t second) const;
  static PlaceKey PlaceOf(const StreamId& stream);
  GroupWork& WorkOf(const std::string& actor, const PlaceKey& place);
  // What is told of these offsets of the place may be about a closed window.
  void TouchPlace(const PlaceKey& place, std::int64_t offset);
  // The actor itself, or the actor that represents its group.
  const std::string& ReaderOf(const std::string& actor) const;
  // Whether this reader, with all its members, has ended.
  bool Over(const std::string& reader) const;
  bool AllTold(std::int64_t end_s) const;
  bool Passed(std::int64_t start_s) const;
  WindowReport Make(std::int64_t start_s, const std::set<StreamId>* only) const;
  WindowReport Settle(std::int64_t start_s);
  void NoteClosed(const WindowRow& row);
  // Marks the stream as late where records from `sequence` on lie in a closed window.
  void Touch(const StreamId& id, const StreamFacts& stream, std::uint64_t sequence);
  void Amend(std::vector<WindowReport>& reports);
  bool Changed(WindowRow& row);
  std::set<std::int64_t>::const_iterator FirstOpen() const;
  void Forget();
  void ForgetWork(std::map<PlaceKey, std::int64_t> ends);

  WindowSettings settings_;
  std::map<StreamId, StreamFacts> streams_;
  std::map<PlaceKey, std::map<std::string, ReaderPlace>> places_;
  std::map<PlaceKey, std::map<std::string, std::shared_ptr<GroupWork>>> works_;  // by reader
  std::map<PlaceKey, std::int64_t> closed_offsets_;  // highest acked ones of closed windows
  std::map<std::string, Producer> producers_;
  std::map<std::string, std::string> heads_;    // group → its member that stands for all
  std::map<std::string, std::string> readers_;  // member of a group → that one
  std::map<std::string, std::set<std::string>> members_;  // reader → its actors that may still read
  std::map<std::string, std::int64_t> doubted_before_s_;  // reader → start of windows
  std::set<std::int64_t> starts_;          // of all windows that were told of and not forgotten
  std::optional<std::int64_t> horizon_s_;  // end of the last window that closed
  using RowKey = std::tuple<std::int64_t, StreamId, std::string>;
  std::map<RowKey, WindowRow> rows_;  // of closed windows that are kept
  std::set<StreamId> late_;           // streams with facts of closed windows since the last Close
  std::uint64_t too_late_ = 0;
};

}  // namespace kproof

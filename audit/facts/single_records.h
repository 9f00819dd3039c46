// Frames of single records, which agents write that make no spans of their own (docs/spool.md,
// docs/another-language.md), and what becomes of them: the same facts as of agents that do.
//
// What a frame gives depends on the frames before it alone, so that whoever reads a spool again
// gets the same facts at the same places.
//
// Not thread-safe. Every call throws Error(kCorrupt) where the bytes make no sense.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/facts/fixed_fields.h"
#include "audit/facts/found_tracker.h"
#include "audit/facts/run_tracker.h"
#include "audit/facts/spool.h"
#include "audit/facts/tracker.h"

namespace kproof {

class SingleRecords {
 public:
  // `streams` grows outside: those that the spool has numbered so far.
  SingleRecords(const std::vector<StreamId>& streams, std::function<void(SpoolFrame)> emit);

  // The cluster of the actor that writes: readers' places are there.
  void SetCluster(const std::string& cluster) { cluster_ = cluster; }

  // The payloads of frames of each type.
  void TakePlace(std::string_view payload);
  void TakeSettled(std::string_view payload);
  void TakeFound(std::string_view payload);
  void TakeEffects(std::string_view payload);
  void TakeAssigned(std::string_view payload);
  void TakeMoved(std::string_view payload);
  // Emits what is open: the spool was closed, or nobody writes it any more.
  void End();

 private:
  // Reads of one pass and isolation level, as one reader makes them.
  struct Reader {
    Pass pass = Pass::kLive;
    Isolation isolation = Isolation::kUncommitted;
    std::unique_ptr<FoundTracker> found;
  };
  // An offset of a place at which something happened.
  struct Placed {
    std::size_t place;
    std::int64_t offset;
    RunMicros at;
  };
  std::vector<Placed> PlacedIn(std::string_view payload) const;
  FoundTracker& ReaderOf(Pass pass, Isolation isolation);
  std::size_t PlaceIn(FixedFields& fields) const;

  const std::vector<StreamId>& streams_;
  std::function<void(SpoolFrame)> emit_;
  std::string cluster_ = "main";
  std::string group_;  // of the last assignment
  std::vector<PlaceId> places_;
  SettleTracker settled_;
  std::vector<Reader> readers_;  // one or two
  RunTracker runs_;
  ProcessedTracker effects_;
};

}  // namespace kproof

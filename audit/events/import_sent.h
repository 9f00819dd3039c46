// Streams: what was sent to them, and how the client settled it. From `send` and `settle` to
// settled spans.
//
// A settle has a latency if it gives one, or if the send before it had a time. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "audit/events/contents.h"
#include "audit/events/import_actor.h"
#include "audit/events/names.h"
#include "audit/events/places.h"
#include "audit/events/sequences.h"
#include "audit/facts/tracker.h"

namespace kproof {

class SentImporter {
 public:
  struct Stream {
    StreamId id;
    std::string actor;              // of the store: the origin's name
    std::set<std::string> said_by;  // actors that sent or settled; mostly one
    Sequences sent, known;          // `known`: sent or settled
    std::uint64_t first_line = 0;
    const ActorState* last_said_by = nullptr;
    std::uint64_t first_pending = 0;  // sequence of the front of:
    std::deque<RunMicros> pending;    // when records were sent, of those that are not settled
    Contents contents;                // what its records hold and are made from
  };
  using Emit = std::function<void(const Stream& stream, const SettledSpan& span)>;

  SentImporter(Places& places, RecordSink& store, Emit emit);

  // Returns the stream's index, and whether this is the first event about the record.
  std::pair<std::uint32_t, bool> Send(const Event& event, const ActorState& actor,
                                      Complaints& complaints);
  std::pair<std::uint32_t, bool> Settle(const Event& event, const ActorState& actor);
  // The number that stands for an origin in the store, from 1.
  std::uint32_t OriginNumber(std::string_view origin) { return origins_.NumberOf(origin) + 1; }
  const std::string& OriginName(std::uint32_t number) const { return origins_.NameOf(number - 1); }
  StreamId IdOf(std::uint32_t origin, std::uint32_t life, std::uint32_t place) const;
  // Writes all open spans, and complains about gaps unless the history is cut.
  void Finish(Complaints& complaints);
  const std::vector<Stream>& streams() const { return streams_; }
  // Whether several actors settled one record, so that their order matters.
  bool said_by_several() const { return said_by_several_; }

 private:
  struct Key {
    std::uint32_t origin, life, place;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return (std::size_t{key.place} * 1'000'003 + key.origin) * 1'000'003 + key.life;
    }
  };
  std::uint32_t StreamOf(const Event& event, const ActorState& actor);
  void Remember(Stream& stream, std::uint64_t sequence, RunMicros at);
  RunMicros SentAt(Stream& stream, std::uint64_t sequence, RunMicros otherwise);

  Places& places_;
  RecordSink& store_;
  Names origins_;
  std::unordered_map<Key, std::uint32_t, Hash> numbers_;
  std::vector<Stream> streams_;
  SettleTracker tracker_;
  std::size_t pending_ = 0;  // of all streams
  bool said_by_several_ = false;
};

}  // namespace kproof

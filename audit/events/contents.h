// What the records of one stream hold and are made from, as far as their sends say: keys, the
// largest of them, and inputs. From `send` to rows of the store.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "audit/events/event.h"
#include "audit/facts/facts.h"
#include "audit/store/sinks.h"

namespace kproof {

class Contents {
 public:
  void Take(const Event& send, const StreamId& stream, RecordSink& store);
  // Writes what has not been written yet.
  void Flush(const StreamId& stream, RecordSink& store);

  struct Mention {
    std::uint64_t line = 0, sequence = 0;
  };
  // The first sends that gave a key and that gave none: on a compacted topic there is one of both
  // only where somebody forgot it.
  const std::optional<Mention>& keyed() const { return keyed_; }
  const std::optional<Mention>& keyless() const { return keyless_; }

 private:
  void TakeKey(const Event& send, std::uint64_t sequence, const StreamId& stream,
               RecordSink& store);
  void TakeInput(const Event& send, std::uint64_t sequence, const StreamId& stream,
                 RecordSink& store);
  void FlushKeys(const StreamId& stream, RecordSink& store);
  void FlushInputs(const StreamId& stream, RecordSink& store);

  KeySpan keys_;
  MadeFrom inputs_;
  bool sized_ = true;  // every send so far said how large its record is
  std::optional<Largest> largest_;
  std::optional<Mention> keyed_, keyless_;
};

}  // namespace kproof

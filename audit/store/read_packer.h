// Collects short spans of reads for as long as a transaction lasts, so that those of one reader,
// stream, place and second share a row (read_parts.h). Private to the store's writing side.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/facts/facts.h"
#include "audit/store/read_parts.h"

namespace kproof {

// Whose reads a row holds: numbers of the store.
struct ReadKey {
  std::int64_t stream = 0, actor = 0;
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  std::int32_t partition = 0;
  std::optional<std::int64_t> run, topic;

  auto operator<=>(const ReadKey&) const = default;
};

class ReadPacker {
 public:
  // Writes one row; `parts` as the store keeps them, "" where it is one span.
  using Write =
      std::function<void(const ReadKey& key, const ReadSpan& span, const std::string& parts)>;

  // False when the span needs a row of its own: whoever writes that calls Flush first, since rows
  // keep the order of their spans.
  bool Take(const ReadKey& key, const ReadSpan& span, const Write& write);
  // Writes what was collected.
  void Flush(const Write& write);
  // Forgets it.
  void Drop();

 private:
  struct Pack {
    ReadKey key;
    ReadSpan sum;
    std::vector<ReadPart> parts;
  };
  using Place = std::pair<ReadKey, RunMicros>;  // with the second

  std::vector<Pack> packs_;            // in the order in which they began
  std::map<Place, std::size_t> open_;  // where to go on in packs_
  std::uint64_t turns_ = 0;            // spans taken since the last flush
};

}  // namespace kproof

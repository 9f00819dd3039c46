// Offsets at which records were acked but not found, and the records that are there now.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "audit/judge/facts/history.h"
#include "audit/judge/facts/offset_set.h"

namespace kproof {

class LostPlaces {
 public:
  // Several records may have been acked at one offset; each is counted.
  void Ask(PartitionKey key, Range offsets);
  // Call it before LookUp: also look up which record is at this offset.
  void AskWho(PartitionKey key, std::uint64_t offset) { who_[{key, offset}]; }

  // Reads the store once, unless there are no offsets to look up.
  void LookUp(const History& history);

  struct Counts {
    std::uint64_t held = 0;    // by another record
    std::uint64_t empty = 0;   // below the log's end
    std::uint64_t beyond = 0;  // at or above it; none where the log's end is not known
  };
  Counts Count(const History& history) const;
  // "ledger-1/0/77", "nothing", "past the end offset 812": the answer to AskWho.
  std::string Describe(const History& history, PartitionKey key, std::uint64_t offset) const;

 private:
  struct Asked {
    // Each holds an offset once: an offset that was asked for twice is in the second one too, and
    // so on.
    std::vector<OffsetSet> layers;
    Range hull;  // of all of them
    OffsetSet held;
  };
  void Put(Asked& asked, std::size_t layer, Range offsets);
  template <typename Name>
  void Found(PartitionKey key, const OffsetRun& offsets, const Name& name);

  std::map<PartitionKey, Asked> asked_;
  std::map<std::pair<PartitionKey, std::uint64_t>, std::string> who_;
};

}  // namespace kproof

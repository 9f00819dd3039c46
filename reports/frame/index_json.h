// index.json: what a folder holds, for a program or an assistant that looks before it reads. At
// most 20 KB whatever the folder holds; it says what it left out (docs/reports.md).
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/words/verdict.h"

namespace kproof {

inline constexpr std::size_t kMostIndexBytes = 20'000;

struct IndexRun {
  std::string folder;  // below the one that the index lies in; ".": that one
  std::string scenario;
  std::uint64_t seed = 0;
  Verdict verdict = Verdict::kInconclusive;
  std::string reason;
  std::map<std::string, std::uint64_t> counts = {};  // of anomalies that were seen
};

struct Index {
  std::string kind;  // as in Frame
  std::string name;
  std::string verdict;  // of a run as in result.json; of others in their own words
  int exit_code = 0;
  std::string reason;
  std::vector<IndexRun> runs = {};                              // worst first
  std::vector<std::pair<std::string, std::string>> files = {};  // beside it: name, what it has
  std::vector<std::string> not_seen = {};
};

// The first runs that there is room for, then how many were left out.
std::string ToIndexJson(const Index& index);

// Whether kproof made this file as an index of that kind, by its first bytes.
bool IsIndex(const std::string& file, std::string_view kind);

}  // namespace kproof

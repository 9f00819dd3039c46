// One run as its page shows it, as data: what the judge says, and beside it what the store alone
// knows. Every form of the page (HTML, Markdown) renders this value.
//
// It does not grow with the number of records: lines are thinned (series.h), anomalies are counted
// and the first ranges of them listed, partitions and faults are cut at a number that is named.
// Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "audit/store/fact_reader.h"
#include "reports/run_page/series.h"

namespace kproof {

// How many ranges the judge is asked for of each finding, and how many of all are listed.
inline constexpr std::size_t kListedRanges = 1'000;
inline constexpr std::size_t kListedPartitions = 500;
inline constexpr std::size_t kListedFaults = 200;

// "steady", "healed", …: what the run had reached, and when.
struct PhaseMark {
  std::string name;
  double at_s = 0;
};

struct PartitionSummary {
  std::string name;  // "payments/0", "east:payments/0"
  std::uint64_t sent = 0, acked = 0, failed = 0;
  std::uint64_t unknown = 0;                    // with what was never settled
  std::uint64_t read = 0;                       // live
  std::uint64_t final_read = 0;                 // by the final pass; of several readers the most
  Histogram latency = {};                       // microseconds from the intended send to the ack
  std::map<std::string, std::uint64_t> listed;  // finding → records of the listed ranges
};

// What the nodes said around one fault, in words; "" where nobody was asked.
struct FaultStates {
  std::string before, during, after;
};

struct RunPage {
  Result result;
  std::string scenario_yaml;        // resolved; "": the facts came from elsewhere
  std::vector<FaultStates> states;  // one for each of result.faults
  std::vector<PhaseMark> phases;    // in order of time
  Series series;
  std::vector<PartitionSummary> partitions;  // by name
  std::size_t partitions_left_out = 0;
  // What result.json beside the store says, where it says anything else than the judge says now.
  std::string recorded_otherwise = {};
};

// `result`: what the judge said of the same store. Throws Error(kCorrupt) where the store turns out
// damaged.
RunPage MakeRunPage(const FactReader& store, Result result);

// Whether the result lists fewer ranges than there are and the page would list.
bool ListsTooFew(const Result& result);

}  // namespace kproof

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
#include "reports/run_page/checklist.h"
#include "reports/run_page/group_lag.h"
#include "reports/run_page/leadership.h"
#include "reports/run_page/moments.h"
#include "reports/run_page/series.h"

namespace kproof {

// How many ranges the judge is to be asked for of each finding, and how many of all are listed.
inline constexpr std::size_t kListedRanges = 1'000;
inline constexpr std::size_t kListedPartitions = 500;
inline constexpr std::size_t kListedFaults = 200;
inline constexpr std::size_t kListedLogLines = 500;
// Of so many partitions the page shows who led them.
inline constexpr std::size_t kDrawnPartitions = 8;
// So many kinds of errors have a line of their own.
inline constexpr std::size_t kDrawnErrors = 5;
// So many groups have a line.
inline constexpr std::size_t kDrawnGroups = 5;

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
  Histogram read_after = {};                    // likewise from the ack to the first live read
  std::map<std::string, std::uint64_t> listed;  // finding → records of the listed ranges
};

// A telling line of a node's log.
struct LoggedLine {
  double at_s = 0;
  std::string node, line;  // "broker-2", "east:broker-2"
};

// What the nodes said around one fault, in words; "" where nobody was asked.
struct FaultStates {
  std::string before, during, after;
  std::string peers = {};  // whom traffic was cut or changed towards
};

// What a producer's client sent again.
struct Resent {
  std::string producer;
  std::uint64_t records = 0;  // at least
};

struct RunPage {
  Result result;
  std::string scenario_yaml;        // resolved; "": the facts came from elsewhere
  std::vector<FaultStates> states;  // one for each of result.faults
  std::vector<PhaseMark> phases;    // in order of time
  Series series;
  std::vector<PartitionSummary> partitions;  // by name
  std::size_t partitions_left_out = 0;
  std::vector<SendError> errors = {};  // the first kDrawnErrors are those of series' `by_error`
  std::vector<Resent> resent = {};     // by name; empty: not recorded
  std::vector<GroupLag> lags = {};     // of the first kDrawnGroups, by name
  std::size_t lags_left_out = 0;
  // Of at most kDrawnPartitions, by name: those with listed anomalies and those with the most
  // changes. Empty: no node was asked.
  std::vector<Leadership> leaders = {};
  std::size_t leaders_left_out = 0;
  std::vector<NodeTimes> nodes = {};
  std::vector<Happening> moments = {};
  std::size_t moments_left_out = 0;
  std::vector<ChecklistLine> checklist = {};
  std::vector<LoggedLine> log = {};  // in order of time, the first kListedLogLines
  std::size_t log_left_out = 0;
  // What result.json beside the store says, where it says anything else than the judge says now.
  std::string recorded_otherwise = {};
};

// `result`: what the judge said of the same store. Throws Error(kCorrupt) where the store turns out
// damaged.
RunPage MakeRunPage(const FactReader& store, Result result);

}  // namespace kproof

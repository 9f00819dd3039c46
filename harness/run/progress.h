// What a run reports while it goes on, as values. Whoever shows or writes it (the command line,
// live.jsonl) makes its own text of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/nemesis/active_fault.h"

namespace kproof {

struct RunStarted {
  std::string scenario;
  std::uint64_t seed = 0;
  std::string role;                  // claim or control
  std::optional<double> expected_s;  // see RunSample
};

// One of the phases that docs/live.md lists has been reached.
struct PhaseReached {
  std::string name;
};

// A partition of a topic under test, as its leader sees it; none is known while no broker answers.
struct PartitionSample {
  std::string name;                    // "payments/0"; with its cluster where that is not main
  std::optional<std::int32_t> leader;  // broker id; nothing: it has none
  std::size_t isr = 0, replicas = 0;   // how many
};

// How the run stands, each second.
struct RunSample {
  std::string phase = "start";  // the last that was reached
  // How long the entire run is expected to take; nothing where steps wait for states.
  std::optional<double> expected_s;
  // Records of all clients since the beginning.
  std::uint64_t sent = 0, acked = 0, failed = 0, unknown = 0;
  std::uint64_t read = 0;  // by those who read everything
  // The same, since the sample before.
  double sent_per_s = 0, acked_per_s = 0, failed_per_s = 0, read_per_s = 0;
  std::optional<double> last_ack_age_s, last_read_age_s;  // of any client; nothing: none came yet
  // Those without a leader first, then those whose ISR is not full; kMostPartitions of them.
  std::vector<PartitionSample> partitions;
  std::size_t partitions_total = 0, under_replicated = 0, leaderless = 0;
  std::vector<ActiveFault> faults;
};

struct RunLine {
  std::string text;  // for people
};

struct RunEnded {
  std::string verdict, reason;
  std::map<std::string, std::uint64_t> counts;  // as in result.json
  int exit_code = 0;
};

struct RunNews {
  using What =
      std::variant<RunStarted, PhaseReached, RunSample, ActiveFault, EndedFault, RunLine, RunEnded>;
  std::string run;  // name of its folder
  double at_s = 0;  // since the run began
  What what;
};

// Gets the news of one run, one after the other in the order of their times, from any thread.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  virtual void Take(const RunNews& news) = 0;
};

}  // namespace kproof

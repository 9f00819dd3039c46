// What happened in a run, moment by moment: phases, faults, changes of leaders, of ISRs and of the
// active controller, assignments of groups, and what went wrong unasked. The page steps through
// them.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "audit/store/fact_reader.h"
#include "reports/run_page/leadership.h"

namespace kproof {

inline constexpr std::size_t kListedMoments = 300;

struct Happening {
  double at_s = 0;   // seconds into the run
  std::string kind;  // "phase", "fault", "leader", "controller", "group", "node", "trouble"
  std::string what;  // in words; texts from outside are not cut yet
};

// In order of time. `faults`: those of the result, whose numbers (from 1) are named.
std::vector<Happening> MomentsOf(const FactReader& store, const std::vector<FaultReport>& faults,
                                 const std::vector<Leadership>& partitions);

// At most `most` of them, those left out counted: of faults and phases none as long as others are
// left, of leaders and ISRs the last.
std::size_t CutMoments(std::vector<Happening>& moments, std::size_t most = kListedMoments);

// One node, and the faults that it was under.
struct NodeTimes {
  std::string cluster, name;  // "main", "broker 2", "controller 4", "node 1" (both)
  std::int32_t id = 0;
  bool broker = false;
  struct Under {
    std::size_t fault = 0;  // index in the result
    double from_s = 0;
    std::optional<double> to_s;  // nothing: to the end
  };
  std::vector<Under> faults = {};
};

// By cluster and id. Of nodes that neither answered nor were broken nothing is known.
std::vector<NodeTimes> NodesOf(const FactReader& store, const std::vector<FaultReport>& faults,
                               const std::vector<Leadership>& partitions);

}  // namespace kproof

// What became of one trial of a campaign: where its run is, and what it counts for.
//
// One line of text each, so that a campaign can be written down while it runs: a JSON object with
// exactly the fields below. A line that was cut off is no record.
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kproof {

struct TrialRecord {
  std::size_t trial = 0;  // its index in the plan
  std::string scenario;   // its name and its seed, to be compared with the plan
  std::uint64_t seed = 0;
  std::string folder;  // of the run
  int exit_code = 0;
  bool left_out = false;  // the exit code does not count: its faults can't be made here
  // It passed while another job took the machine from it: no evidence, and the trial is still to be
  // run, alone.
  bool disturbed = false;
  std::string unwritten = {};  // why something of the run could not be written; "": all of it was
  double ended_s = 0;  // when it ended: seconds for which the campaign was at work until then

  bool operator==(const TrialRecord&) const = default;
};

// Without a line end.
std::string ToLine(const TrialRecord& record);
// Throws Error(kCorrupt) for anything that ToLine does not write.
TrialRecord ParseTrialRecord(std::string_view line);

}  // namespace kproof

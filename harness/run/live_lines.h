// What a run reports, as lines of JSON: the form of live.jsonl in its folder and of --events-to.
// docs/live.md has each event with its fields.
//
// Thread-safe: pure functions. Lines have no line end.
#pragma once

#include <string>

#include "harness/run/progress.h"

namespace kproof {

// What each stream begins with.
std::string FirstLiveLine();
// At most so many bytes of each text from outside are in it.
std::string LiveLine(const RunNews& news);

struct CampaignNews {
  std::string campaign;              // name of its folder
  double at_s = 0;                   // seconds for which it was at work
  std::size_t done = 0, left = 0;    // trials
  std::optional<double> expected_s;  // for those that are left; nothing: none has ended yet

  // Sets expected_s, as long for each as those took that are done.
  void ExpectFromThose();
};
std::string LiveLine(const CampaignNews& news);

// Lines that a reader was too slow for.
std::string GapLine(std::uint64_t lines);

}  // namespace kproof

// Taking events away from a history that fails, and printing what is left.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "tests/unit/audit/oracle.h"

namespace kproof {

// `count` consecutive events of one list.
struct HistoryCut {
  enum List { kSettles, kReads, kSteps, kTxns, kBounds, kForeign, kNotes, kSeen, kAdded };
  List list = kReads;
  std::size_t first = 0, count = 0;
};

// Large cuts first, then smaller ones, down to single events.
std::vector<HistoryCut> Cuts(const EventList& events);
EventList Without(const EventList& events, const HistoryCut& cut);

std::string Describe(const std::map<std::string, std::uint64_t>& counts);
// Found by rapidcheck.
void showValue(const EventList& events, std::ostream& out);

}  // namespace kproof

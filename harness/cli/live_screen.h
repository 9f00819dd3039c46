// How a run and a campaign look on a terminal while they go on: values in, lines out.
//
// Lines take at most `columns` columns, which is cut where they would not; nothing in them moves a
// cursor or has a colour. Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/run/live_lines.h"
#include "harness/run/progress.h"

namespace kproof {

// What was heard of a run, last.
struct RunView {
  std::string title;  // which run it is
  double at_s = 0;
  RunSample sample;
};

void Update(RunView& view, const RunNews& news);

// What goes on once this phase was reached: "load and faults" for "steady". docs/live.md has them.
std::string PhaseText(const std::string& phase);
// A handful of lines, or one where others run beside it.
std::vector<std::string> RunLines(const RunView& view, std::size_t columns);
std::string OneRunLine(const RunView& view, std::size_t columns);

// "12 of 60 trials done, 48 left: about 12 min"
std::string CampaignText(const CampaignNews& news);
// "about 12 min": of so many seconds.
std::string RoughTime(double seconds);

// The bytes that put `lines` where the last `shown` lines stand, with `text`, which stays, above
// them. The cursor is left at the beginning of the line below, where a shell goes on whatever ends
// the program, and nothing of the terminal is changed that would have to be put back.
std::string Redraw(std::size_t shown, const std::string& text,
                   const std::vector<std::string>& lines);

}  // namespace kproof

// live.jsonl of a run folder, to which a run appends a line for each thing that happens
// (docs/live.md), as the value that pages and /metrics show.
//
// Thread-safe: pure functions, but for what reads a folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/serve/open_folder.h"
#include "reports/site/live_run.h"

namespace kproof {
// Whole lines alone: one that is being written counts once it ends. A line that kproof does not
// write, or an event that lacks a field, is counted as unreadable and changes nothing.
LiveRun ReadLive(std::string_view lines);

struct LiveFile {
  LiveRun run;
  // Seconds since the run wrote the last line, where it should have written one since: it was
  // killed, most likely. Nothing while it writes.
  std::optional<double> silent_s;
};

// Nothing where there is no such file. No more than its first 32 MiB are read.
std::optional<LiveFile> ReadLiveOf(const OpenFolder& run);

// Whole lines from byte `after` on, 1 MiB at most; "" where there are none yet, nothing where there
// is no such file.
std::optional<std::string> LinesAfter(const OpenFolder& run, std::uint64_t after);

}  // namespace kproof

// Judging a run again from what it stored.
#pragma once

#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "harness/base/output_file.h"

namespace kproof {

struct CheckOutcome {
  Result result;
  std::string folder;     // that the store lies in
  std::string unwritten;  // why the store that was to be kept could not be; "": it was
};

// What `path` is, by itself; events are any file that is no store.
bool IsEvents(const std::string& path);
// The run folders in a folder of them, whatever they are called, in the order of their names;
// anything else is itself. Links, as `latest` is one, stand for none.
std::vector<std::string> RunsOf(const std::string& path);
// The files that are read to judge `path`, and the folders that they lie in.
std::vector<std::string> InputsOf(const std::string& path);
// Whether an earlier check made this file as the store that it keeps.
bool IsKeptStore(const std::string& file);

// `path` is a run folder, an audit.db or an events.jsonl (any other file, and "-", stdin).
// Nothing of it is changed: a store that is not sealed is judged from a copy, and events become a
// store that is published at `keep` where that is not null. What a sealed run's result.json says of
// its files is compared first. Throws Error(kCorrupt) for a store that is missing, foreign, damaged
// or newer, Error(kUsage) for events that have errors.
CheckOutcome CheckRun(const std::string& path, OutputFile* keep = nullptr);

}  // namespace kproof

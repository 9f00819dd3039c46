// Judging a run again from what it stored.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "audit/store/fact_reader.h"
#include "harness/base/output_file.h"

namespace kproof {

struct CheckOutcome {
  Result result;
  std::string folder;     // in which the store is
  std::string unwritten;  // why the store could not be kept; "": it was kept
};

// What else is made of the facts while they are open.
struct CheckView {
  std::size_t examples = kMaxExamples;  // ranges of each finding that the result lists
  std::function<void(const FactReader& store, const Result& result)> also = nullptr;
};

// Whether `path` is an events.jsonl: any file that is not a store.
bool IsEvents(const std::string& path);
// The run folders in the folder `path`, those of campaigns in it too, in the order of their names;
// `path` alone if it is anything else. Links such as `latest` are skipped.
std::vector<std::string> RunsOf(const std::string& path);
// The files that are read to judge `path`, and the folders that they lie in.
std::vector<std::string> InputsOf(const std::string& path);
// Whether an earlier check made this file as the store that it keeps.
bool IsKeptStore(const std::string& file);

// `path` is a run folder, an audit.db or an events.jsonl (any other file, and "-", stdin). It is
// not changed: a store that is not sealed is judged from a copy. Events become a store, which is
// published at `keep` if that is not null. The sums in a sealed run's result.json are compared with
// its files first. Throws Error(kCorrupt) for a store that is missing, damaged, newer or not
// kproof's, Error(kUsage) for events that have errors.
CheckOutcome CheckRun(const std::string& path, OutputFile* keep = nullptr,
                      const CheckView& view = {});

}  // namespace kproof

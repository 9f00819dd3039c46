// The SHA-256 of what a run leaves as evidence: its sealed store and its logs. result.json holds
// them, so that whoever reads a run later can tell that nothing of it was changed.
//
// Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kproof {

using Evidence = std::map<std::string, std::string>;  // "audit.db", "logs/broker-1.log" → digits

// Of the store, and of each log where `logs`. Throws Error(kNotRun) for what can't be read.
Evidence EvidenceIn(const std::string& folder, bool logs);

struct RecordedEvidence {
  Evidence recorded;                // by result.json; empty: it says nothing, or is not there
  Evidence found;                   // the same files as they are now
  std::vector<std::string> doubts;  // a sentence for each file that differs or is missing
};

// Compares the sums in a run folder's result.json with the files beside it. Never throws because of
// their contents.
RecordedEvidence CompareEvidence(const std::string& folder);

}  // namespace kproof

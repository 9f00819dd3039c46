// Sorts acked records that are not in the log by what became of them.
#pragma once

#include <vector>

#include "audit/judge/committed_log.h"

namespace kproof {

// What History::missing() keeps; `history` must have been loaded otherwise.
std::vector<Missing> MissingRecords(const History& history, const CommittedLog& committed);

// Whether nobody knows how long `topic` keeps its records.
bool RetentionUnknown(const History& history, const TopicRow& topic);

}  // namespace kproof

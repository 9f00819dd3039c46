// Sorts acked records that are not in the log by what became of them.
#pragma once

#include <vector>

#include "audit/judge/history.h"

namespace kproof {

// What History::missing() keeps; `history` must have been loaded otherwise.
std::vector<Missing> MissingRecords(const History& history);

// Whether nobody knows how long `topic` keeps its records.
bool RetentionUnknown(const History& history, const TopicRow& topic);

}  // namespace kproof

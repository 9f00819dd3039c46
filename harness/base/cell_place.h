// Where a cell of a matrix stands: a value for each axis.
//
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <string>

namespace kproof {

// Axis → value: {"acks": "1", "fault": "kill"}.
using CellPlace = std::map<std::string, std::string>;

// "acks=1, fault=kill"; "all" where there is no axis.
std::string PlaceText(const CellPlace& place);

}  // namespace kproof

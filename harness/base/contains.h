// Whether a value is among the elements of a range.
//
// Thread-safe: a pure function.
#pragma once

#include <algorithm>
#include <iterator>

namespace kproof {

template <typename Range, typename Value>
bool Contains(const Range& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

}  // namespace kproof

// What a note of kind `state` about a partition, `payments/0`, says of the producer whose open
// transaction its last stable offset stands at: "last stable offset 1234 is held by producer id
// 2001, epoch 3". docs/events.md has it for others who write histories.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

// The words before the holder.
inline std::string HolderNote(std::uint64_t offset) {
  return "last stable offset " + std::to_string(offset) + " is held by ";
}

}  // namespace kproof

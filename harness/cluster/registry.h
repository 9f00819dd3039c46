// The drivers that there are, for `list` and for errors about a name that is none.
//
// Thread-safe: constants.
#pragma once

#include <span>
#include <string_view>

namespace kproof {

struct DriverType {
  std::string_view name;
  std::string_view summary;
};

// In alphabetical order.
std::span<const DriverType> Drivers();

}  // namespace kproof

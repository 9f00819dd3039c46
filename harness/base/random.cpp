#include "harness/base/random.h"

#include <random>

namespace kproof {

std::uint64_t EntropySeed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) ^ device();
}

std::uint32_t EntropyId() {
  for (;;)
    if (const auto id = static_cast<std::uint32_t>(EntropySeed()); id != 0) return id;
}

}  // namespace kproof

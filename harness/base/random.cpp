#include "harness/base/random.h"

#include <random>

namespace kproof {

std::uint64_t EntropySeed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) ^ device();
}

}  // namespace kproof

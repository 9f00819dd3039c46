// The one place that is random: a seeded generator with the same sequence on every machine.
//
// Not thread-safe; give each thread a generator of its own by Fork().
#pragma once

#include <cstdint>

namespace kproof {

// Scrambles 64 bits so that close inputs give unrelated outputs (the finaliser of SplitMix64).
constexpr std::uint64_t Mix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// SplitMix64: good enough for choosing targets and payloads, and the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t Next() { return Mix64(state_ += 0x9e3779b97f4a7c15ULL); }
  // Uniform in [0, bound); bound > 0.
  std::uint64_t Below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((Wide{Next()} * bound) >> 64);
  }
  Random Fork() { return Random(Next()); }

 private:
  std::uint64_t state_;
};

// A seed from the operating system, for runs that name none.
std::uint64_t EntropySeed();
// The same for an id that no other process has; never 0.
std::uint32_t EntropyId();

}  // namespace kproof

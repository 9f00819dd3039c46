// Time of the processors that the host of a virtual machine gave to others.
//
// Thread-safe: pure functions, but for ReadCpuTimes, which reads /proc/stat.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kproof {

// Of all processors together since the machine started, in ticks (proc(5), /proc/stat).
struct CpuTimes {
  std::uint64_t total = 0;
  std::uint64_t stolen = 0;
};

// Nothing where the text does not begin with such a line.
std::optional<CpuTimes> ParseCpuTimes(std::string_view proc_stat);
std::optional<CpuTimes> ReadCpuTimes();

// Which part of the time between the two was stolen, 0 to 1; 0 where no time passed.
double StolenShare(const CpuTimes& before, const CpuTimes& after);

}  // namespace kproof

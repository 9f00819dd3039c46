#include "harness/observe/cpu_steal.h"

#include <fstream>
#include <sstream>
#include <string>

namespace kproof {

std::optional<CpuTimes> ParseCpuTimes(std::string_view proc_stat) {
  std::istringstream line(std::string(proc_stat.substr(0, proc_stat.find('\n'))));
  std::string name;
  line >> name;
  if (name != "cpu") return std::nullopt;
  // user nice system idle iowait irq softirq steal; guests are in user and nice already
  constexpr int kColumns = 8;
  CpuTimes times;
  for (int column = 0; column < kColumns; ++column) {
    if (!(line >> times.stolen)) return std::nullopt;
    times.total += times.stolen;
  }
  return times;
}

std::optional<CpuTimes> ReadCpuTimes() {
  std::ifstream file("/proc/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return ParseCpuTimes(line);
}

double StolenShare(const CpuTimes& before, const CpuTimes& after) {
  if (after.total <= before.total || after.stolen <= before.stolen) return 0;
  return static_cast<double>(after.stolen - before.stolen) /
         static_cast<double>(after.total - before.total);
}

}  // namespace kproof

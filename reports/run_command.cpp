#include "reports/run_command.h"

#include <fmt/format.h>

#include "harness/base/shell.h"

namespace kproof {

std::string RunCommand(const std::string& file, std::uint64_t seed) {
  return fmt::format("kproof run {} --seed {}", ShellWord(file), seed);
}

}  // namespace kproof

#include "harness/agent/drain_limit.h"

#include <algorithm>
#include <cstdlib>

namespace kproof {
namespace {

constexpr auto kSpare = std::chrono::seconds(5);
constexpr auto kLongestDrain = std::chrono::seconds(150);

}  // namespace

Duration DrainLimit(Duration given, const std::vector<ClientSetting>& settings) {
  if (given > Duration(0)) return given;
  for (const auto& setting : settings)
    if (setting.key == "delivery.timeout.ms" && setting.value != "0")
      return std::min<Duration>(
          std::chrono::milliseconds(std::atoll(setting.value.c_str())) + kSpare, kLongestDrain);
  return kLongestDrain;
}

}  // namespace kproof

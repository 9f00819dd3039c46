#include "harness/run/final_pass_limit.h"

namespace kproof {
namespace {

constexpr Duration kLeast = std::chrono::seconds(120);
// A twentieth of the records and a quarter of the bytes that one client of ours moves on two cores
// beside six JVMs (docs/benchmarks.md).
constexpr double kRecordsPerS = 20'000;
constexpr double kBytesPerS = 10e6;

}  // namespace

Duration FinalPassLimit(const LoadToRead& load) {
  const double times = 1 + load.replication;
  const double seconds = times * (static_cast<double>(load.records) / kRecordsPerS +
                                  static_cast<double>(load.bytes) / kBytesPerS);
  return kLeast + Duration(static_cast<Duration::rep>(seconds * 1e6));
}

}  // namespace kproof

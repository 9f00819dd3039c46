// Judging ten million records of 12 streams, two on each partition: clean, and with one acked
// record in a hundred lost, anywhere.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "tests/bench/audit_load.h"

namespace kproof {
namespace {

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// The peak is that of the process so far: the clean run comes first.
void JudgeTenMillion(benchmark::State& state) {
  const BenchFile file;
  const auto lose_one_in = static_cast<std::uint64_t>(state.range(0));
  StoreLoad(file.path, {.partitions = 6, .records = 833'334, .lose_one_in = lose_one_in});
  std::uint64_t lost = 0;
  for (auto _ : state) {
    const auto result = Judge(*StoreReader::Open(file.path));
    lost = result.counts.at("lost");
  }
  state.counters["lost"] = static_cast<double>(lost);
  state.counters["store_mb"] = static_cast<double>(std::filesystem::file_size(file.path)) / 1048576;
  state.counters["peak_mb"] = PeakMegabytes();
}
BENCHMARK(JudgeTenMillion)->ArgName("lose_one_in")->Arg(0)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kproof

// Nanoseconds for making and reading the stamp of one record.
#include <benchmark/benchmark.h>

#include <vector>

#include "harness/stamp/crc32c.h"
#include "harness/stamp/stamp.h"

namespace kproof {
namespace {

void EncodeStamp(benchmark::State& state) {
  Stamp stamp{.origin = 7, .life = 1, .partition = 3, .topic_crc32c = 1};
  for (auto _ : state) {
    ++stamp.sequence;
    benchmark::DoNotOptimize(Encode(stamp));
  }
}
BENCHMARK(EncodeStamp);

void DecodeStamp(benchmark::State& state) {
  const StampBytes bytes = Encode(Stamp{.origin = 7, .sequence = 123456, .topic_crc32c = 1});
  for (auto _ : state) benchmark::DoNotOptimize(Decode(bytes));
}
BENCHMARK(DecodeStamp);

void CrcOfValue(benchmark::State& state) {
  const std::vector<std::byte> value(static_cast<std::size_t>(state.range(0)), std::byte{42});
  for (auto _ : state) benchmark::DoNotOptimize(Crc32c(value));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(CrcOfValue)->Arg(100)->Arg(256)->Arg(1024);

}  // namespace
}  // namespace kproof

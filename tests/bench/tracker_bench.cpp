// Nanoseconds a record for turning settles and reads into spans, with consecutive offsets and with
// two producers that share each partition; and bytes a record of the offsets that are kept.
#include <benchmark/benchmark.h>

#include "audit/facts/tracker.h"

namespace kproof {
namespace {

// Offsets as two producers at equal rates leave them: batches of one or two records in turn.
std::int64_t Interleaved(std::uint64_t sequence) {
  return static_cast<std::int64_t>(2 * sequence + (Mix64(sequence / 2) & 1));
}

void TrackSettles(benchmark::State& state) {
  const bool interleaved = state.range(0) == 1;
  std::uint64_t spans = 0, packed = 0, records = 0;
  SettleTracker tracker([&](std::uint32_t, const SettledSpan& span) {
    ++spans;
    packed += span.offsets.Pack().size();
    records += span.count;
  });
  std::uint64_t sequence = 0;
  RunMicros now = 0;
  for (auto _ : state) {
    const auto offset = interleaved ? Interleaved(sequence) : static_cast<std::int64_t>(sequence);
    tracker.Settle(0, sequence, Outcome::kAcked, offset, 0,
                   now - 2'000 - static_cast<RunMicros>(sequence % 512), now);
    ++sequence;
    now += 500;  // 2,000 a second
  }
  tracker.Flush();
  state.counters["bytes_per_record"] = static_cast<double>(packed) / static_cast<double>(records);
  state.counters["records_per_span"] = static_cast<double>(records) / static_cast<double>(spans);
}
BENCHMARK(TrackSettles)->ArgName("interleaved")->Arg(0)->Arg(1);

void TrackReads(benchmark::State& state) {
  const bool interleaved = state.range(0) == 1;
  std::uint64_t records = 0;
  ReadTracker tracker(
      [&](std::uint32_t, const ReadSource&, const ReadSpan& span) { records += span.count; });
  std::uint64_t sequence = 0;
  RunMicros now = 0;
  for (auto _ : state) {
    const std::uint32_t origin = interleaved ? static_cast<std::uint32_t>(sequence & 1) : 0;
    tracker.Read(0, {.origin = origin}, interleaved ? sequence / 2 : sequence,
                 static_cast<std::int64_t>(sequence),
                 3'000 + static_cast<std::int64_t>(sequence % 512), now);
    ++sequence;
    now += 3;
  }
  tracker.Flush();
  benchmark::DoNotOptimize(records);
}
BENCHMARK(TrackReads)->ArgName("interleaved")->Arg(0)->Arg(1);

}  // namespace
}  // namespace kproof

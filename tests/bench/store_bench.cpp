// Spans a second that the audit store takes in, and bytes of its file for each record that was
// acked and read, with two producers on the partition.
#include <benchmark/benchmark.h>

#include "tests/bench/audit_load.h"

namespace kproof {
namespace {

// A second of one stream at 2,000/s: contiguous offsets, or those of every other batch.
template <typename Span>
Span OneSecond(bool interleaved) {
  Span span;
  Random random(7);
  std::int64_t offset = 0;
  span.count = 2'000;
  for (std::uint64_t i = 0; i < span.count; ++i) {
    if (interleaved && i % 2 == 0) offset += static_cast<std::int64_t>(random.Below(3));
    span.offsets.Push(offset);
    span.digest.Add(i, offset++);
    span.latency.Add(static_cast<std::int64_t>(1'500 + random.Below(2'000)));
    span.pulse.Mark(static_cast<RunMicros>(i) * 500);
  }
  return span;
}

void IngestSettled(benchmark::State& state) {
  const BenchFile file;
  const auto store = StoreWriter::Create(file.path);
  auto span = OneSecond<SettledSpan>(state.range(0) == 1);
  std::int32_t partition = 0;
  for (auto _ : state) {  // as the collector does: some hundred spans a transaction
    StoreWriter::Transaction transaction(*store);
    for (int i = 0; i < 500; ++i) {
      store->Add("checkout-0", {"main", 1, 0, "payments", partition = (partition + 1) % 12}, span);
      span.first_sequence += span.count;
    }
    transaction.Commit();
  }
  state.SetItemsProcessed(state.iterations() * 500);
}
BENCHMARK(IngestSettled)->ArgName("interleaved")->Arg(0)->Arg(1);

void IngestRead(benchmark::State& state) {
  const BenchFile file;
  const auto store = StoreWriter::Create(file.path);
  auto span = OneSecond<ReadSpan>(state.range(0) == 1);
  std::int32_t partition = 0;
  for (auto _ : state) {
    StoreWriter::Transaction transaction(*store);
    for (int i = 0; i < 500; ++i) {
      store->Add("monitor-0", Pass::kLive, Isolation::kUncommitted,
                 {"main", 1, 0, "payments", partition = (partition + 1) % 12}, span);
      span.first_sequence += span.count;
    }
    transaction.Commit();
  }
  state.SetItemsProcessed(state.iterations() * 500);
}
BENCHMARK(IngestRead)->ArgName("interleaved")->Arg(0)->Arg(1);

void BytesARecord(benchmark::State& state) {
  constexpr LoadShape kTwoMinutes{.partitions = 1, .records = 240'000};
  double bytes = 0;
  for (auto _ : state) {
    const BenchFile file;
    StoreLoad(file.path, kTwoMinutes);
    bytes = static_cast<double>(std::filesystem::file_size(file.path));
  }
  state.counters["bytes_a_record"] = bytes / (2.0 * static_cast<double>(kTwoMinutes.records));
}
BENCHMARK(BytesARecord)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kproof

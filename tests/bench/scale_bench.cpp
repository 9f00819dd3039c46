// What judging costs as records, anomalies and streams grow. A store is built once, by a process of
// its own, into the folder KPROOF_BENCH_FOLDER (default: the system's temporary folder), and stays
// there for the next time; each judgement runs in a process of its own, whose peak memory is
// printed. A store of two million rows is judged by two threads (audit/judge/facts/parallel.h): the
// time is that of both, `wall_s` what a clock shows.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "harness/base/clock.h"
#include "tests/bench/scale_load.h"

namespace kproof {
namespace {

struct Cost {
  double seconds = 0;  // of CPU, of all threads
  double wall_s = 0;
  double peak_mb = 0;
};

// Runs `work` in a child process; throws when it does not return.
template <typename Work>
Cost InProcessOfItsOwn(const Work& work) {
  const auto begin = MonotonicMicros();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    int code = 1;
    try {
      work();
      code = 0;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    _exit(code);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || status != 0)
    throw std::runtime_error("the child process failed");
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime), InSeconds(MonotonicMicros() - begin),
          static_cast<double>(usage.ru_maxrss) / 1024};
}

std::string StoreOf(const Scale& scale, const std::string& name) {
  const auto* folder = std::getenv("KPROOF_BENCH_FOLDER");
  const auto path =
      (folder != nullptr ? std::filesystem::path(folder) : std::filesystem::temp_directory_path()) /
      ("kproof-scale-" + name + ".db");
  if (!std::filesystem::exists(path)) {
    const auto partial = path.string() + ".partial";
    std::filesystem::remove(partial);
    const auto cost = InProcessOfItsOwn([&] { const ScaleLoad load(partial, scale); });
    std::fprintf(stderr, "%s: built in %.0f s of CPU\n", name.c_str(), cost.seconds);
    std::filesystem::rename(partial, path);
  }
  return path.string();
}

// What the store takes for as many passes over the same rows, with nobody looking at them: the rest
// is what the judge needs in memory.
void ReadRowsAlone(const std::string& path, bool clean) {
  const auto store = StoreReader::Open(path);
  std::uint64_t records = 0;
  const auto settled = [&](const SettledRow& row) { records += row.count; };
  const auto read = [&](const ReadRow& row) { records += row.count; };
  store->EachSettled(settled);
  store->EachRead(read);
  if (!clean) {  // streams are decoded, and what stands at lost places is looked up
    store->EachSettled(settled);
    for (int pass = 0; pass < 2; ++pass) store->EachRead(read, {RowRange{}}, ReadColumns::kPlaces);
  }
  benchmark::DoNotOptimize(records);
}

void JudgeScale(benchmark::State& state, const std::string& name, const Scale& scale) {
  const auto path = StoreOf(scale, name);
  Cost cost, reading;
  for (auto _ : state) {
    cost = InProcessOfItsOwn(
        [&] { benchmark::DoNotOptimize(Judge(*StoreReader::Open(path)).counts); });
    state.SetIterationTime(cost.seconds);
    reading = InProcessOfItsOwn([&] { ReadRowsAlone(path, scale.lose_one_in == 0); });
  }
  const auto records = static_cast<double>(scale.records());
  state.counters["records"] = records;
  state.counters["ns_a_record"] = cost.seconds * 1e9 / records;
  state.counters["in_memory_ns"] = (cost.seconds - reading.seconds) * 1e9 / records;
  state.counters["wall_s"] = cost.wall_s;
  state.counters["peak_mb"] = cost.peak_mb;
  state.counters["store_mb"] = static_cast<double>(std::filesystem::file_size(path)) / 1048576;
}

#define KPROOF_SCALE(name, ...)                                 \
  BENCHMARK_CAPTURE(JudgeScale, name, #name, Scale __VA_ARGS__) \
      ->UseManualTime()                                         \
      ->Iterations(1)                                           \
      ->Unit(benchmark::kMillisecond)

// A billion records in 6,400 streams: a million spans of acks and as many of reads; and ten times
// as many, which take 2 GB.
KPROOF_SCALE(billion_contiguous, {.partitions = 3'200, .spans = 157});
KPROOF_SCALE(ten_billion_contiguous, {.partitions = 3'200, .spans = 1'570});
KPROOF_SCALE(billion_interleaved, {.partitions = 3'200, .spans = 157, .interleaved = true});
// The same with one record in a thousand lost in a tenth of the partitions, and in all.
KPROOF_SCALE(
    billion_tenth_harmed,
    {.partitions = 3'200, .spans = 157, .interleaved = true, .lose_one_in = 1'000, .harmed = 320});
// Records times ten.
KPROOF_SCALE(records_1e6, {.partitions = 6, .spans = 84});
KPROOF_SCALE(records_1e7, {.partitions = 6, .spans = 834});
KPROOF_SCALE(records_1e8, {.partitions = 6, .spans = 8'334});
// Streams times ten, of ten million records.
KPROOF_SCALE(streams_12, {.partitions = 6, .spans = 834, .interleaved = true});
KPROOF_SCALE(streams_120, {.partitions = 60, .spans = 84, .interleaved = true});
KPROOF_SCALE(streams_1200, {.partitions = 600, .spans = 9, .interleaved = true});
// Anomalies times ten, of ten million records.
KPROOF_SCALE(lost_1_in_100000,
             {.partitions = 6, .spans = 834, .interleaved = true, .lose_one_in = 100'000});
KPROOF_SCALE(lost_1_in_10000,
             {.partitions = 6, .spans = 834, .interleaved = true, .lose_one_in = 10'000});
KPROOF_SCALE(lost_1_in_1000,
             {.partitions = 6, .spans = 834, .interleaved = true, .lose_one_in = 1'000});
KPROOF_SCALE(lost_1_in_100,
             {.partitions = 6, .spans = 834, .interleaved = true, .lose_one_in = 100});
KPROOF_SCALE(lost_1_in_10, {.partitions = 6, .spans = 834, .interleaved = true, .lose_one_in = 10});
KPROOF_SCALE(lost_1_in_2, {.partitions = 6, .spans = 834, .interleaved = true, .lose_one_in = 2});

}  // namespace
}  // namespace kproof

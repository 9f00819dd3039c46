// 10^7 lines of events.jsonl into a store, beside the JSON parser alone on the same lines: what an
// import costs beyond parsing. Sends, acks and final reads of four producers on four partitions.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "audit/events/complaints.h"
#include "audit/events/event_line.h"
#include "audit/events/import.h"
#include "audit/events/line_parser.h"
#include "audit/events/line_source.h"
#include "audit/judge/judge.h"
#include "audit/store/reader.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr int kStreams = 4;
constexpr std::int64_t kRecords = 3'333'333;  // three lines each

EventLine& Identity(EventLine& line, std::int64_t record) {
  const auto stream = record % kStreams;
  return line.Text("origin", "checkout-" + std::to_string(stream))
      .Int("seq", record / kStreams)
      .Text("topic", "payments")
      .Int("partition", stream);
}

// Made once, in the temporary folder; gone with the program.
class HistoryFile {
 public:
  HistoryFile() : path_((fs::temp_directory_path() / "kproof-events-bench.jsonl").string()) {
    std::ofstream file(path_, std::ios::binary);
    const auto at = [](std::int64_t record) { return record * 100; };  // 10,000 records a second
    for (std::int64_t i = 0; i < kRecords; ++i) {
      const auto actor = "checkout-" + std::to_string(i % kStreams);
      EventLine send("send"), settle("settle");
      Identity(send.Seconds("t", at(i)).Text("actor", actor), i);
      Identity(settle.Seconds("t", at(i) + 50).Text("actor", actor), i)
          .Text("outcome", "acked")
          .Int("offset", i / kStreams);
      file << send.str() << '\n' << settle.str() << '\n';
    }
    for (std::int64_t i = 0; i < kRecords; ++i) {
      EventLine read("read");
      read.Seconds("t", at(kRecords) + i).Text("actor", "final").Int("offset", i / kStreams);
      file << Identity(read, i).Text("pass", "final").str() << '\n';
    }
    for (int i = 0; i < kStreams; ++i) {
      EventLine bounds("bounds");
      bounds.Text("topic", "payments").Int("partition", i).Int("start", 0);
      file << bounds.Int("end", (kRecords + kStreams - 1 - i) / kStreams).str() << '\n';
    }
  }
  ~HistoryFile() { fs::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

const HistoryFile& History() {
  static const HistoryFile file;
  return file;
}

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Nothing : nlohmann::json_sax<nlohmann::json> {
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(std::int64_t) override { return true; }
  bool number_unsigned(std::uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(nlohmann::json::binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(std::string&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }
};

template <typename Take>
void EachLine(benchmark::State& state, const Take& take) {
  std::int64_t lines = 0;
  const auto& path = History().path();
  for (auto _ : state) {
    LineSource source(path);
    for (std::string_view line; source.Next(line); ++lines) take(line, source.number());
  }
  state.SetItemsProcessed(lines);
}

void BM_ReadLines(benchmark::State& state) {
  EachLine(state, [](std::string_view line, std::uint64_t) { benchmark::DoNotOptimize(line); });
}
BENCHMARK(BM_ReadLines)->Unit(benchmark::kSecond)->Iterations(1);

void BM_ParseJsonAlone(benchmark::State& state) {
  Nothing nothing;
  EachLine(state, [&](std::string_view line, std::uint64_t) {
    benchmark::DoNotOptimize(nlohmann::json::sax_parse(line.begin(), line.end(), &nothing));
  });
}
BENCHMARK(BM_ParseJsonAlone)->Unit(benchmark::kSecond)->Iterations(1);

void BM_ParseEvents(benchmark::State& state) {
  Complaints complaints("bench");
  Event event;
  EachLine(state, [&](std::string_view line, std::uint64_t number) {
    benchmark::DoNotOptimize(ParseEvent(line, number, event, complaints));
  });
}
BENCHMARK(BM_ParseEvents)->Unit(benchmark::kSecond)->Iterations(1);

void BM_ImportAndJudge(benchmark::State& state) {
  const auto store = (fs::temp_directory_path() / "kproof-events-bench.db").string();
  const auto& path = History().path();
  std::int64_t lines = 0;
  for (auto _ : state) {
    fs::remove(store);
    lines += static_cast<std::int64_t>(ImportEvents(path, store).events);
    const auto result = Judge(*StoreReader::Open(store));
    if (result.counts.at("acked") != kRecords || !result.findings.empty())
      state.SkipWithError("the history is not clean");
  }
  state.SetItemsProcessed(lines);
  state.counters["peak_MB"] = PeakMegabytes();
  fs::remove(store);
}
BENCHMARK(BM_ImportAndJudge)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace
}  // namespace kproof

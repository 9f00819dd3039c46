// Two members in turn read the same topic from its start to its end, some rounds on one cluster: a
// bare group consumer of librdkafka, and ours, which notes what it reads, does and commits. Both
// commit by themselves. Prints medians, the ratio and CPU seconds a million records.
//
//   consuming [SECONDS_OF_LOAD] [ROUNDS]
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/agent/config.h"
#include "harness/base/error.h"
#include "harness/base/live_page.h"
#include "harness/cluster/local.h"
#include "harness/cluster/topics.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
constexpr const char* kTopic = "payments";
constexpr int kPartitions = 6;
constexpr Duration kLimit = std::chrono::minutes(5);

struct Sample {
  double rate = 0;             // records a second, from the first to the last
  double cpu_per_million = 0;  // seconds of user and system time of the process
};

struct Bench {
  fs::path folder;
  Cluster* cluster;
  std::uint64_t records = 0;
  int round = 0;

  template <typename Config>
  std::shared_ptr<Process> Start(const std::string& kind, const std::string& actor,
                                 Config config) const {
    config.actor = config.instance = actor;
    config.bootstrap_servers = cluster->bootstrap_servers();
    config.run_id = "bench";
    config.epoch_us = MonotonicMicros();
    config.spool_folder = folder.string();
    config.live_page = Page(actor);
    config.topics = {{kTopic, kPartitions}};
    std::ofstream(folder / (actor + ".json")) << ToJson(config);
    return Process::Start({.executable = KPROOF_PROGRAM,
                           .args = {"agent", kind, (folder / (actor + ".json")).string()},
                           .env = {},
                           .output = (folder / actor).string()});
  }

  std::string Page(const std::string& actor) const { return (folder / (actor + ".live")).string(); }

  static ExitStatus Wait(Process& process) {
    if (!process.WaitExit(Deadline(kLimit))) throw Error("an agent did not end");
    return *process.Exit();
  }

  void Fill(int seconds) {
    ProducerConfig config;
    config.properties = {{"acks", "all"}};
    config.value_bytes = 100;
    const auto process = Start("producer", "load-0", config);
    SleepFor(std::chrono::seconds(seconds));
    process->Signal(SIGTERM);
    Wait(*process);
    records = LivePage::Open(Page("load-0"))->Read().acked;
  }

  Sample Bare() {
    const std::string group = "bare-" + std::to_string(++round);
    const auto process = Process::Start(
        {.executable = KPROOF_BARE_CONSUMER,
         .args = {cluster->bootstrap_servers(), kTopic, group, std::to_string(records)},
         .env = {},
         .output = (folder / group).string()});
    const ExitStatus exit = Wait(*process);
    double read = 0, took = 0;
    std::ifstream(folder / group) >> read >> took;
    return {read / took, exit.cpu_seconds / read * 1e6};
  }

  Sample Ours() {
    const std::string actor = "ours-" + std::to_string(++round);
    ConsumerConfig config;
    config.group = actor;
    config.subscribe = {kTopic};
    config.properties = {{"auto.offset.reset", "earliest"}};
    const auto process = Start("consumer", actor, config);
    std::unique_ptr<LivePage> page;
    const auto read = [&] {
      if (!page) page = LivePage::Open(Page(actor));
      return page ? page->Read().read : 0;
    };
    if (!WaitUntil([&] { return read() > 0; }, Deadline(kLimit), std::chrono::milliseconds(1)))
      throw Error("our consumer did not begin");
    const auto begin = page->Read();  // shown every 50 ms, with the time of the last record
    if (!WaitUntil([&] { return read() == records; }, Deadline(kLimit)))
      throw Error("our consumer did not get to the end");
    const auto end = page->Read();
    process->Signal(SIGTERM);
    const ExitStatus exit = Wait(*process);
    return {static_cast<double>(end.read - begin.read) /
                (static_cast<double>(end.last_read - begin.last_read) / 1e6),
            exit.cpu_seconds / static_cast<double>(records) * 1e6};
  }
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Main(int seconds, int rounds) {
  const fs::path folder =
      fs::temp_directory_path() / ("kproof-consuming-" + std::to_string(getpid()));
  fs::create_directories(folder / "logs");
  const auto say = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
  ClusterSetup spec;
  spec.brokers = 1;
  spec.combined = true;
  spec.folder = (folder / "nodes").string();
  spec.log_folder = (folder / "logs").string();
  const auto cluster = StartLocalCluster(spec, FindKafka("4.3.1", "", say), say);
  CreateTopic(*cluster, {.name = kTopic, .partitions = kPartitions, .replication = 1, .config = {}},
              Deadline(std::chrono::seconds(20)));
  Bench bench{.folder = folder, .cluster = cluster.get()};
  bench.Fill(seconds);
  bench.Bare();  // warms the broker up; not counted
  std::vector<double> bare, ours, ratios, bare_cpu, our_cpu;
  for (int round = 0; round < rounds; ++round) {
    const Sample one = bench.Bare(), other = bench.Ours();
    bare.push_back(one.rate);
    ours.push_back(other.rate);
    bare_cpu.push_back(one.cpu_per_million);
    our_cpu.push_back(other.cpu_per_million);
    ratios.push_back(other.rate / one.rate);
    fmt::print(stderr, "round {}: bare {:.0f}, ours {:.0f} records/s\n", round + 1, one.rate,
               other.rate);
  }
  fmt::print(
      "{} records; bare librdkafka {:.0f} records/s, {:.2f} CPU s a million; kproof consumer "
      "{:.0f} records/s, {:.2f} CPU s a million\n",
      bench.records, Median(bare), Median(bare_cpu), Median(ours), Median(our_cpu));
  fmt::print("median ratio of the rounds: {:.2f}\n", Median(ratios));
  cluster->Destroy();
  fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace kproof

int main(int argc, char** argv) {
  try {
    return kproof::Main(argc > 1 ? std::stoi(argv[1]) : 6, argc > 2 ? std::stoi(argv[2]) : 9);
  } catch (const kproof::Error& error) {
    fmt::print(stderr, "{}\n", error.Full());
    return 70;
  }
}

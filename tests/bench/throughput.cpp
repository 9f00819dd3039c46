// Producers in turn, nine rounds on one cluster. Prints medians, ratios and CPU seconds a million
// records.
//
//   throughput [SECONDS_EACH] [ROUNDS]       bare librdkafka with delivery callbacks and a 32-byte
//                                            header, our producer, Kafka's VerifiableProducer
//   throughput [SECONDS_EACH] [ROUNDS] java  our producer in Java, and Kafka's ProducerPerformance
//
// All send with acks=all to the same topic settings (6 partitions, replication 3,
// min.insync.replicas 2). Ours and bare send 100-byte values; VerifiableProducer has no option for
// that and sends its counter as text. ProducerPerformance sends 144-byte values: what a value, its
// stamp and the stamp's key take.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/agent/config.h"
#include "harness/base/error.h"
#include "harness/base/live_page.h"
#include "harness/client/clients.h"
#include "harness/cluster/local.h"
#include "harness/cluster/tool.h"
#include "harness/cluster/topics.h"
#include "harness/stamp/stamp.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
constexpr int kPartitions = 6;
constexpr std::uint64_t kValueBytes = 100;
constexpr std::uint64_t kStampedValueBytes =
    kValueBytes + kStampBytes + sizeof kStampHeaderKey - 1 + 2;  // and two lengths

struct Sample {
  double rate = 0;             // acked records a second
  double cpu_per_million = 0;  // seconds of user and system time of the process
};

struct Bench {
  fs::path folder;
  Cluster* cluster;
  KafkaHome home;
  int seconds;
  int round = 0;

  std::string Topic(const std::string& side) {
    std::string name = side + "-" + std::to_string(++round);
    CreateTopic(*cluster,
                {.name = name,
                 .partitions = kPartitions,
                 .replication = 3,
                 .config = {{"min.insync.replicas", "2"}}},
                Deadline(std::chrono::seconds(20)));
    return name;
  }

  ExitStatus Wait(Process& process) const {
    if (!process.WaitExit(Deadline(std::chrono::seconds(seconds + 90))))
      throw Error("a producer did not end");
    return *process.Exit();
  }

  std::string Output(const std::string& name) const {
    std::ifstream file(folder / name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  Sample Bare() {
    const std::string topic = Topic("bare");
    const auto process =
        Process::Start({.executable = KPROOF_BARE_PRODUCER,
                        .args = {cluster->bootstrap_servers(), topic, std::to_string(seconds),
                                 std::to_string(kValueBytes)},
                        .env = {},
                        .output = (folder / topic).string()});
    const ExitStatus exit = Wait(*process);
    double acked = 0, took = 0;
    std::istringstream(Output(topic)) >> acked >> took;
    return {acked / took, exit.cpu_seconds / acked * 1e6};
  }

  // As many seconds as were asked for, from the first record on.
  Sample Ours(const std::string& client) {
    const std::string topic = Topic("ours");
    ProducerConfig config;
    config.defaults = client;
    config.actor = topic;
    config.bootstrap_servers = cluster->bootstrap_servers();
    config.run_id = "bench";
    config.epoch_us = MonotonicMicros();
    config.spool_folder = folder.string();
    config.live_page = (folder / (topic + ".live")).string();
    config.topics = {{topic, kPartitions}};
    config.properties = {{"acks", "all"}};
    config.value_bytes = kValueBytes;
    std::ofstream(folder / (topic + ".json")) << ToJson(config);
    auto command = CommandOf(client, "", KPROOF_PROGRAM);
    command.args.insert(command.args.end(), {"producer", (folder / (topic + ".json")).string()});
    const auto process = Process::Start({.executable = command.program,
                                         .args = command.args,
                                         .env = command.env,
                                         .output = (folder / topic).string()});
    std::unique_ptr<LivePage> page;
    if (!WaitUntil(
            [&] { return (page = LivePage::Open(config.live_page)) && page->Read().sent > 0; },
            Deadline(std::chrono::seconds(20)), std::chrono::milliseconds(1)))
      throw Error("our producer did not begin: " + Output(topic));
    const RunMicros begin = MonotonicMicros() - config.epoch_us;
    SleepFor(std::chrono::seconds(seconds));
    process->Signal(SIGTERM);
    const ExitStatus exit = Wait(*process);
    const LiveState state = page->Read();
    const auto acked = static_cast<double>(state.acked);
    return {acked / (static_cast<double>(state.last_ack - begin) / 1e6),
            exit.cpu_seconds / acked * 1e6};
  }

  // Its own last line: "1000000 records sent, 123456.7 records/sec (16.95 MB/sec), …".
  Sample Performance(std::uint64_t records) {
    const std::string topic = Topic("performance");
    const auto process = Process::Start(
        {.executable = home.java,
         .args = {"-XX:+UseSerialGC", "-cp", home.ClassPath(),
                  "org.apache.kafka.tools.ProducerPerformance", "--topic", topic, "--num-records",
                  std::to_string(records), "--record-size", std::to_string(kStampedValueBytes),
                  "--throughput", "-1", "--producer-props",
                  "bootstrap.servers=" + cluster->bootstrap_servers()},
         .env = {},
         .output = (folder / topic).string()});
    const ExitStatus exit = Wait(*process);
    const auto last = LastLines((folder / topic).string(), 1);
    const auto at = last.find(" records sent, ");
    if (at == std::string::npos) throw Error("ProducerPerformance gave no result: " + last);
    return {std::atof(last.c_str() + at + 15),
            exit.cpu_seconds / static_cast<double>(records) * 1e6};
  }

  Sample Verifiable(std::uint64_t records) {
    const std::string topic = Topic("verifiable");
    const auto process = Process::Start(
        {.executable = home.java,
         .args = {"-Xmx512m", "-cp", home.ClassPath(), "org.apache.kafka.tools.VerifiableProducer",
                  "--topic", topic, "--max-messages", std::to_string(records), "--bootstrap-server",
                  cluster->bootstrap_servers()},
         .env = {},
         .output = (folder / topic).string()});
    const ExitStatus exit = Wait(*process);
    std::ifstream lines(folder / topic);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("tool_data") == std::string::npos) continue;
      const auto data = nlohmann::json::parse(line);
      const double acked = data["acked"];
      return {data["avg_throughput"], exit.cpu_seconds / acked * 1e6};
    }
    throw Error("VerifiableProducer told no result");
  }
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Side {
  std::vector<double> rates, cpu;
  void Add(const Sample& sample) {
    rates.push_back(sample.rate);
    cpu.push_back(sample.cpu_per_million);
  }
  void Print(const char* name) const {
    fmt::print("{:22} {:9.0f} records/s (min {:.0f}, max {:.0f})  {:5.2f} CPU s a million\n", name,
               Median(rates), *std::min_element(rates.begin(), rates.end()),
               *std::max_element(rates.begin(), rates.end()), Median(cpu));
  }
};

double MedianRatio(const Side& a, const Side& b) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < a.rates.size(); ++i) ratios.push_back(a.rates[i] / b.rates[i]);
  return Median(ratios);
}

void OfLibrdkafka(Bench& bench, int rounds) {
  Side bare, ours, verifiable;
  bench.Bare();  // warms the brokers up; not counted
  for (int round = 0; round < rounds; ++round) {
    bare.Add(bench.Bare());
    ours.Add(bench.Ours("librdkafka"));
    verifiable.Add(bench.Verifiable(static_cast<std::uint64_t>(
        Median(verifiable.rates.empty() ? std::vector{150'000.0} : verifiable.rates) *
        bench.seconds)));
    fmt::print(stderr, "round {}: bare {:.0f}, ours {:.0f}, VerifiableProducer {:.0f} records/s\n",
               round + 1, bare.rates.back(), ours.rates.back(), verifiable.rates.back());
  }
  bare.Print("bare librdkafka");
  ours.Print("kproof producer");
  verifiable.Print("VerifiableProducer");
  fmt::print("median ratio of the rounds: {:.2f} of bare, {:.2f} × VerifiableProducer\n",
             MedianRatio(ours, bare), MedianRatio(ours, verifiable));
}

void OfJava(Bench& bench, int rounds) {
  Side ours, performance;
  bench.Ours("java");  // warms the brokers up; not counted
  for (int round = 0; round < rounds; ++round) {
    ours.Add(bench.Ours("java"));
    performance.Add(
        bench.Performance(static_cast<std::uint64_t>(Median(ours.rates) * bench.seconds)));
    fmt::print(stderr, "round {}: ours {:.0f}, ProducerPerformance {:.0f} records/s\n", round + 1,
               ours.rates.back(), performance.rates.back());
  }
  ours.Print("kproof producer, Java");
  performance.Print("ProducerPerformance");
  fmt::print("median ratio of the rounds: {:.2f} of ProducerPerformance\n",
             MedianRatio(ours, performance));
}

int Main(int seconds, int rounds, bool java) {
  const fs::path folder =
      fs::temp_directory_path() / ("kproof-throughput-" + std::to_string(getpid()));
  fs::create_directories(folder / "logs");
  const auto say = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
  const KafkaHome home = FindKafka("4.3.1", "", say);
  ClusterSetup spec;
  spec.folder = (folder / "nodes").string();
  spec.log_folder = (folder / "logs").string();
  const auto cluster = StartLocalCluster(spec, home, say);
  Bench bench{.folder = folder, .cluster = cluster.get(), .home = home, .seconds = seconds};
  (java ? OfJava : OfLibrdkafka)(bench, rounds);
  cluster->Destroy();
  fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace kproof

int main(int argc, char** argv) {
  try {
    return kproof::Main(argc > 1 ? std::stoi(argv[1]) : 6, argc > 2 ? std::stoi(argv[2]) : 9,
                        argc > 3 && std::string(argv[3]) == "java");
  } catch (const kproof::Error& error) {
    fmt::print(stderr, "{}\n", error.Full());
    return 70;
  }
}

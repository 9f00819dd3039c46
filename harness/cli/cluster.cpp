// kproof cluster fetch|up|status|down: the local Kafka cluster by itself. `up` holds it until
// Ctrl-C or `down`; a note in the cache folder, locked as long as it is held, is how `status` and
// `down` find it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/temporaries.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/client/kind.h"
#include "harness/client/wheels.h"
#include "harness/cluster/bundle.h"
#include "harness/cluster/registry.h"
#include "harness/cluster/topics.h"
#include "harness/kafka/node_client.h"
#include "harness/run/held_cluster.h"
#include "harness/scenario/client_name.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/scenario.h"
#include "harness/settings/check.h"

namespace kproof {
namespace {

constexpr int kMostPartitions = 1000;  // more take minutes here

void Say(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

struct UpFlags {
  ClusterSpec spec;
  std::optional<int> port;
  std::vector<std::string> config;
  std::vector<std::string> topics;
  JsonFlags json;
};

// NAME, NAME:PARTITIONS or NAME:PARTITIONS:REPLICATION
NewTopic TopicOf(const std::string& text, int brokers) {
  const auto parts = Split(text, ':');
  const auto number = [&](std::size_t at, int otherwise, int most, const char* what) {
    if (parts.size() <= at) return otherwise;
    const auto value = ParseInt(parts[at]);
    if (!value || *value < 1 || *value > most)
      throw Error(ErrorKind::kUsage,
                  fmt::format("--topic {}: '{}' is not a {}", text, parts[at], what),
                  Hint(fmt::format("write a number from 1 to {}", most)));
    return static_cast<int>(*value);
  };
  if (!IsTopicName(parts.front()) || parts.size() > 3)
    throw Error(ErrorKind::kUsage, "--topic " + text + " is not a topic",
                Hint("write NAME, NAME:PARTITIONS or NAME:PARTITIONS:REPLICATION, as in "
                     "payments:6:3"));
  return {.name = parts.front(),
          .partitions = number(1, 1, kMostPartitions, "number of partitions"),
          .replication = number(2, std::min(3, brokers), brokers, "replication factor"),
          .config = {}};
}

// For programs: where it is and who is in it.
void PrintCluster(const Cluster& cluster, const std::string& logs, const JsonFlags& flags) {
  auto nodes = nlohmann::ordered_json::array();
  for (const Node* node : cluster.nodes())
    nodes.push_back({{"name", node->name()},
                     {"id", node->id()},
                     {"broker", node->broker()},
                     {"controller", node->controller()},
                     {"host", node->asked_at().host}});
  PrintJson({{"bootstrap_servers", cluster.bootstrap_servers()},
             {"kafka", cluster.kafka_version()},
             {"ready_s", static_cast<double>(cluster.ready().ready.count()) / 1e6},
             {"logs", logs},
             {"nodes", std::move(nodes)}},
            flags);
}

ClusterSetup SetupOf(const UpFlags& flags, const std::string& folder) {
  ClusterSetup setup;
  setup.kafka = flags.spec.kafka;
  setup.kafka_dir = flags.spec.kafka_dir;
  setup.brokers = flags.spec.brokers;
  setup.controllers = flags.spec.controllers;
  setup.combined = flags.spec.combined;
  setup.heap = flags.spec.heap;
  setup.port = flags.port;
  setup.folder = folder;
  setup.log_folder = folder + "/logs";
  for (const auto& entry : flags.config) {
    const auto equals = entry.find('=');
    if (equals == std::string::npos)
      throw Error(ErrorKind::kUsage, "--config " + entry + " is not key=value");
    setup.config[entry.substr(0, equals)] = entry.substr(equals + 1);
  }
  return setup;
}

// All at once, before anything is started.
bool SettingsAreRight(const UpFlags& flags, const ClusterSetup& setup) {
  const std::string version =
      flags.spec.kafka_dir.empty() ? flags.spec.kafka : VersionInFolder(flags.spec.kafka_dir);
  const auto problems = CheckNodeSettings("the nodes", version, setup.config, {});
  for (const auto& problem : problems)
    Say("--config: " + problem.what + (problem.hint.empty() ? "" : "; " + problem.hint));
  return problems.empty();
}

int Up(const UpFlags& flags) {
  if (!SettingsAreRight(flags, SetupOf(flags, ""))) return kExitUsage;
  std::vector<NewTopic> topics;
  std::set<std::string> names;
  for (const auto& topic : flags.topics) {
    topics.push_back(TopicOf(topic, flags.spec.brokers));
    if (!names.insert(topics.back().name).second)
      throw Error(ErrorKind::kUsage, "--topic " + topics.back().name + " is given twice");
  }
  RememberSignals();
  HeldCluster held = HeldCluster::Claim();
  const auto cluster = FindDriver("local").start(SetupOf(flags, held.folder()), Say);
  for (const auto& topic : topics) CreateTopic(*cluster, topic, Deadline(kTopicLimit));
  held.Describe(*cluster);
  if (flags.json.asked()) {
    PrintCluster(*cluster, held.folder() + "/logs", flags.json);
  } else {
    std::printf("Kafka %s is ready after %s (prepared in %s)\n", cluster->kafka_version().c_str(),
                HumanDuration(cluster->ready().ready).c_str(),
                HumanDuration(cluster->ready().prepared).c_str());
    std::printf("  kafka-topics.sh --bootstrap-server %s --list\n",
                cluster->bootstrap_servers().c_str());
  }
  std::fflush(stdout);
  Say("logs are in " + held.folder() + "/logs; Ctrl-C or 'kproof cluster down' stops it");
  while (CaughtSignal() == 0) SleepFor(std::chrono::milliseconds(50));
  return 0;
}

int Status() {
  const auto nodes = HeldCluster::Nodes();
  if (nodes.empty())
    throw Error(ErrorKind::kNotRun, "no cluster is up", Hint("'kproof cluster up' starts one"));
  for (const auto& node : nodes) {
    NodeClient client(Address{node.host, node.port});
    std::string answer = "no answer";
    if (node.broker) {
      if (const auto metadata = client.Metadata({}, std::chrono::seconds(1))) {
        std::vector<std::string> ids;
        for (const auto id : metadata->brokers) ids.push_back(std::to_string(id));
        answer = "sees brokers " + Join(ids, ", ");
      }
    } else if (const auto quorum = client.Quorum(std::chrono::seconds(1))) {
      answer = "active controller " + std::to_string(quorum->leader) + ", epoch " +
               std::to_string(quorum->epoch);
    }
    if (answer == "no answer") answer += ": " + client.last_error();
    std::printf("%-16s %s:%d  %s\n", node.name.c_str(), node.host.c_str(), node.port,
                answer.c_str());
  }
  return 0;
}

int Down() {
  std::printf(HeldCluster::End() ? "the cluster is down\n" : "no cluster was up\n");
  return 0;
}

struct FetchFlags {
  std::string version;  // "": that of the bundle, else what scenarios use by default
  std::string bundle, from;
  bool force = false;
};

std::optional<LibraryPlace> PlaceOfLibrary(const std::string& version) {
  const Wheel* wheel = FindWheel(version);
  if (wheel == nullptr) return std::nullopt;
  return LibraryPlace{ClientFolder(kLibrdkafka, version), std::string(wheel->library_sha256)};
}

// The client by default; nothing, and people are told, where it can't be had.
std::optional<BundledLibrary> ClientByDefault() {
  const ClientKind& kind = FindClientKind(kLibrdkafka);
  try {
    kind.fetch("", Say);
    return BundledLibrary{kind.standard, ClientFolder(kind.name, kind.standard)};
  } catch (const Error& error) {
    Say(error.Full());
    return std::nullopt;
  }
}

int Fetch(const FetchFlags& flags) {
  RemoveTemporariesOnSignals();
  // Decided before anything is fetched.
  std::optional<OutputFile> bundle;
  if (!flags.bundle.empty())
    bundle.emplace(
        flags.bundle,
        OutputRules{.option = "--bundle", .inputs = {}, .force = flags.force, .ours = IsBundle});
  std::string version = flags.version;
  if (!flags.from.empty()) version = TakeBundle(flags.from, version, PlaceOfLibrary).version;
  if (version.empty()) version = ClusterSpec{}.kafka;
  const auto home = FindKafka(version, "", Say);
  if (bundle) WriteBundle(version, ClientByDefault(), *bundle);
  std::fprintf(flags.bundle == "-" ? stderr : stdout, "Kafka %s: %zu jars in %s, Java %d\n",
               home.version.c_str(), home.jars.size(), JarFolder(home.version).c_str(),
               home.java_major);
  return 0;
}

void AddFetch(CLI::App& cluster, VerbAction& action) {
  const auto flags = std::make_shared<FetchFlags>();
  auto* fetch = cluster.add_subcommand("fetch", "download Kafka's jars into the cache");
  fetch->add_option("VERSION", flags->version, "of Kafka; default: " + ClusterSpec{}.kafka);
  auto* bundle =
      fetch
          ->add_option("--bundle", flags->bundle,
                       "also write the jars and the client by default to this file, for a "
                       "machine without a network")
          ->type_name("FILE");
  fetch->add_option("--from", flags->from, "take them from such a file instead of the network")
      ->type_name("FILE")
      ->excludes(bundle);
  fetch->add_flag("--force", flags->force, "replace an existing file, whatever it is");
  fetch->callback([flags, &action] { action = [flags] { return Fetch(*flags); }; });
}

void AddUp(CLI::App& cluster, VerbAction& action) {
  const auto flags = std::make_shared<UpFlags>();
  auto* up =
      cluster.add_subcommand("up", "start a cluster and keep it up until Ctrl-C or 'cluster down'");
  up->add_option("--brokers", flags->spec.brokers, "how many")
      ->type_name("N")
      ->check(CLI::Range(1, 50))
      ->capture_default_str();
  up->add_option("--controllers", flags->spec.controllers, "how many")
      ->type_name("N")
      ->check(CLI::Range(1, 9))
      ->capture_default_str();
  up->add_flag("--combined", flags->spec.combined, "brokers are controllers too");
  up->add_option("--kafka", flags->spec.kafka, "its version")
      ->type_name("VERSION")
      ->capture_default_str();
  up->add_option("--kafka-dir", flags->spec.kafka_dir,
                 "an unpacked Kafka, or a folder of jars, instead")
      ->type_name("FOLDER");
  up->add_option("--port", flags->port,
                 "port for clients; replication uses the next one, controllers the one after that")
      ->type_name("PORT")
      ->check(CLI::Range(1, 65533));
  up->add_option("--config", flags->config, "a setting of server.properties, for every node")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  up->add_option("--topic", flags->topics,
                 "create this topic; default: 1 partition and 3 replicas, or one per broker if "
                 "there are fewer")
      ->type_name("NAME[:PARTITIONS[:REPLICATION]]")
      ->allow_extra_args(false);
  AddJsonFlags(*up, flags->json);
  up->callback([flags, &action] { action = [flags] { return Up(*flags); }; });
}

}  // namespace

void AddClusterVerb(CLI::App& app, VerbAction& action) {
  auto* cluster =
      app.add_subcommand("cluster", "start and stop a local Kafka cluster without a run");
  cluster->require_subcommand(1);
  AddUp(*cluster, action);
  AddFetch(*cluster, action);
  cluster->add_subcommand("status", "show what each node of the running cluster answers")
      ->callback([&action] { action = Status; });
  cluster->add_subcommand("down", "stop the running cluster")->callback([&action] {
    action = Down;
  });
}

}  // namespace kproof

// The compose driver: the Kafka nodes that a compose file describes, in containers of a project of
// their own. The file is started as it is, but for the scenario's `config`, which every node gets
// through its environment.
//
// Nothing outlives the cluster, however kproof ends: a small process of its own waits for that, and
// takes the project down (compose_guard.h). The addresses that clients get stand in the file,
// so two clusters of one file can't be up at once.
//
// Containers are made first and started one by one, each by a program that stays attached: compose
// itself would start them too, but its answer comes late and its exit says nothing of a node.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "harness/base/cluster_name.h"
#include "harness/base/data_folder.h"
#include "harness/base/error.h"
#include "harness/base/file_lock.h"
#include "harness/base/json_text.h"
#include "harness/base/random.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/base/write_file.h"
#include "harness/cluster/await_ready.h"
#include "harness/cluster/compose_guard.h"
#include "harness/cluster/connect.h"
#include "harness/cluster/container_process.h"
#include "harness/cluster/containers.h"
#include "harness/cluster/docker.h"
#include "harness/cluster/nodes_mark.h"
#include "harness/cluster/registry.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "docker-compose.yml";
constexpr Duration kCallLimit = std::chrono::seconds(30);
constexpr Duration kUpLimit = std::chrono::minutes(5);  // an image may have to be fetched
constexpr Duration kDownLimit = std::chrono::minutes(2);

// Without a name: the one here, else the one that comes with kproof.
std::string FindComposeFile(const std::string& named) {
  std::string file = named.empty() ? kFile : named;
  const auto data =
      named.empty() && !fs::exists(file) ? DataFolder() : std::optional<std::string>();
  if (data) file = *data + "/" + kFile;
  if (!fs::is_regular_file(file))
    throw Error(ErrorKind::kUsage, "there is no compose file " + file,
                Hint("name it as `file` under `cluster`"));
  return file;
}

class ContainerNodeOf final : public Node {
 public:
  ContainerNodeOf(const ContainerNode& node, const std::string& log_file)
      : Node(node.identity),
        log_{log_file},
        process_(node.identity.name, node.container, log_file) {
    Give({.process = &process_, .log = &log_});
  }

 private:
  const NodeLog log_;
  ContainerProcess process_;
};

class ComposeCluster final : public Cluster {
 public:
  // `file` is there.
  ComposeCluster(const ClusterSetup& setup, const std::string& file)
      : setup_(setup),
        project_(fmt::format("kproof-{:08x}", EntropySeed() & 0xffffffff)),
        compose_(ComposeProgram()) {
    for (const auto& word : {std::string("-f"), fs::absolute(file).string()})
      compose_.push_back(word);
    const auto services = Services(file);
    lock_ = ClaimNodes(setup_.folder);
    fs::create_directories(setup_.log_folder);
    if (!setup.config.empty()) {
      WriteSettings(services);
      for (const auto& word : {std::string("-f"), SettingsFile()}) compose_.push_back(word);
    }
    for (const auto& word : {std::string("-p"), project_}) compose_.push_back(word);
  }

  ~ComposeCluster() override {
    try {
      Destroy();
    } catch (...) {  // the guard, which does not know that all is done, tries again
    }
  }

  // The containers, which do not run yet.
  void Make() {
    const auto begin = MonotonicMicros();
    guard_.emplace(setup_.folder, Compose({"down", "--volumes", "--timeout", "0"}));
    try {
      RunDockerTool(Compose({"up", "--no-start"}), kUpLimit);
    } catch (const Error& error) {
      throw Error(ErrorKind::kNotRun, error.what(),
                  Hint("KPROOF_KAFKA_IMAGE names the image of the compose file that comes with "
                       "kproof"));
    }
    MakeNodes();
    ready_.prepared = Duration(MonotonicMicros() - begin);
  }

  void StartAll() {
    const auto begin = MonotonicMicros();
    const Deadline deadline(setup_.ready_within);
    // At once: each call takes half a second and more.
    std::vector<std::jthread> starts;
    std::mutex mutex;
    std::exception_ptr failure;
    for (Node* const node : nodes_)
      starts.emplace_back([node, &mutex, &failure] {
        try {
          node->process().Start();
        } catch (...) {
          const std::lock_guard lock(mutex);
          failure = std::current_exception();
        }
      });
    starts.clear();  // joins them
    if (failure) std::rethrow_exception(failure);
    AwaitReady(*this, deadline, setup_.ready_within);
    ready_.ready = Duration(MonotonicMicros() - begin);
    Learn();
  }

  const std::string& name() const override { return setup_.name; }
  std::string id() const override { return id_; }
  std::string driver() const override { return "compose"; }
  std::string kafka_version() const override { return version_; }
  const std::vector<Node*>& nodes() const override { return nodes_; }
  ReadyReport ready() const override { return ready_; }

  void Destroy() override {
    if (!guard_) return;
    RunDockerTool(Compose({"down", "--volumes", "--timeout", "0"}), kDownLimit);
    guard_->Done();
    guard_.reset();
    std::error_code ignored;
    fs::remove(SettingsFile(), ignored);
    RemoveIfOnlyMarked(setup_.folder);
  }

 private:
  std::vector<std::string> Compose(const std::vector<std::string>& words) const {
    auto command = compose_;
    command.insert(command.end(), words.begin(), words.end());
    return command;
  }

  std::string SettingsFile() const {
    return fs::absolute(setup_.folder + "/settings.yml").string();
  }

  // Names of the file's services.
  std::vector<std::string> Services(const std::string& file) const {
    std::vector<std::string> services;
    try {
      for (const auto& line :
           Split(RunDockerTool(Compose({"config", "--services"}), kCallLimit), '\n'))
        if (auto service = Trim(line); !service.empty()) services.push_back(std::move(service));
    } catch (const Error& error) {
      throw Error(ErrorKind::kUsage, "compose can't use " + file + ": " + error.what());
    }
    return services;
  }

  // A second compose file that only adds settings to all services of the first.
  void WriteSettings(const std::vector<std::string>& names) const {
    nlohmann::json settings;
    for (const auto& [key, value] : setup_.config)
      settings[EnvironmentName(key)] = ComposeText(value);
    nlohmann::json services;
    for (const auto& name : names) services[name]["environment"] = settings;
    WriteFile(SettingsFile(), JsonText(nlohmann::json{{"services", services}}, 2) + "\n");
  }

  void MakeNodes() {
    const auto listed = Docker(
        {"ps", "--all", "--quiet", "--filter", "label=com.docker.compose.project=" + project_},
        kCallLimit);
    std::vector<std::string> call = {"inspect"};
    for (const auto& line : Split(listed, '\n'))
      if (const auto container = Trim(line); !container.empty()) call.push_back(container);
    const auto found =
        call.size() == 1 ? std::vector<ContainerNode>{} : NodesAmong(Docker(call, kCallLimit));
    for (const auto& node : found) {
      owned_.push_back(std::make_unique<ContainerNodeOf>(
          node, fs::absolute(setup_.log_folder + "/" + LogNameOf(setup_.name, node.identity.name) +
                             ".log")
                    .string()));
      nodes_.push_back(owned_.back().get());
      containers_.push_back(node.container);
    }
    Expect("brokers", brokers().size(), setup_.brokers);
    Expect("controllers", controllers().size(), setup_.controllers);
  }

  static void Expect(const std::string& what, std::size_t found, int wanted) {
    if (found == static_cast<std::size_t>(wanted)) return;
    throw Error(ErrorKind::kUsage,
                fmt::format("the compose file has {} {}, the scenario {}", found, what, wanted),
                Hint(fmt::format("set `{}` under `cluster`; nodes have the labels kproof.node-id "
                                 "and kproof.role",
                                 what)));
  }

  // What only nodes that run can say.
  void Learn() {
    const auto answer =
        Connect(*brokers().front()).Metadata({"__consumer_offsets"}, std::chrono::seconds(5));
    if (answer) id_ = answer->cluster_id;
    version_ = KafkaVersionAmong(
        Docker({"exec", containers_.front(), "ls", "/opt/kafka/libs"}, kCallLimit));
    if (version_ == setup_.kafka) return;
    throw Error(ErrorKind::kUsage,
                version_.empty() ? "no Kafka was found in /opt/kafka/libs of the containers"
                                 : "the containers run Kafka " + version_ + ", the scenario says " +
                                       setup_.kafka,
                Hint("set `kafka` under `cluster`, or KPROOF_KAFKA_IMAGE to another image"));
  }

  const ClusterSetup setup_;
  const std::string project_;
  std::vector<std::string> compose_;   // the command, its files and the project
  std::optional<FileLock> lock_;       // that its folder is in use, for whoever cleans up
  std::optional<ComposeGuard> guard_;  // as long as there may be containers
  std::string id_, version_;
  ReadyReport ready_;
  std::vector<std::string> containers_;
  std::vector<std::unique_ptr<ContainerNodeOf>> owned_;
  std::vector<Node*> nodes_;
};

}  // namespace

DriverType ComposeDriver() {
  return {
      .name = "compose",
      .summary = "the containers of a compose file, by Docker",
      .gives = {Need::kLog, Need::kProcess},
      .keys = {"brokers", "config", "config_unchecked", "controllers", "file", "kafka"},
      .in_our_network = false,
      .runs_cached_kafka = false,
      .lacking = DockerLacking,
      .start = [](const ClusterSetup& setup,
                  const std::function<void(const std::string&)>& say) -> std::unique_ptr<Cluster> {
        const auto file = FindComposeFile(setup.file);
        if (say)
          say("starting " + Counted(static_cast<std::uint64_t>(setup.brokers), "broker") + " and " +
              Counted(static_cast<std::uint64_t>(setup.controllers), "controller") + " of " + file);
        auto cluster = std::make_unique<ComposeCluster>(setup, file);
        cluster->Make();
        cluster->StartAll();
        return cluster;
      }};
}

}  // namespace kproof

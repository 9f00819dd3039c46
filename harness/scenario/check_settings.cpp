// Settings that nobody knows, that have impossible values, or that are not the scenario's to
// choose. Who knows them is asked by the vocabulary's `ask_settings`.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

using Path = std::vector<std::string>;

class SettingsCheck {
 public:
  SettingsCheck(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                Diagnostics& complaints, Diagnostics& notes)
      : root_(root),
        vocabulary_(vocabulary),
        scenario_(scenario),
        complaints_(complaints),
        notes_(notes) {}

  void Run() {
    for (const auto& [name, cluster] : scenario_.clusters) Nodes(name, cluster);
    if (!vocabulary_.ask_settings) return;
    for (const auto& topic : scenario_.topics) Topic(topic);
    for (const auto& producer : scenario_.producers) Producer(producer);
    for (const auto& monitor : scenario_.monitors) Monitor(monitor);
    for (const auto& consumer : scenario_.consumers) Consumer(consumer);
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at) Step(scenario_.steps[at], at);
  }

 private:
  void Nodes(const std::string& name, const ClusterSpec& cluster) {
    const std::string object = "cluster " + name;
    Path path = ClusterPath(root_, name);
    for (const auto& unchecked : cluster.config_unchecked) {
      if (cluster.config.contains(unchecked)) continue;
      Path place = path;
      place.emplace_back("config_unchecked");
      complaints_.At(
          PlaceOf(root_, place),
          fmt::format("config_unchecked of {} names '{}', which its `config` does not set", object,
                      unchecked),
          "name settings that `config` sets");
    }
    if (!vocabulary_.ask_settings) return;
    path.emplace_back("config");
    const std::string not_checked =
        Ask({.of = SettingsQuestion::Of::kNodes,
             .object = object,
             .kafka = cluster.kafka,
             .kafka_dir = cluster.kafka_dir,
             .config = cluster.config,
             .unchecked = {cluster.config_unchecked.begin(), cluster.config_unchecked.end()}},
            path);
    if (not_checked.empty()) return;
    path.back() = cluster.kafka_dir.empty() ? "kafka" : "kafka_dir";
    notes_.At(PlaceOf(root_, path), not_checked);
  }

  void Topic(const TopicSpec& topic) {
    AskOfCluster(SettingsQuestion::Of::kTopic, topic.cluster, "topic " + topic.name, topic.config,
                 {"topics", topic.name, "config"});
  }

  void AskOfCluster(SettingsQuestion::Of what, const std::string& cluster,
                    const std::string& object, const Config& config, const Path& path) {
    const auto found = scenario_.clusters.find(cluster);
    if (found == scenario_.clusters.end()) return;
    Ask({.of = what,
         .object = object,
         .kafka = found->second.kafka,
         .kafka_dir = found->second.kafka_dir,
         .config = config},
        path);
  }

  void Producer(const ProducerSpec& producer) {
    AskOfClient({.of = SettingsQuestion::Of::kProducer,
                 .object = "producer " + producer.name,
                 .defaults = producer.defaults,
                 .client_library = producer.client_library,
                 .config = producer.config,
                 .client = producer.client},
                {"producers", producer.name});
  }

  void Monitor(const MonitorSpec& monitor) {
    AskOfClient({.of = SettingsQuestion::Of::kMonitor,
                 .object = "monitor " + monitor.name,
                 .config = monitor.config,
                 .client = monitor.client},
                MonitorPath(root_, monitor.name));
  }

  void Consumer(const ConsumerSpec& consumer) {
    AskOfClient({.of = SettingsQuestion::Of::kConsumer,
                 .object = "consumer " + consumer.name,
                 .config = consumer.config,
                 .client = consumer.client},
                {"consumers", consumer.name});
  }

  void AskOfClient(const SettingsQuestion& question, Path path) {
    path.emplace_back("config");
    const std::string not_checked = Ask(question, path);
    if (not_checked.empty()) return;
    path.back() = "client";
    notes_.At(PlaceOf(root_, path), not_checked);
  }

  // Parameters of faults that are settings of topics or brokers.
  void Step(const StepSpec& step, std::size_t at) {
    const FaultForm* fault = FindFaultForm(vocabulary_, step.fault);
    if (fault == nullptr) return;
    for (const auto& param : fault->params) {
      const auto text = step.with.find(param.name);
      const bool of_brokers = param.kind == ParamForm::Kind::kBrokerSettings;
      if (!of_brokers && param.kind != ParamForm::Kind::kSettings) continue;
      if (text == step.with.end()) continue;
      const auto config = ParseKeyValues(text->second);
      if (config)
        AskOfCluster(of_brokers ? SettingsQuestion::Of::kNodes : SettingsQuestion::Of::kTopic,
                     step.cluster, fmt::format("step {}", at + 1), *config,
                     {"steps", std::to_string(at), "with", param.name});
    }
  }

  // Complains where the settings stand; gives why they could not be looked at, or "".
  std::string Ask(const SettingsQuestion& question, const Path& path) {
    const auto answer = vocabulary_.ask_settings(question);
    for (const auto& problem : answer.problems) {
      const SourcePlace place = PlaceIn(path, problem);
      if (!Said(place, problem)) complaints_.At(place, problem.what, problem.hint);
    }
    return answer.not_checked;
  }

  // Of the setting in the map at `path`; of what stands at `path` where that is no map.
  SourcePlace PlaceIn(const Path& path, const SettingsProblem& problem) const {
    const Tree* at = &root_;
    for (const auto& key : path) {
      if (at->kind != Tree::Kind::kMap || at->Find(key) == nullptr) return PlaceOf(root_, path);
      at = at->Find(key);
    }
    const Tree* setting = at->Find(problem.key);
    if (setting == nullptr) return PlaceOf(root_, path);
    return problem.of_value ? setting->place : setting->key_place;
  }

  // Another check has said what is wrong with this very value already.
  bool Said(const SourcePlace& place, const SettingsProblem& problem) const {
    const auto& all = complaints_.all();
    return problem.of_value && std::any_of(all.begin(), all.end(), [&](const Diagnostic& said) {
             return said.line == place.line && said.column == place.column &&
                    said.what.starts_with(problem.key);
           });
  }

  const Tree& root_;
  const Vocabulary& vocabulary_;
  const Scenario& scenario_;
  Diagnostics& complaints_;
  Diagnostics& notes_;
};

}  // namespace

void CheckSettings(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                   Diagnostics& complaints, Diagnostics& notes) {
  SettingsCheck(root, vocabulary, scenario, complaints, notes).Run();
}

}  // namespace kproof

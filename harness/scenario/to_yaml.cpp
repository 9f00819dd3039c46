// Writes a plan as a scenario file that says everything: no default and no choice is left to the
// reader.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/scenario/lexical.h"
#include "harness/scenario/plan.h"

namespace kproof {
namespace {

// Text that means itself in every place of a YAML file; anything else is put in quotes.
bool IsPlain(const std::string& text) {
  const auto alnum = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return !text.empty() && alnum(text.front()) && text.back() != ' ' && text != "null" &&
         text != "Null" && text != "NULL" && std::all_of(text.begin(), text.end(), [&](char c) {
           return alnum(c) || std::string_view(" ._/+-=@").find(c) != std::string_view::npos;
         });
}

std::string Quoted(const std::string& text) {
  if (IsPlain(text)) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      quoted += std::string("\\") + c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      quoted += c;
  }
  return quoted + "\"";
}

std::string Map(const Config& config) {
  std::vector<std::string> entries;
  for (const auto& [key, value] : config) entries.push_back(Quoted(key) + ": " + Quoted(value));
  return "{" + Join(entries, ", ") + "}";
}

std::string List(const std::vector<std::string>& items) {
  std::vector<std::string> quoted;
  for (const auto& item : items) quoted.push_back(Quoted(item));
  return "[" + Join(quoted, ", ") + "]";
}

std::string Bounds(const std::map<std::string, Bound>& bounds) {
  Config texts;
  for (const auto& [name, bound] : bounds) texts[name] = bound.op + " " + bound.value;
  return Map(texts);
}

class Writer {
 public:
  explicit Writer(const Plan& plan) : plan_(plan), scenario_(plan.scenario) {}

  std::string Write() {
    Line("# Resolved: every default and every choice of seed {} is written out.", plan_.seed);
    Line("name: {}", Quoted(scenario_.name));
    Line("role: {}", scenario_.role);
    Line("about: {}", Quoted(scenario_.about));
    if (scenario_.clusters.size() == 1 && scenario_.clusters.count("main") == 1) {
      Line("cluster:");
      WriteCluster("  ", scenario_.clusters.at("main"));
    } else {
      Line("clusters:");
      for (const auto& [name, cluster] : scenario_.clusters) {
        Line("  {}:", Quoted(name));
        WriteCluster("    ", cluster);
      }
    }
    Line("topics:");
    for (const auto& topic : scenario_.topics) WriteTopic(topic);
    Line("producers:");
    for (const auto& producer : scenario_.producers) WriteProducer(producer);
    Line("monitors:");
    for (const auto& monitor : scenario_.monitors) WriteMonitor(monitor);
    Line("consumers:{}", scenario_.consumers.empty() ? " {}" : "");
    for (const auto& consumer : scenario_.consumers) WriteConsumer(consumer);
    Line("steps:{}", scenario_.steps.empty() ? " []" : "");
    for (const auto& step : scenario_.steps) WriteStep(step);
    Line("duration: {}", FormatDuration(scenario_.duration));
    Line("max_time: {}", FormatDuration(scenario_.max_time));
    Line("whole_within: {}", FormatDuration(scenario_.whole_within));
    Line("destructive: {}", scenario_.destructive);
    std::vector<std::string> abort_if;
    for (const auto& state : scenario_.abort_if) abort_if.push_back(state.text);
    Line("abort_if: {}", List(abort_if));
    Line("require: {}", List(scenario_.require));
    Line("ignore: {}", List(scenario_.ignore));
    if (!scenario_.expect_inconclusive.empty())
      Line("expect: {}", Map({{"inconclusive", scenario_.expect_inconclusive}}));
    else if (!scenario_.expect_limit.empty())
      Line("expect: {}", Map({{"limit", scenario_.expect_limit}}));
    else
      Line("expect: {}", Bounds(scenario_.expect));
    Line("limits: {}", Bounds(scenario_.limits));
    Line("fail_on: {}", List(scenario_.fail_on));
    Line("labels: {}", Map(scenario_.labels));
    return text_;
  }

 private:
  template <typename... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  void WriteCluster(const std::string& indent, const ClusterSpec& cluster) {
    Line("{}driver: {}", indent, cluster.driver);
    if (!cluster.file.empty()) Line("{}file: {}", indent, Quoted(cluster.file));
    Line("{}brokers: {}", indent, cluster.brokers);
    Line("{}controllers: {}", indent, cluster.controllers);
    Line("{}mode: {}", indent, cluster.combined ? "combined" : "dedicated");
    Line("{}kafka: {}", indent, cluster.kafka);
    Line("{}kafka_dir: {}", indent, Quoted(cluster.kafka_dir));
    Line("{}heap: {}", indent, cluster.heap);
    if (cluster.port) Line("{}port: {}", indent, *cluster.port);
    Line("{}racks: {}", indent, List(cluster.racks));
    Line("{}log_dirs: {}", indent, cluster.log_dirs);
    Line("{}quorum: {}", indent, cluster.dynamic_quorum ? "dynamic" : "static");
    if (cluster.voters) Line("{}voters: {}", indent, *cluster.voters);
    if (!cluster.features.empty()) Line("{}features: {}", indent, Map(cluster.features));
    Line("{}config: {}", indent, Map(cluster.config));
    if (!cluster.config_unchecked.empty())
      Line("{}config_unchecked: {}", indent, List(cluster.config_unchecked));
  }

  void WriteTopic(const TopicSpec& topic) {
    Line("  {}:", Quoted(topic.name));
    Line("    cluster: {}", Quoted(topic.cluster));
    Line("    partitions: {}", topic.partitions);
    Line("    replication: {}", topic.replication);
    Line("    config: {}", Map(topic.config));
  }

  void WriteProducer(const ProducerSpec& producer) {
    Line("  {}:", Quoted(producer.name));
    Line("    cluster: {}", Quoted(producer.cluster));
    Line("    count: {}", producer.count);
    Line("    rate: {}", producer.rate_per_s ? FormatDecimal(*producer.rate_per_s) + "/s" : "max");
    Line("    value: {}B", producer.value_bytes);
    Line("    keys: {}", producer.keys ? std::to_string(*producer.keys) : "none");
    Line("    topics: {}", List(producer.topics));
    Line("    defaults: {}", producer.defaults);
    if (producer.client_library.empty())
      Line("    client: {}", Quoted(producer.client));
    else
      Line("    client_library: {}", Quoted(producer.client_library));
    Line("    config: {}", Map(producer.config));
    Line("    send: {}", producer.send);
    Line("    on_error: {}",
         producer.stop_after == 0 ? "continue" : fmt::format("stop after {}", producer.stop_after));
    Line("    on_full: {}", producer.on_full);
    Line("    at_end: {}", producer.at_end);
    if (producer.transaction) WriteTransaction(*producer.transaction);
    WriteCrash(producer.crash);
  }

  void WriteTransaction(const TransactionSpec& transaction) {
    Line("    transaction:");
    Line("      records: {}", transaction.records);
    Line("      abort: {}%", FormatDecimal(transaction.abort_percent));
    Line("      timeout: {}", FormatDuration(transaction.timeout));
    if (!transaction.id.empty()) Line("      id: {}", Quoted(transaction.id));
  }

  void WriteCrash(const CrashSpec& crash) {
    if (!crash.at.empty()) Line("    crash: {{at: {}, nth: {}}}", crash.at, crash.nth);
  }

  void WriteMonitor(const MonitorSpec& monitor) {
    Line("  {}:", Quoted(monitor.name));
    Line("    cluster: {}", Quoted(monitor.cluster));
    Line("    count: {}", monitor.count);
    Line("    client: {}", Quoted(monitor.client));
    Line("    config: {}", Map(monitor.config));
    Line("    isolation: {}", monitor.isolation);
  }

  void WriteConsumer(const ConsumerSpec& consumer) {
    Line("  {}:", Quoted(consumer.name));
    Line("    cluster: {}", Quoted(consumer.cluster));
    Line("    group: {}", Quoted(consumer.group));
    Line("    count: {}", consumer.count);
    Line("    topics: {}", List(consumer.topics));
    Line("    commit: {}", Quoted(consumer.commit));
    Line("    client: {}", Quoted(consumer.client));
    Line("    config: {}", Map(consumer.config));
    WriteCrash(consumer.crash);
    Line("    listener: {}", consumer.listener ? "commit" : "none");
    Line("    process:");
    WriteWork(consumer.work);
    Line("    start: {}", FormatDuration(consumer.start));
    Line("    static: {}", consumer.static_members);
    if (!consumer.to.empty()) Line("    to: {}", Quoted(consumer.to));
    if (consumer.commit == "transaction") WriteTransaction(consumer.transaction);
  }

  void WriteWork(const WorkSpec& work) {
    Line("      batch: {}", work.batch);
    if (work.fail_every > 0) Line("      fail_every: {}", work.fail_every);
    Line("      poll: {}", work.poll);
    if (work.slow_every > 0) {
      Line("      slow_every: {}", work.slow_every);
      Line("      slow_time: {}", FormatDuration(work.slow_time));
    }
    Line("      time: {}", FormatDuration(work.time));
    Line("      workers: {}", work.workers);
  }

  void WriteTrigger(const char* time_key, const char* state_key, const Trigger& trigger) {
    if (trigger.time) Line("    {}: {}", time_key, FormatDuration(*trigger.time));
    if (trigger.state) Line("    {}: {}", state_key, Quoted(trigger.state->text));
  }

  void WriteStep(const StepSpec& step) {
    Line("  - fault: {}", Quoted(step.fault));
    if (!step.name.empty()) Line("    name: {}", Quoted(step.name));
    Line("    cluster: {}", Quoted(step.cluster));
    Line("    target: {}", Quoted(step.target.text));
    Line("    with: {}", Map(step.with));
    WriteTrigger("at", "when", step.begin);
    if (step.begin.state) Line("    after: {}", FormatDuration(step.after));
    WriteTrigger("for", "until", step.end);
    Line("    within: {}", FormatDuration(step.within));
    Line("    repeat: {}", step.repeat);
    if (step.every > Duration::zero()) Line("    every: {}", FormatDuration(step.every));
    if (!step.sabotage.empty()) Line("    sabotage: {}", step.sabotage);
  }

  const Plan& plan_;
  const Scenario& scenario_;
  std::string text_;
};

}  // namespace

std::string ToYaml(const Plan& plan) { return Writer(plan).Write(); }

}  // namespace kproof

// kproof promise: what Kafka promises for settings under a class of failure, by which rule, and
// which one change would alter that. Nothing is started and no broker is asked.
#include <CLI/CLI.hpp>
#include <memory>

#include "audit/promise/settings.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cli/load.h"
#include "harness/cli/output.h"
#include "harness/cli/promise_output.h"
#include "harness/cli/verbs.h"
#include "harness/kafka/properties.h"
#include "harness/run/ask_promise.h"
#include "harness/words/failure_class.h"

namespace kproof {
namespace {

struct PromiseFlags {
  std::vector<std::string> files, producer, topic, broker, failures;
  std::string producer_file, topic_file, broker_file;
  std::string defaults = "librdkafka", kafka = ClusterSpec{}.kafka, outage;
  std::int64_t replication = TopicSpec{}.replication;
  std::int64_t nodes = 1;
  bool table = false;
  JsonFlags json;
};

std::vector<PromiseQuestion> QuestionsOf(const PromiseFlags& flags) {
  if (flags.files.empty()) {
    const DeclaredSettings declared{
        .defaults = flags.defaults,
        .kafka = flags.kafka,
        .producer = ReadProperties(flags.producer_file, flags.producer,
                                   {"--producer-config", "--producer"}),
        .topic = ReadProperties(flags.topic_file, flags.topic, {"--topic-config", "--topic"}),
        .broker = ReadProperties(flags.broker_file, flags.broker, {"--broker-config", "--broker"}),
    };
    return {{"producer", "topic", declared, flags.replication}};
  }
  std::vector<PromiseQuestion> questions;
  const auto scenarios = LoadScenarios(flags.files, {});
  if (!scenarios) return {};
  for (const auto& scenario : *scenarios) {
    for (const auto& producer : scenario.producers) {
      for (const auto& topic : scenario.topics) {
        if (topic.cluster != producer.cluster || !Contains(producer.topics, topic.name)) continue;
        const auto& cluster = scenario.clusters.at(producer.cluster);
        questions.push_back({producer.name,
                             topic.name,
                             {.defaults = producer.defaults,
                              .kafka = cluster.kafka,
                              .producer = producer.config,
                              .topic = topic.config,
                              .broker = cluster.config},
                             topic.replication});
      }
    }
  }
  return questions;
}

AssumedFailure FailureOf(const PromiseFlags& flags) {
  AssumedFailure failure{{flags.failures.begin(), flags.failures.end()}, flags.nodes, Duration(0)};
  if (flags.failures.empty()) failure.classes = {NameOf(FailureClass::kCrash)};
  if (flags.outage.empty()) return failure;
  const auto outage = ParseDuration(flags.outage);
  if (!outage)
    throw Error(ErrorKind::kUsage, "--outage '" + flags.outage + "' is not a time",
                Hint("for example --outage 30s"));
  failure.outage = *outage;
  return failure;
}

int Ask(const PromiseFlags& flags) {
  const auto failure = FailureOf(flags);
  if (flags.table) {
    PrintPromiseTable(ClassesOf(failure, kDefaultSession), flags.replication, flags.json);
    return 0;
  }
  const auto questions = QuestionsOf(flags);
  for (const auto& question : questions)
    PrintPromise(question, AskPromise(question, failure), flags.json);
  return questions.empty() ? kExitUsage : 0;
}

}  // namespace

void AddPromiseVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<PromiseFlags>();
  auto* verb = app.add_subcommand("promise",
                                  "what Kafka promises for settings under a failure, and what "
                                  "would change that; nothing is started");
  auto* files = verb->add_option("FILE", flags->files, "take the settings from these scenarios")
                    ->type_name("");
  const auto settings = [&](const std::string& of, std::vector<std::string>& given,
                            std::string& file) {
    verb->add_option("--" + of, given, "a setting of the " + of)
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->excludes(files);
    verb->add_option("--" + of + "-config", file, "a properties file with settings of the " + of)
        ->type_name("FILE")
        ->excludes(files);
  };
  settings("producer", flags->producer, flags->producer_file);
  settings("topic", flags->topic, flags->topic_file);
  settings("broker", flags->broker, flags->broker_file);
  verb->add_option("--replication", flags->replication,
                   "replicas of each partition; of --table, the most")
      ->type_name("N")
      ->check(CLI::Range(1, 99))
      ->capture_default_str()
      ->excludes(files);
  verb->add_option("--defaults", flags->defaults,
                   "whose defaults hold for what the producer leaves out")
      ->type_name("java|librdkafka")
      ->check(OneOf({"java", "librdkafka"}))
      ->capture_default_str()
      ->excludes(files);
  verb->add_option("--kafka", flags->kafka, "version of the brokers")
      ->type_name("VERSION")
      ->capture_default_str()
      ->excludes(files);
  verb->add_option("--failure", flags->failures,
                   "class of failure, several times for several; default: crash")
      ->type_name(Join(FailureClassNames(), "|"))
      ->check(OneOf(FailureClassNames()))
      ->allow_extra_args(false);
  verb->add_option("--nodes", flags->nodes, "how many nodes it hits")
      ->type_name("N")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  verb->add_option("--outage", flags->outage,
                   "how long it lasts, besides the time until a broker's session ends")
      ->type_name("TIME");
  verb->add_flag("--table", flags->table,
                 "no-loss for each acks, min.insync.replicas, replication and unclean election")
      ->excludes(files);
  AddJsonFlags(*verb, flags->json);
  verb->callback([flags, &action] { action = [flags] { return Ask(*flags); }; });
}

}  // namespace kproof

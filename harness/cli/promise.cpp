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
#include "harness/deployed/forms.h"
#include "harness/kafka/properties.h"
#include "harness/run/ask_promise.h"
#include "harness/run/declare_deployed.h"
#include "harness/words/failure_class.h"

namespace kproof {
namespace {

// Of topics or brokers.
struct DeployedFlags {
  std::vector<std::string> settings, files;
  std::string form, name;

  DeployedSource Source() const { return {files, form, name}; }
};

struct PromiseFlags {
  std::vector<std::string> files, producer, failures;
  std::string producer_file;
  DeployedFlags topic, broker;
  std::string defaults = "librdkafka", kafka = ClusterSpec{}.kafka, outage;
  std::int64_t replication = TopicSpec{}.replication;
  std::int64_t nodes = 1;
  const CLI::Option *kafka_given = nullptr, *replication_given = nullptr;
  bool table = false;
  JsonFlags json;
};

PromiseQuestion QuestionOf(const PromiseFlags& flags) {
  const DeclaredSettings declared{
      .defaults = flags.defaults,
      .kafka = flags.kafka,
      .producer = ReadProperties("", flags.producer, {"", "--producer"}),
      .topic = ReadProperties("", flags.topic.settings, {"", "--topic"}),
      .broker = ReadProperties("", flags.broker.settings, {"", "--broker"}),
  };
  DeclaredByFlags by_flags;
  if (flags.kafka_given->count() > 0) by_flags.kafka = flags.kafka;
  if (flags.replication_given->count() > 0) by_flags.replication = flags.replication;
  const auto read = DeclareDeployed(
      declared, ReadDeployed({flags.broker.Source(), flags.topic.Source()}),
      flags.producer_file.empty() ? DeployedFile{} : ReadDeployedProducer(flags.producer_file),
      by_flags, flags.replication);
  PromiseQuestion question{"producer", read.topic.empty() ? "topic" : read.topic, read.declared,
                           read.replication};
  question.replication_origin = read.replication_origin;
  question.kafka_origin = read.kafka_origin;
  question.notes = read.notes;
  return question;
}

std::vector<PromiseQuestion> QuestionsOf(const PromiseFlags& flags) {
  if (flags.files.empty()) return {QuestionOf(flags)};
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
  const auto settings = [&](const std::string& of, std::vector<std::string>& given) {
    verb->add_option("--" + of, given, "a setting of the " + of)
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->excludes(files);
  };
  const auto deployed = [&](const std::string& of, DeployedFlags& given) {
    settings(of, given.settings);
    auto* config =
        verb->add_option(
                "--" + of + "-config", given.files,
                "a file with settings of the " + of +
                    " as they are deployed, in any of the forms; several times for several")
            ->type_name("FILE")
            ->allow_extra_args(false)
            ->excludes(files);
    verb->add_option("--" + of + "-form", given.form,
                     "the form of these files, where their content does not say it")
        ->type_name(Join(DeployedFormNames(), "|"))
        ->check(OneOf(DeployedFormNames()))
        ->needs(config)
        ->excludes(files);
    verb->add_option("--" + of + "-name", given.name,
                     "which " + of + " of these files, where they have several")
        ->type_name("NAME")
        ->excludes(files);
  };
  settings("producer", flags->producer);
  verb->add_option("--producer-config", flags->producer_file,
                   "a properties file with settings of the producer")
      ->type_name("FILE")
      ->excludes(files);
  deployed("topic", flags->topic);
  deployed("broker", flags->broker);
  flags->replication_given = verb->add_option("--replication", flags->replication,
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
  flags->kafka_given = verb->add_option("--kafka", flags->kafka, "version of the brokers")
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

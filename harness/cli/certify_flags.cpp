#include "harness/cli/certify_flags.h"

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cli/output.h"
#include "harness/deployed/forms.h"
#include "harness/run/client_kind.h"
#include "harness/run/lint_deployed.h"
#include "harness/run/running_settings.h"
#include "harness/run/version.h"
#include "harness/words/failure_class.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

std::vector<std::string> OfSettings() {
  std::vector<std::string> names;
  for (const auto& row : GuaranteeTable())
    if (row.by_settings) names.emplace_back(row.name);
  return names;
}

std::vector<PlacedProperty> Read(const ClientSettingFlags& flags, const char* file,
                                 const char* single) {
  return ReadPlacedProperties(flags.file, flags.given, {file, single});
}

// Of the command line alone.
std::vector<DeployedSetting> Singles(const DeployedSettingFlags& flags, const char* single) {
  std::vector<DeployedSetting> settings;
  for (const auto& property : ReadPlacedProperties("", flags.given, {"", single}))
    settings.push_back({property.key, property.value, property.place});
  return settings;
}

void RequireVersion(const std::string& version) {
  const auto parts = Split(version, '.');
  bool right = version.empty() || parts.size() > 1;
  for (const auto& part : parts)
    right = right && (version.empty() || ParseInt(part).value_or(-1) >= 0);
  if (!right)
    throw Error(ErrorKind::kUsage, "--client-version '" + version + "' is not a version",
                Hint("for example --client-version 2.8.0"));
}

// --topic says which of the files' topics is meant.
Deployed DeployedOf(const CertifyFlags& flags) {
  const auto& topic = flags.topic_settings;
  const auto& broker = flags.broker;
  return ReadDeployed({.broker = {broker.files, broker.form, broker.name},
                       .topic = {topic.files, topic.form, flags.topic, false}});
}

RunningSettings RunningOf(const CertifyFlags& flags) {
  if (flags.lint_only)
    throw Error(ErrorKind::kUsage, "--lint-only asks no broker, and --bootstrap-server does",
                Hint("leave one of them out, or write what kafka-configs.sh --describe --all says "
                     "of the topic and the brokers into files for --topic-config and "
                     "--broker-config"));
  return ReadRunningSettings(
      {.bootstrap_servers = flags.bootstrap_servers,
       .topic = flags.topic,
       .broker = flags.broker.name,
       .properties = ReadProperties(flags.command_config, flags.command_properties)});
}

void AddSingles(CLI::App& verb, const std::string& flag, const std::string& of,
                std::vector<std::string>& given) {
  verb.add_option("--" + flag, given, "a setting of the " + of)
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void AddClient(CLI::App& verb, const std::string& of, ClientSettingFlags& flags) {
  verb.add_option("--" + of + "-config", flags.file, "a properties file with settings of the " + of)
      ->type_name("FILE");
  AddSingles(verb, of, of, flags.given);
}

void AddDeployed(CLI::App& verb, const std::string& of, const std::string& single,
                 DeployedSettingFlags& flags) {
  auto* config = verb.add_option("--" + of + "-config", flags.files,
                                 "a file with settings of the " + of +
                                     " as they are deployed, in any of the forms; several times "
                                     "for several")
                     ->type_name("FILE")
                     ->allow_extra_args(false);
  verb.add_option("--" + of + "-form", flags.form,
                  "the form of these files, where their content does not say it")
      ->type_name(Join(DeployedFormNames(), "|"))
      ->check(OneOf(DeployedFormNames()))
      ->needs(config);
  AddSingles(verb, single, of, flags.given);
}

}  // namespace

void AddSubjectFlags(CLI::App& verb, CertifyFlags& flags) {
  verb.add_option("--topic", flags.topic, "the topic's name; chooses it in files that have several")
      ->type_name("NAME")
      ->required();
  AddClient(verb, "producer", flags.producer);
  AddClient(verb, "consumer", flags.consumer);
  AddDeployed(verb, "topic", "topic-setting", flags.topic_settings);
  AddDeployed(verb, "broker", "broker", flags.broker);
  verb.add_option("--broker-name", flags.broker.name,
                  "which broker of these files, where they have several")
      ->type_name("NAME");
  auto* servers =
      verb.add_option("--bootstrap-server", flags.bootstrap_servers,
                      "read the settings of the topic and its brokers from this cluster, which is "
                      "not changed: trials run on another one, with the same settings")
          ->type_name("HOST:PORT[,HOST:PORT]")
          ->excludes("--topic-config")
          ->excludes("--broker-config");
  verb.add_option("--command-config", flags.command_config,
                  "properties file for that, as Kafka's tools take it; plain text only")
      ->type_name("FILE")
      ->needs(servers);
  verb.add_option("--command-property", flags.command_properties, "a property for that")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->needs(servers);
  verb.add_option("--replication", flags.replication,
                  "replicas of each partition; default: as files say, or the brokers' "
                  "default.replication.factor")
      ->type_name("N")
      ->check(CLI::Range(1, 99));
  verb.add_option("--defaults", flags.defaults,
                  "whose client the settings are for; default: recognised by their names")
      ->type_name("java|librdkafka")
      ->check(OneOf({kJava, kLibrdkafka}));
  verb.add_option("--client-version", flags.client_version,
                  "version of the client; default: the newest that is known, for its defaults")
      ->type_name("VERSION");
  flags.kafka_given =
      verb.add_option("--kafka", flags.kafka, "version of the brokers; default: as files say, or")
          ->type_name("VERSION")
          ->capture_default_str();
}

void AddQuestionFlags(CLI::App& verb, CertifyFlags& flags) {
  verb.add_option("--require", flags.require, "guarantees that have to be promised")
      ->type_name("NAME[,NAME]")
      ->delimiter(',')
      ->check(OneOf(OfSettings()))
      ->allow_extra_args(false)
      ->capture_default_str();
  const auto usual = UsualFailures();
  verb.add_option("--failure", flags.failures,
                  "class of failure to survive, several times for several; default: " +
                      Join({usual.begin(), usual.end()}, ", "))
      ->type_name(Join(FailureClassNames(), "|"))
      ->check(OneOf(FailureClassNames()))
      ->allow_extra_args(false);
  verb.add_option("--nodes", flags.nodes, "how many nodes each hits")
      ->type_name("N")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  verb.add_option("--outage", flags.outage,
                  "how long it lasts, besides the time until a broker's session ends")
      ->type_name("TIME");
}

CertifySubject SubjectOf(const CertifyFlags& flags) {
  RequireVersion(flags.client_version);
  LintQuestion question;
  question.topic = flags.topic;
  question.defaults = flags.defaults;
  question.client_version = flags.client_version;
  question.kafka = flags.kafka;
  question.replication = flags.replication;
  question.producer = Read(flags.producer, "--producer-config", "--producer");
  question.consumer = Read(flags.consumer, "--consumer-config", "--consumer");
  question.topic_settings = Singles(flags.topic_settings, "--topic-setting");
  question.broker = Singles(flags.broker, "--broker");
  DeclaredByFlags by_flags;
  by_flags.replication = flags.replication;
  if (flags.kafka_given->count() > 0) by_flags.kafka = flags.kafka;
  CertifySubject subject;
  auto read =
      flags.bootstrap_servers.empty() ? RunningSettings{"", DeployedOf(flags)} : RunningOf(flags);
  if (!read.cluster_id.empty()) subject.cluster_id = read.cluster_id;
  TakeDeployed(read.deployed, by_flags, question);
  subject.settings = std::move(question);
  return subject;
}

CertifyQuestion QuestionOf(const CertifyFlags& flags) {
  CertifyQuestion question;
  question.required = {flags.require.begin(), flags.require.end()};
  question.failures = {UsualFailures(), flags.nodes, Duration(0)};
  if (!flags.failures.empty())
    question.failures.classes = {flags.failures.begin(), flags.failures.end()};
  if (!flags.outage.empty()) {
    const auto outage = ParseDuration(flags.outage);
    if (!outage)
      throw Error(ErrorKind::kUsage, "--outage '" + flags.outage + "' is not a time",
                  Hint("for example --outage 30s"));
    question.failures.outage = *outage;
  }
  question.kproof = KproofVersion();
  return question;
}

}  // namespace kproof

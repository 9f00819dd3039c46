// kproof certify: the settings of a producer, a consumer, a topic and its brokers against the rules
// of the lint and against what Kafka promises for them. Nothing is started and no broker is asked.
#include "audit/lint/certify.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/output_file.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/cli/output.h"
#include "harness/cli/verbs.h"
#include "harness/run/client_kind.h"
#include "harness/run/lint_subject.h"
#include "harness/run/version.h"
#include "harness/scenario/scenario.h"
#include "harness/words/failure_class.h"
#include "reports/certificate_json.h"
#include "reports/certificate_text.h"
#include "reports/sarif.h"

namespace kproof {
namespace {

constexpr int kExitUncertain = 2;
constexpr int kExitRefused = 6;
constexpr char kSarifBegins[] = "{\n  \"$schema\": \"https://json.schemastore.org/sarif";

// A file and single settings of one owner.
struct SettingFlags {
  std::string file;
  std::vector<std::string> given;
};

struct CertifyFlags {
  std::string topic, defaults, client_version, kafka = ClusterSpec{}.kafka, outage;
  SettingFlags producer, consumer, topic_settings, broker;
  std::optional<std::int64_t> replication;
  std::vector<std::string> require = {"no-loss"}, failures;
  std::int64_t nodes = 1;
  std::string sarif;
  bool lint_only = false, force = false;
  JsonFlags json;
};

std::vector<std::string> OfSettings() {
  std::vector<std::string> names;
  for (const auto& row : GuaranteeTable())
    if (row.by_settings) names.emplace_back(row.name);
  return names;
}

std::vector<PlacedProperty> Read(const SettingFlags& flags, const char* file, const char* single) {
  return ReadPlacedProperties(flags.file, flags.given, {file, single});
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

LintSubject SubjectOf(const CertifyFlags& flags) {
  RequireVersion(flags.client_version);
  LintQuestion question;
  question.topic = flags.topic;
  question.defaults = flags.defaults;
  question.client_version = flags.client_version;
  question.kafka = flags.kafka;
  question.replication = flags.replication;
  question.producer = Read(flags.producer, "--producer-config", "--producer");
  question.consumer = Read(flags.consumer, "--consumer-config", "--consumer");
  question.topic_settings = Read(flags.topic_settings, "--topic-config", "--topic-setting");
  question.broker = Read(flags.broker, "--broker-config", "--broker");
  return LintSubjectOf(question);
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

std::unique_ptr<OutputFile> SarifFile(const CertifyFlags& flags) {
  if (flags.sarif.empty()) return nullptr;
  if (flags.sarif == "-" && flags.json.asked())
    throw Error(ErrorKind::kUsage, "--json and --sarif - both want stdout",
                Hint("name a file with --sarif"));
  std::vector<std::string> inputs;
  for (const auto* of : {&flags.producer, &flags.consumer, &flags.topic_settings, &flags.broker})
    if (!of->file.empty()) inputs.push_back(of->file);
  return std::make_unique<OutputFile>(
      flags.sarif, OutputRules{.option = "--sarif",
                               .inputs = inputs,
                               .force = flags.force,
                               .ours = [](const std::string& file) {
                                 return FirstBytes(file).starts_with(kSarifBegins);
                               }});
}

void Print(const Certificate& certificate, const CertifyFlags& flags) {
  if (flags.sarif == "-") return;
  if (flags.json.asked())
    PrintJson(CertificateJson(certificate), flags.json);
  else
    std::fputs(CertificateText(certificate).c_str(), stdout);
}

int Certify(const CertifyFlags& flags) {
  if (!flags.lint_only)
    throw Error(ErrorKind::kUsage, "certify runs no scenarios yet, and certifies nothing by itself",
                Hint("--lint-only looks at the settings"));
  const auto sarif = SarifFile(flags);
  const auto certificate = CertifyBySettings(SubjectOf(flags), QuestionOf(flags));
  Print(certificate, flags);
  if (sarif) {
    sarif->Write(
        SarifOf(certificate).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
        "\n");
    sarif->Publish();
  }
  if (certificate.verdict == CertificateVerdict::kRefused) return kExitRefused;
  return certificate.promised_all ? 0 : kExitUncertain;
}

void AddSettings(CLI::App& verb, const std::string& of, const std::string& single,
                 SettingFlags& flags) {
  verb.add_option("--" + of + "-config", flags.file, "a properties file with settings of the " + of)
      ->type_name("FILE");
  verb.add_option("--" + single, flags.given, "a setting of the " + of)
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void AddSubjectFlags(CLI::App& verb, CertifyFlags& flags) {
  verb.add_option("--topic", flags.topic, "the topic's name")->type_name("NAME")->required();
  AddSettings(verb, "producer", "producer", flags.producer);
  AddSettings(verb, "consumer", "consumer", flags.consumer);
  AddSettings(verb, "topic", "topic-setting", flags.topic_settings);
  AddSettings(verb, "broker", "broker", flags.broker);
  verb.add_option("--replication", flags.replication,
                  "replicas of each partition; default: the brokers' default.replication.factor")
      ->type_name("N")
      ->check(CLI::Range(1, 99));
  verb.add_option("--defaults", flags.defaults,
                  "whose client the settings are for; default: recognised by their names")
      ->type_name("java|librdkafka")
      ->check(OneOf({kJava, kLibrdkafka}));
  verb.add_option("--client-version", flags.client_version,
                  "version of the client; default: the newest that is known, for its defaults")
      ->type_name("VERSION");
  verb.add_option("--kafka", flags.kafka, "version of the brokers")
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

}  // namespace

void AddCertifyVerb(CLI::App& app, VerbAction& action) {
  const auto flags = std::make_shared<CertifyFlags>();
  auto* verb = app.add_subcommand("certify",
                                  "check settings against the rules of the lint and against what "
                                  "Kafka promises for them; nothing is started");
  AddSubjectFlags(*verb, *flags);
  AddQuestionFlags(*verb, *flags);
  verb->add_flag("--lint-only", flags->lint_only, "look at settings alone, and run nothing");
  verb->add_option("--sarif", flags->sarif, "write the lint as SARIF to this file; - is stdout")
      ->type_name("FILE");
  verb->add_flag("--force", flags->force,
                 "replace an existing file, even if kproof did not write it; never an input");
  AddJsonFlags(*verb, flags->json);
  verb->callback([flags, &action] { action = [flags] { return Certify(*flags); }; });
}

}  // namespace kproof

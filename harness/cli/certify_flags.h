// The flags of `kproof certify`, and what they say: whose settings are to be certified, and what is
// asked of them.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/lint/certify.h"
#include "harness/cli/campaign_flags.h"
#include "harness/run/lint_subject.h"
#include "harness/scenario/scenario.h"

namespace kproof {

// A file and single settings of a client.
struct ClientSettingFlags {
  std::string file;
  std::vector<std::string> given;
};

// Files, in any of the forms, and single settings of the topic or the brokers.
struct DeployedSettingFlags {
  std::vector<std::string> files, given;
  std::string form, name;
};

struct CertifyFlags {
  std::string topic, defaults, client_version, kafka = ClusterSpec{}.kafka, outage;
  ClientSettingFlags producer, consumer;
  DeployedSettingFlags topic_settings, broker;
  const CLI::Option* kafka_given = nullptr;
  std::optional<std::int64_t> replication;
  std::string bootstrap_servers, command_config;
  std::vector<std::string> command_properties;
  std::vector<std::string> require = {"no-loss"}, failures;
  std::int64_t nodes = 1;
  std::string sarif, verify, format = "text";
  std::string command;  // as it was given, to repeat it
  bool lint_only = false, try_advice = false;
  double confidence = 0.95, per_trial = 0.2;
  std::uint64_t controls = 3;
  CampaignFlags campaign;  // its output flags are those of the certificate too
};

void AddSubjectFlags(CLI::App& verb, CertifyFlags& flags);
void AddQuestionFlags(CLI::App& verb, CertifyFlags& flags);

struct CertifySubject {
  LintQuestion settings;
  std::optional<std::string> cluster_id;  // of the cluster that they were read from
};

// Reads files, or asks the cluster of --bootstrap-server. Throws Error(kUsage) for files that can't
// be read, and what ReadRunningSettings does.
CertifySubject SubjectOf(const CertifyFlags& flags);
CertifyQuestion QuestionOf(const CertifyFlags& flags);

}  // namespace kproof

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
  std::vector<std::string> require = {"no-loss"}, failures;
  std::int64_t nodes = 1;
  std::string sarif, verify;
  bool lint_only = false;
  double confidence = 0.95, per_trial = 0.2;
  std::uint64_t controls = 3;
  CampaignFlags campaign;  // its output flags are those of the certificate too
};

void AddSubjectFlags(CLI::App& verb, CertifyFlags& flags);
void AddQuestionFlags(CLI::App& verb, CertifyFlags& flags);

// Throws Error(kUsage) for files and settings that can't be read or that nobody would take.
LintSubject SubjectOf(const CertifyFlags& flags);
CertifyQuestion QuestionOf(const CertifyFlags& flags);

}  // namespace kproof

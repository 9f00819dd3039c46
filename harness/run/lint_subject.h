// The subject of the lint from what somebody means to deploy: properties of clients, settings of a
// topic and its brokers, each with the place that it stands at.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/lint/subject.h"
#include "harness/deployed/deployed_file.h"
#include "harness/kafka/properties.h"

namespace kproof {

struct LintQuestion {
  std::string topic = "topic";
  std::string defaults;        // "java", "librdkafka", or "" to recognise it by the names
  std::string client_version;  // "": not known
  std::string kafka;           // version of the brokers, as in "4.3.1"
  std::optional<std::int64_t> replication;  // nothing: as the brokers' default.replication.factor
  std::string kafka_origin = "--kafka", replication_origin = "--replication";
  // Kafka's own names, or librdkafka's. No consumer where there are none.
  std::vector<PlacedProperty> producer, consumer;
  std::vector<DeployedSetting> topic_settings, broker;  // a key once
  std::vector<std::string> notes;  // sentences: what was found besides, and does not count
};

// Whether it is a feature of a cluster, as "eligible.leader.replicas.version", which has a level.
bool IsFeature(const std::string& key);

// Features of a cluster stand among the settings of brokers, as in
// eligible.leader.replicas.version=1. Throws Error(kUsage) with the place for a name that nobody
// knows, a value that is refused, a client that can't be told, and a version of Kafka whose
// settings are not known.
LintSubject LintSubjectOf(const LintQuestion& question);

}  // namespace kproof

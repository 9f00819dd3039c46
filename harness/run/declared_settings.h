// Settings as somebody means to deploy them, made into the facts that a run would have read: what
// is given, and for the rest the defaults of the client and of Kafka. No broker is asked.
//
// Thread-safe: a pure function, but for a client that is made and let go.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/store/run_facts.h"
#include "harness/settings/check.h"

namespace kproof {

struct DeclaredSettings {
  std::string defaults = "librdkafka";  // or "java": whose defaults hold for the producer
  std::string kafka;                    // version of the brokers, as in "4.3.1"
  SettingMap producer, topic, broker;   // by Kafka's own names
  // Where those that stand in files are, by scope ("producer", "topic", "broker") and name:
  // "server.properties:12". All others were given by themselves.
  std::map<std::string, SettingMap> origins = {};
};

struct DeclaredFacts {
  // Of the producer "producer", the topic "topic" and the broker "broker", in cluster main.
  std::vector<SettingFact> facts;
  // Settings that clients or brokers know and that no promise turns on, such as bootstrap.servers:
  // "producer: bootstrap.servers", "broker: num.io.threads (server.properties:4)". They are not
  // looked at.
  std::vector<std::string> unused;
  // Brokers' settings that the topic has its own value of, in a sentence each.
  std::vector<std::string> overridden;
};

// Whether a promise turns on this setting of "producer", "topic" or "broker".
bool PromiseTurnsOn(const std::string& scope, const std::string& key);

// The topic's defaults follow the broker's settings, as Kafka's do. Throws Error(kUsage) for names
// that neither Kafka nor librdkafka knows (with Java's defaults: that Kafka does not know), for
// values that the client or this Kafka would refuse, and for a version of Kafka whose settings are
// not known.
DeclaredFacts FactsOf(const DeclaredSettings& declared);

}  // namespace kproof

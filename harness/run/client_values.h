// The effective settings of a client that somebody means to deploy: what is given, the defaults of
// its version, and what the client itself makes of both (idempotence that gives way, time-outs that
// are adjusted). Nothing is started.
//
// What the client would refuse as a whole is no error here: it is what the lint looks for.
// Thread-safe: pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/lint/subject.h"
#include "harness/kafka/properties.h"

namespace kproof {

struct ClientValues {
  std::map<std::string, EffectiveSetting> settings;  // by Kafka's names
  std::vector<std::string> not_looked_at;            // sentences
};

// `scope`: producer or consumer. Without a version the newest one that is known counts; a version
// that is older than the tables has no defaults, and the sentences say so. Throws Error(kUsage)
// with the place for a name that neither client knows, and for a value that the client refuses.
ClientValues ValuesOfClient(SettingScope scope, const ClientSaid& client,
                            const std::vector<PlacedProperty>& given);

// "[redacted]" where the setting holds a secret.
std::string ShownValue(const std::string& key, const std::string& value);

}  // namespace kproof

// Settings of Kafka's own client for Java, checked before any of it is started: against the tables
// of its version, and by what kproof needs of its own clients.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/kafka/client_check.h"

namespace kproof {

// `version` of kafka-clients: "4.3.1"; of one that is not in the tables only what kproof needs is
// checked. `object` is for people: "producer checkout". Names are Kafka's or librdkafka's.
std::vector<SettingProblem> CheckJavaClientSettings(ClientRole role, const std::string& object,
                                                    const std::string& version,
                                                    const SettingMap& properties);

// The same properties under the names, and in the units, of Kafka's own clients.
SettingMap JavaNames(const SettingMap& properties);

}  // namespace kproof

// What is wrong with the properties that somebody gives to a producer, a monitor or a consumer,
// found before any of them is started: by the librdkafka that is loaded, as it would judge itself,
// and by what kproof needs of its own clients.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/settings/check.h"

namespace kproof {

enum class ClientRole { kConsumer, kMonitor, kProducer };

// `defaults` as ClientConfig::Producer takes it; `object` is for people: "producer checkout".
std::vector<SettingProblem> CheckClientSettings(ClientRole role, const std::string& object,
                                                const std::string& defaults,
                                                const SettingMap& properties);

// Why nobody but kproof gives its clients this property; "" for all others. `key` is Kafka's name.
std::string WhyClientsOwn(ClientRole role, const std::string& key);

}  // namespace kproof

// Whose client a set of properties is for, Java's or librdkafka, by the names that only one of them
// has.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/kafka/properties.h"
#include "harness/scenario/client_name.h"
#include "harness/settings/tables.h"

namespace kproof {

bool JavaKnows(const std::string& key);  // as a setting of any client, in any version
bool LibrdkafkaKnows(const std::string& key);

// "java" or "librdkafka"; `said` where it is not "". "" where no name decides. Throws Error(kUsage)
// with both places for names that exclude each other, and with the place of one that the client
// that was said does not have.
std::string ClientKindOf(const std::vector<PlacedProperty>& properties, const std::string& said);

}  // namespace kproof

// A class-data archive of Kafka: the classes of a real run, stored parsed and verified, so that a
// JVM maps them instead of loading them. It halves the time to ready.
//
// Safe to call from several processes at once.
#pragma once

#include "harness/cluster/kafka_home.h"

namespace kproof {

// Sets home.class_data_archive, made first when it is not there: one combined node is started for
// real and stopped with SIGTERM (about 10 s). If that fails, it stays "", `progress` gets the
// reason, and Kafka starts without it, more slowly.
void UseClassDataArchive(KafkaHome& home, const Progress& progress);

}  // namespace kproof

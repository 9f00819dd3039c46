// Settings as they are deployed (harness/deployed) put into a question about promises, or into what
// else is asked about declared settings. What can't be used is a note: nothing is dropped.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/run/declared_settings.h"
#include "harness/run/stated_deployment.h"

namespace kproof {

struct DeclaredDeployment {
  DeclaredSettings declared;
  std::string topic;  // its name; "" where no file says it
  std::int64_t replication = 3;
  std::string replication_origin, kafka_origin;  // "" where no file says them
  std::vector<DeployedNote> notes;
};

// `declared` has the defaults, the version that holds where nothing says another, and the single
// settings of the command line, which come before those of files. `producer` is read with
// ReadDeployedProducer. Throws Error(kUsage) with the place of a setting that this Kafka would
// refuse and of a version of Kafka whose settings are not known.
DeclaredDeployment DeclareDeployed(DeclaredSettings declared, const Deployed& deployed,
                                   const DeployedFile& producer, const DeclaredByFlags& flags,
                                   std::int64_t replication);

}  // namespace kproof

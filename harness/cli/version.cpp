// kproof version
#include "harness/run/version.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "harness/cli/verbs.h"
#include "harness/kafka/client_config.h"

namespace kproof {

void AddVersionVerb(CLI::App& app, VerbAction& action) {
  app.add_subcommand("version", "print the versions of kproof and of the Kafka client it runs with")
      ->callback([&action] {
        action = [] {
          std::printf("kproof %s\n%s\n", KproofVersion().c_str(), ClientVersion().c_str());
          return 0;
        };
      });
}

}  // namespace kproof
